/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which path of a group the next packet takes. Each processor deals by weight what
 * it sends itself: so do all together, and none waits for another. RCU.
 */
#ifndef PRESERVE_SCHED_PICK_H
#define PRESERVE_SCHED_PICK_H

#include "paths/sched_group.h"

/* Of the paths whose bits are set in @usable, for @len bytes. */
struct preserve_path *preserve_pick(struct preserve_group *group,
				    unsigned long usable, unsigned int len,
				    enum preserve_turn turn);

/* The share of the group's traffic that @path is given now, in 1/1000. */
unsigned int preserve_group_share(const struct preserve_group *group,
				  const struct preserve_path *path);

#endif /* PRESERVE_SCHED_PICK_H */
