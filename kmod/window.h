/* SPDX-License-Identifier: GPL-2.0-only */
/* One congestion window for several paths. */
#ifndef PRESERVE_WINDOW_H
#define PRESERVE_WINDOW_H

struct preserve_spread;
struct sk_buff;

/*
 * @skb leaves with data. Its socket is locked, as TCP does, and the group: pace
 * what follows, and open the window while a path stands idle for it.
 */
void preserve_window_tend(struct preserve_spread *spread,
			  const struct sk_buff *skb);

#endif /* PRESERVE_WINDOW_H */
