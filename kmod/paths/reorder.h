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

#include "paths/reorder_flow.h"

#include <linux/netfilter.h>
#include <linux/workqueue.h>

struct net_device;
struct preserve_net;

#define PRESERVE_REORDER_HOOKS 2

struct preserve_reorder {
	bool running;			/* under cfg: hooks are registered */
	struct preserve_flow_table flows;
	struct delayed_work gc;
	struct nf_hook_ops hooks[PRESERVE_REORDER_HOOKS];
};

/* Once per namespace. */
int preserve_reorder_init(struct preserve_net *pn);
void preserve_reorder_exit(struct preserve_net *pn);

/* Register or remove the hooks; the caller holds cfg. Stopping drops nothing
 * but what is held at that moment, which TCP repeats.
 */
int preserve_reorder_start(struct preserve_net *pn);
void preserve_reorder_stop(struct preserve_net *pn);

/* Drop what arrived by @dev, which is about to vanish. */
void preserve_reorder_purge(struct preserve_net *pn,
			    const struct net_device *dev);

#endif /* PRESERVE_REORDER_H */
