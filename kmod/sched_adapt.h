/* SPDX-License-Identifier: GPL-2.0-only */
/* Shares by what the paths carry. The caller holds the group's lock. */
#ifndef PRESERVE_SCHED_ADAPT_H
#define PRESERVE_SCHED_ADAPT_H

#include "sched_group.h"

struct preserve_path *preserve_adapt_pick(const struct preserve_group *group,
					  unsigned long usable,
					  unsigned int len);

/*
 * A probe of @path that was sent at @sent_us, after @bytes had been given to
 * the path, was answered just now.
 */
void preserve_adapt_sample(struct preserve_path *path, u32 sent_us, u64 bytes,
			   u32 reply_us);

/* Time until all that was given to @path has left its last queue; 0: unknown. */
u64 preserve_adapt_backlog_us(const struct preserve_path *path);

/* Bytes per second that @path is taken to carry. */
u64 preserve_adapt_rate(const struct preserve_group *group,
			const struct preserve_path *path);

#endif /* PRESERVE_SCHED_ADAPT_H */
