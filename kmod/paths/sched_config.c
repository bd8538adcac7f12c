// SPDX-License-Identifier: GPL-2.0-only
#include "paths/paths.h"
#include "paths/sched.h"
#include "paths/sched_config.h"
#include "paths/sched_pick.h"
#include "paths/sched_plan.h"
#include "paths/sched_wait.h"

#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <net/tcp.h>

/* A path that lost its name to another stays until the next transaction. */
static bool is_named(const struct preserve_path *path)
{
	return *path->name;
}

static void plan_from(struct preserve_plan *plan,
		      const struct preserve_sched *sched)
{
	const struct preserve_group *group;
	struct preserve_plan_group *to;
	struct preserve_plan_path *path;
	unsigned int i;

	list_for_each_entry(group, &sched->groups, node) {
		to = &plan->group[plan->n_groups++];
		strscpy(to->name, group->name, sizeof(to->name));
		to->mode = group->mode;
		for (i = 0; i < group->n_paths; i++) {
			if (!is_named(group->path[i]))
				continue;
			path = &to->path[to->n_paths++];
			strscpy(path->name, group->path[i]->name,
				sizeof(path->name));
			path->weight = group->path[i]->weight;
		}
	}
}

/* What a commit needs is made before anything changes, so that it cannot fail. */
struct stock {
	struct preserve_sched_map *map;
	unsigned int n_groups;
	unsigned int n_paths;
	struct preserve_group *group[PRESERVE_MAX_GROUPS];
	struct preserve_path *path[PRESERVE_MAX_GROUPS * PRESERVE_MAX_PATHS];
};

static void stock_free(struct stock *stock)
{
	while (stock->n_groups)
		kfree(stock->group[--stock->n_groups]);
	while (stock->n_paths)
		preserve_sched_path_free(stock->path[--stock->n_paths]);
	kfree(stock->map);
}

static struct preserve_group *find_group(const struct list_head *groups,
					 const char *name)
{
	struct preserve_group *group;

	list_for_each_entry(group, groups, node)
		if (!strcmp(group->name, name))
			return group;
	return NULL;
}

static struct preserve_path *find_path(const struct preserve_group *group,
				       const char *name)
{
	unsigned int i;

	for (i = 0; group && i < group->n_paths; i++)
		if (!strcmp(group->path[i]->name, name))
			return group->path[i];
	return NULL;
}

static int stock_up(struct stock *stock, const struct preserve_plan *plan,
		    struct preserve_sched *sched)
{
	const struct preserve_plan_group *wanted;
	struct preserve_group *group;
	unsigned int total = 0, i, j;

	for (i = 0; i < plan->n_groups; i++) {
		wanted = &plan->group[i];
		group = kzalloc(sizeof(*group), GFP_KERNEL);
		if (!group)
			return -ENOMEM;
		stock->group[stock->n_groups++] = group;
		group = find_group(&sched->groups, wanted->name);
		total += wanted->n_paths;
		for (j = 0; j < wanted->n_paths; j++) {
			if (find_path(group, wanted->path[j].name))
				continue;
			stock->path[stock->n_paths] =
				preserve_sched_path_alloc_device();
			if (!stock->path[stock->n_paths])
				return -ENOMEM;
			stock->n_paths++;
		}
	}
	stock->map = kzalloc(struct_size(stock->map, entry, total), GFP_KERNEL);
	return stock->map ? 0 : -ENOMEM;
}

static void bind_path(struct net *net, struct preserve_path *path)
{
	const struct net_device *dev = __dev_get_by_name(net, path->name);

	path->ifindex = dev ? dev->ifindex : 0;
}

/* What is known of the packets so far; but the paths may have other numbers. */
static void inherit(struct preserve_group *group, struct preserve_group *old)
{
	atomic_set(&group->turns, atomic_read(&old->turns));
	group->failed = READ_ONCE(old->failed);
	group->failed_us = READ_ONCE(old->failed_us);
	spin_lock_bh(&old->lock);
	group->used = old->used;
	group->last = old->last;
	spin_unlock_bh(&old->lock);
}

/* Make @group what @wanted says; paths of @old that stay keep what they know. */
static void fill_group(struct preserve_paths *pp, struct preserve_group *group,
		       struct preserve_group *old,
		       const struct preserve_plan_group *wanted,
		       struct stock *stock)
{
	struct preserve_path *path;
	unsigned int i;

	spin_lock_init(&group->lock);
	preserve_wait_init(pp, group, preserve_sched_resume);
	strscpy(group->name, wanted->name, sizeof(group->name));
	group->mode = wanted->mode;
	group->n_paths = wanted->n_paths;
	if (old)
		inherit(group, old);
	for (i = 0; i < wanted->n_paths; i++) {
		path = find_path(old, wanted->path[i].name);
		if (!path) {
			path = stock->path[--stock->n_paths];
			strscpy(path->name, wanted->path[i].name,
				sizeof(path->name));
			bind_path(pp->net, path);
		}
		WRITE_ONCE(path->weight, wanted->path[i].weight);
		preserve_path_forget_credit(path);
		path->kept = true;
		group->path[i] = path;
	}
}

/* No packet finds @group any more: it goes, with the paths that are not kept. */
static void retire(struct preserve_group *group)
{
	struct preserve_path *path;
	unsigned int i;

	preserve_wait_exit(group);
	for (i = 0; i < group->n_paths; i++) {
		path = group->path[i];
		if (!path->kept)
			preserve_sched_path_free_rcu(path);
	}
	kfree_rcu(group, rcu);
}

static void clear_kept(struct preserve_sched *sched)
{
	struct preserve_group *group;
	unsigned int i;

	list_for_each_entry(group, &sched->groups, node)
		for (i = 0; i < group->n_paths; i++)
			group->path[i]->kept = false;
}

static void fill_map(struct preserve_sched *sched,
		     struct preserve_sched_map *map)
{
	struct preserve_group *group;
	unsigned int i;

	list_for_each_entry(group, &sched->groups, node) {
		for (i = 0; i < group->n_paths; i++) {
			if (!group->path[i]->ifindex)
				continue;
			map->entry[map->size].ifindex = group->path[i]->ifindex;
			map->entry[map->size].number = i;
			map->entry[map->size++].group = group;
		}
	}
}

static void publish_map(struct preserve_sched *sched,
			struct preserve_sched_map *map)
{
	map = rcu_replace_pointer(sched->map, map,
				  lockdep_is_held(&sched->lock));
	if (map)
		kfree_rcu(map, rcu);
}

static void commit(struct preserve_paths *pp, const struct preserve_plan *plan,
		   struct stock *stock)
{
	struct preserve_sched *sched = &pp->sched;
	struct preserve_group *group, *next;
	LIST_HEAD(old);
	unsigned int i;

	list_splice_init(&sched->groups, &old);
	for (i = 0; i < plan->n_groups; i++) {
		group = stock->group[--stock->n_groups];
		fill_group(pp, group, find_group(&old, plan->group[i].name),
			   &plan->group[i], stock);
		list_add_tail(&group->node, &sched->groups);
	}
	fill_map(sched, stock->map);
	publish_map(sched, stock->map);
	stock->map = NULL;
	list_for_each_entry_safe(group, next, &old, node)
		retire(group);
	clear_kept(sched);
}

int preserve_group_configure(struct preserve_paths *pp, char *text)
{
	struct preserve_sched *sched = &pp->sched;
	struct stock *stock = kzalloc(sizeof(*stock), GFP_KERNEL);
	struct preserve_plan *plan = kzalloc(sizeof(*plan), GFP_KERNEL);
	int err = -ENOMEM;

	if (!stock || !plan)
		goto out;
	/* Devices neither come nor go nor change their names meanwhile. */
	rtnl_lock();
	mutex_lock(&sched->lock);
	plan_from(plan, sched);
	err = preserve_plan_apply(plan, pp->net, text);
	if (!err)
		err = stock_up(stock, plan, sched);
	if (!err)
		commit(pp, plan, stock);
	mutex_unlock(&sched->lock);
	rtnl_unlock();
out:
	if (stock)
		stock_free(stock);
	kfree(stock);
	kfree(plan);
	return err;
}

void preserve_group_clear(struct preserve_paths *pp)
{
	struct preserve_sched *sched = &pp->sched;
	struct preserve_group *group, *next;

	mutex_lock(&sched->lock);
	publish_map(sched, NULL);
	list_for_each_entry_safe(group, next, &sched->groups, node) {
		list_del(&group->node);
		retire(group);
	}
	mutex_unlock(&sched->lock);
}

/* A map that has no room for a new device: made by the next transaction. */
static void rebuild_map(struct preserve_sched *sched)
{
	struct preserve_sched_map *map;
	struct preserve_group *group;
	unsigned int total = 0;

	list_for_each_entry(group, &sched->groups, node)
		total += group->n_paths;
	map = kzalloc(struct_size(map, entry, total), GFP_KERNEL);
	if (!map)
		return;
	fill_map(sched, map);
	publish_map(sched, map);
}

/* The path of @group that is this device; by @name if it waits for one. */
static struct preserve_path *path_of(const struct preserve_group *group,
				     int ifindex, const char *name)
{
	struct preserve_path *path;
	unsigned int i;

	for (i = 0; i < group->n_paths; i++) {
		path = group->path[i];
		if (path->ifindex == ifindex &&
		    (ifindex || !strcmp(path->name, name)))
			return path;
	}
	return NULL;
}

static struct preserve_path *find_device(const struct preserve_sched *sched,
					 int ifindex, const char *name)
{
	struct preserve_group *group;
	struct preserve_path *path;

	list_for_each_entry(group, &sched->groups, node) {
		path = path_of(group, ifindex, name);
		if (path)
			return path;
	}
	return NULL;
}

/* The name of a path is free for one whose device was given it. */
static void drop_waiting(struct preserve_sched *sched, const char *name)
{
	struct preserve_path *path = find_device(sched, 0, name);

	if (path)
		*path->name = '\0';
}

/*
 * Without traffic nobody else would find out. The counters are those of the
 * scheduler, which sees it only when it has a packet.
 */
static void set_bound(struct preserve_paths *pp, struct preserve_path *path,
		      int ifindex)
{
	bool worked;

	spin_lock_bh(&path->lock);
	worked = preserve_path_works(path);
	if (!ifindex && worked) {
		path->failures++;
		preserve_paths_count(pp, PRESERVE_MIB_PATHFAILED);
	} else if (!path->ifindex && !worked) {
		preserve_paths_count(pp, PRESERVE_MIB_PATHRESTORED);
	}
	if (!ifindex)
		WRITE_ONCE(path->state, PRESERVE_PATH_DOWN);
	else if (!path->ifindex)
		WRITE_ONCE(path->state, PRESERVE_PATH_IDLE);
	spin_unlock_bh(&path->lock);
	WRITE_ONCE(path->ifindex, ifindex);
	preserve_sched_forget(path);
}

void preserve_group_device(struct preserve_paths *pp, unsigned long event,
			   const struct net_device *dev)
{
	struct preserve_sched *sched = &pp->sched;
	struct preserve_path *path;

	mutex_lock(&sched->lock);
	path = find_device(sched, dev->ifindex, "");
	if (path && event == NETDEV_CHANGENAME)
		drop_waiting(sched, dev->name);
	else if (!path && event != NETDEV_UNREGISTER)
		path = find_device(sched, 0, dev->name);
	if (path) {
		strscpy(path->name, dev->name, sizeof(path->name));
		set_bound(pp, path,
			  event == NETDEV_UNREGISTER ? 0 : dev->ifindex);
		rebuild_map(sched);
	}
	mutex_unlock(&sched->lock);
}

void preserve_group_show(struct seq_file *seq, struct preserve_group *group)
{
	struct preserve_path_given given;
	struct preserve_path *path;
	unsigned int shown = 0, i;

	for (i = 0; i < group->n_paths; i++) {
		path = group->path[i];
		if (!is_named(path))
			continue;
		shown++;
		given = preserve_path_given_sum(path);
		seq_printf(seq, "%s %s %s %u %u %s %llu %llu %u %llu %u %u %u\n",
			   group->name, preserve_mode_name(group->mode), path->name,
			   path->weight, preserve_group_share(group, path),
			   preserve_path_state_name(path->state),
			   given.packets, given.bytes, path->srtt_us,
			   path->rate * BITS_PER_BYTE / 1000, path->probes,
			   path->lost, path->failures);
	}
	if (!shown && group->mode != PRESERVE_MODE_WEIGHTED)
		seq_printf(seq, "%s %s - 0 0 idle 0 0 0 0 0 0 0\n",
			   group->name, preserve_mode_name(group->mode));
}
