// SPDX-License-Identifier: GPL-2.0-only
/*
 * A probe stands in the same queues as the data. So the time by which the
 * answers to two probes are apart, against the bytes that were sent between
 * them, is the rate at which the path drained, when it was never idle between
 * them; and what a probe took beyond the least that one ever took is the time
 * for which the path has data in its queues.
 *
 * From both follows when a packet given to a path now would leave its last
 * queue, and the packet takes the path on which that is soonest. So a path
 * fills in proportion to what it drains, without any share being computed. The
 * delay of the path itself counts only a little: the receiver puts back in order
 * what arrives by a shorter one.
 */
#include "sched_adapt.h"

#include <linux/bitops.h>
#include <linux/math64.h>
#include <net/tcp.h>

/* Before anything was measured: a path of weight 1, in bytes per second. */
#define RATE_UNKNOWN 1000000

/* Less than this above the least round trip is no queue. */
#define QUEUE_MIN_US 2000

/* A path that carries less than this part of the best is more harm than use. */
#define WORTHY_PART 32

/* How much sooner a nearer path may be preferred. */
#define NEARER_MAX_US 10000

u64 preserve_adapt_rate(const struct preserve_group *group,
			const struct preserve_path *path)
{
	return path->rate ?: (u64)RATE_UNKNOWN * max(path->weight, 1u);
}

static u64 backlog_us(const struct preserve_path *path, u64 rate, u32 now)
{
	u64 since = div64_u64((path->bytes - path->mark_bytes) * USEC_PER_SEC,
			      rate);
	u64 busy = path->queue_us + since;
	u32 gone = now - path->mark_sent_us;

	return busy > gone ? busy - gone : 0;
}

u64 preserve_adapt_backlog_us(const struct preserve_path *path)
{
	return path->rate ? backlog_us(path, path->rate, (u32)tcp_clock_us()) :
		0;
}

static u64 best_rate(const struct preserve_group *group, unsigned long usable)
{
	u64 best = 0;
	unsigned int i;

	for_each_set_bit(i, &usable, group->n_paths)
		best = max(best, preserve_adapt_rate(group, group->path[i]));
	return best;
}

static u32 nearest_us(const struct preserve_group *group, unsigned long usable)
{
	u32 least = U32_MAX;
	unsigned int i;

	for_each_set_bit(i, &usable, group->n_paths)
		least = min(least, group->path[i]->min_rtt_us);
	return least;
}

struct preserve_path *preserve_adapt_pick(const struct preserve_group *group,
					  unsigned long usable,
					  unsigned int len)
{
	u64 worthy = best_rate(group, usable) / WORTHY_PART;
	u32 near = nearest_us(group, usable);
	struct preserve_path *path, *best = NULL;
	u32 now = (u32)tcp_clock_us();
	u64 rate, cost, least = U64_MAX;
	unsigned int i;

	for_each_set_bit(i, &usable, group->n_paths) {
		path = group->path[i];
		rate = preserve_adapt_rate(group, path);
		if (rate < worthy)
			continue;
		cost = backlog_us(path, rate, now) +
		       div64_u64((u64)len * USEC_PER_SEC, rate) +
		       min_t(u32, path->min_rtt_us - near, NEARER_MAX_US);
		if (cost < least) {
			least = cost;
			best = path;
		}
	}
	return best;
}

/* The rate at which the path drained what was sent between two probes. */
static void learn_rate(struct preserve_path *path, u64 bytes, u32 apart_us,
		       bool queued)
{
	u64 rate;

	if (!bytes || !apart_us)
		return;
	rate = max_t(u64, div64_u64(bytes * USEC_PER_SEC, apart_us), 1);
	if (queued)
		path->rate = path->rate ? (path->rate + rate) / 2 : rate;
	else if (rate > path->rate)
		path->rate = rate;
	else
		/* It had no queue, so it might carry more. */
		path->rate += path->rate >> 4;
}

void preserve_adapt_sample(struct preserve_path *path, u32 sent_us, u64 bytes,
			   u32 reply_us)
{
	u32 rtt = reply_us - sent_us;
	u32 queue = rtt - path->min_rtt_us;
	bool queued = queue > QUEUE_MIN_US &&
		      path->queue_us > QUEUE_MIN_US;

	if (path->mark_reply_us)
		learn_rate(path, bytes - path->mark_bytes,
			   reply_us - path->mark_reply_us, queued);
	path->mark_sent_us = sent_us;
	path->mark_reply_us = reply_us;
	path->mark_bytes = bytes;
	path->queue_us = queue;
}
