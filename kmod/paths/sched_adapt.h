/* SPDX-License-Identifier: GPL-2.0-only */
/* Shares by what the paths carry. Under RCU. */
#ifndef PRESERVE_SCHED_ADAPT_H
#define PRESERVE_SCHED_ADAPT_H

#include "paths/sched_group.h"

/* Those of @usable that are known to carry enough to be of use. */
unsigned long preserve_adapt_worthy(const struct preserve_group *group,
				    unsigned long usable);

/* The same, and those of which it is not known: good enough for what is small. */
unsigned long preserve_adapt_not_slow(const struct preserve_group *group,
				      unsigned long usable);

/* Those of @usable that are as surely alive as any; never none of some. */
unsigned long preserve_adapt_fresh(const struct preserve_group *group,
				   unsigned long usable);

/* Of the paths @worthy, which are not none, the one for @len bytes. */
struct preserve_path *preserve_adapt_pick(const struct preserve_group *group,
					  unsigned long worthy,
					  unsigned int len);

/* The path by which a packet arrives first; NULL if none has answered yet. */
struct preserve_path *preserve_adapt_pick_soon(struct preserve_group *group,
					       unsigned long usable);

/*
 * The path by which a packet would arrive last, of those of @worthy that carry
 * something; NULL if none does.
 */
struct preserve_path *preserve_adapt_pick_last(const struct preserve_group *group,
					       unsigned long worthy);

/*
 * Bytes that the paths hold on their way, if there is room for more, else 0.
 */
u64 preserve_adapt_pipe(const struct preserve_group *group,
			unsigned long usable);

/*
 * A probe of @path that was sent at @sent_us, when @offered bytes had been given
 * to the path, was answered just now. It may be the last one of a train. This,
 * restart and revive are under the path's lock.
 */
void preserve_adapt_sample(struct preserve_path *path, u32 sent_us, u64 offered,
			   u32 reply_us, bool train_end);

/* By how much packets over the paths @usable may overtake each other. */
u32 preserve_adapt_skew_us(const struct preserve_group *group,
			   unsigned long usable);

/* Have all of the paths @usable more to do than they can? */
bool preserve_adapt_is_busy(const struct preserve_group *group,
			    unsigned long usable);

/* Have all of the paths @usable queues that are longer than anybody needs? */
bool preserve_adapt_is_full(const struct preserve_group *group,
			    unsigned long usable);

/* @path begins, or begins again after a pause. */
void preserve_adapt_restart(struct preserve_path *path);

/* @path works again: what is unanswered is of the time when it was dead. */
void preserve_adapt_revive(struct preserve_path *path);

/* Time until all that was given to @path has left its last queue; 0: unknown. */
u64 preserve_adapt_backlog_us(const struct preserve_path *path);

#endif /* PRESERVE_SCHED_ADAPT_H */
