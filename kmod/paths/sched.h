/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The scheduler: spreads the packets of TCP connections over the paths of a
 * group (2005 thesis, 3.2 and 3.3).
 *
 * A path is a network device, most often a tunnel to a proxy. A packet belongs
 * to a group when its own route leaves by one of the group's devices, and it is
 * only ever given to a path that has a route to its destination by its device.
 * So a destination that the tunnels do not reach is never spread, and a group
 * none of whose paths works leaves packets where they were going.
 */
#ifndef PRESERVE_SCHED_H
#define PRESERVE_SCHED_H

#include "paths/sched_group.h"

#include <linux/mutex.h>
#include <linux/netfilter.h>
#include <linux/workqueue.h>

struct preserve_net;

#define PRESERVE_SCHED_HOOKS 4

struct preserve_sched {
	bool running;			/* under pn->cfg: hooks are registered */
	struct mutex lock;		/* the configuration */
	struct list_head groups;	/* under lock; readers of /proc take it */
	struct preserve_sched_map __rcu *map;
	u32 probe_key;			/* tells our probes from others */
	atomic_t probe_seq;
	struct delayed_work work;
	struct nf_hook_ops hooks[PRESERVE_SCHED_HOOKS];
};

/* Once per namespace. */
void preserve_sched_init(struct preserve_net *pn);
void preserve_sched_exit(struct preserve_net *pn);

/* Register or remove the hooks; the caller holds cfg. */
int preserve_sched_start(struct preserve_net *pn);
void preserve_sched_stop(struct preserve_net *pn);

/* Send @skb, which waited, over @group. RCU; TCP does not hold its lock. */
void preserve_sched_resume(struct preserve_net *pn,
			   struct preserve_group *group, struct sk_buff *skb);

#endif /* PRESERVE_SCHED_H */
