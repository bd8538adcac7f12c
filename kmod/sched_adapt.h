/* SPDX-License-Identifier: GPL-2.0-only */
/* Shares by what the paths carry. The caller holds the group's lock. */
#ifndef PRESERVE_SCHED_ADAPT_H
#define PRESERVE_SCHED_ADAPT_H

#include "sched_group.h"

/* Those of @usable that are known to carry enough to be of use. */
unsigned long preserve_adapt_worthy(const struct preserve_group *group,
				    unsigned long usable);

/* Of the paths @worthy, which are not none, the one for @len bytes. */
struct preserve_path *preserve_adapt_pick(const struct preserve_group *group,
					  unsigned long worthy,
					  unsigned int len,
					  enum preserve_turn turn);

/*
 * Bytes that the paths hold on their way, if there is room for more, else 0.
 */
u64 preserve_adapt_pipe(const struct preserve_group *group,
			unsigned long usable);

/*
 * A probe of @path that was sent at @sent_us, when @offered bytes had been given
 * to the path, was answered just now.
 */
void preserve_adapt_sample(struct preserve_path *path, u32 sent_us, u64 offered,
			   u32 reply_us);

/* @path begins, or begins again after a pause. */
void preserve_adapt_restart(struct preserve_path *path);

/* Time until all that was given to @path has left its last queue; 0: unknown. */
u64 preserve_adapt_backlog_us(const struct preserve_path *path);

#endif /* PRESERVE_SCHED_ADAPT_H */
