// SPDX-License-Identifier: GPL-2.0-only
#include "paths/sched_adapt.h"
#include "paths/sched_pick.h"

#include <linux/bitops.h>
#include <linux/bottom_half.h>

/*
 * Smooth weighted round robin, by bytes: each path earns its weight's part of
 * what is sent, and the one that has earned most pays for the packet. So the
 * packets of a path stand as far apart as its weight allows, and acknowledgments
 * do not take the turns of full-sized segments.
 */
static s64 earned(struct preserve_path *path, unsigned int len)
{
	return READ_ONCE(preserve_path_given(path)->credit) +
	       (s64)path->weight * len;
}

static void pay(struct preserve_group *group, unsigned long usable,
		struct preserve_path *payer, unsigned int len)
{
	unsigned int total = 0, i;
	struct preserve_path *path;

	for_each_set_bit(i, &usable, group->n_paths) {
		path = group->path[i];
		total += path->weight;
		WRITE_ONCE(preserve_path_given(path)->credit,
			   earned(path, len));
	}
	preserve_path_given(payer)->credit -= (s64)total * len;
}

static struct preserve_path *pick_weighted(const struct preserve_group *group,
					   unsigned long usable,
					   unsigned int len)
{
	struct preserve_path *best = NULL;
	unsigned int i;

	for_each_set_bit(i, &usable, group->n_paths)
		if (!best || earned(group->path[i], len) > earned(best, len))
			best = group->path[i];
	return best;
}

static struct preserve_path *pick_first(const struct preserve_group *group,
					unsigned long usable)
{
	return group->path[__ffs(usable)];
}

/* Paths without a weight are for when no other works. */
static unsigned long without_backups(const struct preserve_group *group,
				     unsigned long usable)
{
	unsigned long preferred = 0;
	unsigned int i;

	for_each_set_bit(i, &usable, group->n_paths)
		if (group->path[i]->weight)
			preferred |= BIT(i);
	return preferred;
}

/* NULL: what there is to know is not known yet. */
static struct preserve_path *pick_adaptive(struct preserve_group *group,
					   unsigned long preferred,
					   unsigned long worthy,
					   unsigned int len,
					   enum preserve_turn turn)
{
	if (turn == PRESERVE_TURN_SOON || turn == PRESERVE_TURN_AGAIN)
		return preserve_adapt_pick_soon(group, worthy ?: preferred);
	return worthy ? preserve_adapt_pick(group, worthy, len) : NULL;
}

static struct preserve_path *pick(struct preserve_group *group,
				  unsigned long usable, unsigned int len,
				  enum preserve_turn turn)
{
	unsigned long preferred = without_backups(group, usable), worthy;
	struct preserve_path *path = NULL;

	if (group->mode == PRESERVE_MODE_FAILOVER)
		return pick_first(group, preferred ?: usable);
	if (!preferred)
		return pick_first(group, usable);
	/* What is lost on a path that may have died is not to be lost again. */
	if (turn == PRESERVE_TURN_LAST || turn == PRESERVE_TURN_AGAIN)
		preferred = preserve_adapt_fresh(group, preferred);
	worthy = turn == PRESERVE_TURN_SOON ?
		preserve_adapt_not_slow(group, preferred) :
		preserve_adapt_worthy(group, preferred);
	if (turn == PRESERVE_TURN_LAST)
		path = preserve_adapt_pick_last(group, worthy);
	if (!path && group->mode == PRESERVE_MODE_ADAPTIVE)
		path = pick_adaptive(group, preferred, worthy, len, turn);
	/* In adaptive mode the weights are not kept, and no account of them. */
	if (path && group->mode == PRESERVE_MODE_ADAPTIVE)
		return path;
	if (!path)
		path = pick_weighted(group, preferred, len);
	pay(group, preferred, path, len);
	return path;
}

struct preserve_path *preserve_pick(struct preserve_group *group,
				    unsigned long usable, unsigned int len,
				    enum preserve_turn turn)
{
	struct preserve_path *path;

	/* What this processor has dealt is not for an interrupt to change. */
	local_bh_disable();
	path = pick(group, usable, len, turn);
	local_bh_enable();
	return path;
}

static unsigned int portion(u64 part, u64 whole)
{
	return whole ? div64_u64(part * 1000, whole) : 0;
}

static unsigned int share_of_rate(const struct preserve_group *group,
				  const struct preserve_path *path)
{
	u64 sum = 0;
	unsigned int i;

	for (i = 0; i < group->n_paths; i++)
		if (preserve_path_works(group->path[i]) && group->path[i]->weight)
			sum += group->path[i]->rate;
	return portion(path->rate, sum);
}

static unsigned int share_of_weight(const struct preserve_group *group,
				    const struct preserve_path *path)
{
	unsigned int sum = 0, i;

	for (i = 0; i < group->n_paths; i++)
		if (preserve_path_works(group->path[i]))
			sum += group->path[i]->weight;
	return portion(path->weight, sum);
}

static bool is_first(const struct preserve_group *group,
		     const struct preserve_path *path)
{
	unsigned int i;

	for (i = 0; i < group->n_paths; i++)
		if (preserve_path_works(group->path[i]) && group->path[i]->weight)
			return group->path[i] == path;
	return false;
}

unsigned int preserve_group_share(const struct preserve_group *group,
				  const struct preserve_path *path)
{
	if (!preserve_path_works(path))
		return 0;
	switch (group->mode) {
	case PRESERVE_MODE_REDUNDANT:
		return 1000;
	case PRESERVE_MODE_FAILOVER:
		return is_first(group, path) ? 1000 : 0;
	case PRESERVE_MODE_ADAPTIVE:
		return path->weight ? share_of_rate(group, path) : 0;
	default:
		return share_of_weight(group, path);
	}
}
