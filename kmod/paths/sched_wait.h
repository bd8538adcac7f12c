/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The first data of a group about which nothing is known wait for the answers to
 * its trains, as packets wait for the address of a neighbour: what a slow path is
 * given then is what everybody waits for later. Not for long, and not many.
 *
 * Without it a document of 200 kB over a path of 12.5 MB/s beside one of 20 or
 * 60 kB/s comes at .35 of the rate, with four such paths beside it at .14 to .34,
 * and one of 2.4 MB at .57 to .81, but in one cell of four at 1.16; where all paths
 * are slow the difference is within that of the seeds.
 */
#ifndef PRESERVE_SCHED_WAIT_H
#define PRESERVE_SCHED_WAIT_H

#include "paths/sched_group.h"

struct preserve_paths;

void preserve_wait_init(struct preserve_paths *pp, struct preserve_group *group,
			void (*resume)(struct preserve_paths *pp,
				       struct preserve_group *group,
				       struct sk_buff *skb));

/*
 * Take @skb, which wants one of the paths @usable, until more is known of them;
 * false: there is no reason to wait. RCU.
 */
bool preserve_wait_take(struct preserve_group *group, unsigned long usable,
			struct sk_buff *skb);

/* The answer to a probe has come: what waits may go, if that was enough. */
void preserve_wait_answered(struct preserve_group *group);

/* @group takes no more packets. */
void preserve_wait_exit(struct preserve_group *group);

#endif /* PRESERVE_SCHED_WAIT_H */
