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

struct preserve_group;
struct preserve_paths;
struct sk_buff;

/* Once per namespace; its groups go by preserve_group_clear(). */
void preserve_sched_init(struct preserve_paths *pp);

/* Register or remove the hooks; the caller holds cfg. */
int preserve_sched_start(struct preserve_paths *pp);
void preserve_sched_stop(struct preserve_paths *pp);

/* Send @skb, which waited, over @group. RCU; TCP does not hold its lock. */
void preserve_sched_resume(struct preserve_paths *pp,
			   struct preserve_group *group, struct sk_buff *skb);

#endif /* PRESERVE_SCHED_H */
