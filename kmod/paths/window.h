/* SPDX-License-Identifier: GPL-2.0-only */
/* One congestion window for several paths. */
#ifndef PRESERVE_WINDOW_H
#define PRESERVE_WINDOW_H

struct preserve_group;
struct sk_buff;

/*
 * @skb leaves with data. Its socket is locked, as TCP does: pace
 * what follows, and open the window while a path stands idle for it.
 */
void preserve_window_tend(struct preserve_group *group,
			  const struct sk_buff *skb);

/*
 * A path of @group has failed. What @skb's connection had on its way over all of
 * them is too much for those that are left, and would be lost in their queues,
 * with what repeats the lost. Does nothing when that was long ago. The socket is
 * locked.
 */
void preserve_window_fit(struct preserve_group *group,
			 const struct sk_buff *skb);

#endif /* PRESERVE_WINDOW_H */
