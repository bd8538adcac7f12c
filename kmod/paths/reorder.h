/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The reorder buffer: puts the segments of a connection back in order before
 * TCP sees them, so that a sender may spread them over paths of unequal delay
 * (2005 thesis, 3.4).
 *
 * A connection gets a buffer with the first segment that is out of order, and
 * loses it when nothing was for a while: a connection that uses one path costs
 * two comparisons per packet.
 */
#ifndef PRESERVE_REORDER_H
#define PRESERVE_REORDER_H

struct net_device;
struct preserve_paths;

/* Once per namespace. */
int preserve_reorder_init(struct preserve_paths *pp);
void preserve_reorder_exit(struct preserve_paths *pp);

/* Register or remove the hooks; the caller holds cfg. Stopping drops nothing
 * but what is held at that moment, which TCP repeats.
 */
int preserve_reorder_start(struct preserve_paths *pp);
void preserve_reorder_stop(struct preserve_paths *pp);

/* Drop what arrived by @dev, which is about to vanish. */
void preserve_reorder_purge(struct preserve_paths *pp,
			    const struct net_device *dev);

#endif /* PRESERVE_REORDER_H */
