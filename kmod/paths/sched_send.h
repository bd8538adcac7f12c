/* SPDX-License-Identifier: GPL-2.0-only */
/*
 *   a TCP packet leaves
 *      |  its connection spreads over its pairs: they are the group
 *      |  else its route's device is in no group: as if we were not here
 *      v
 *   which paths can carry it? device up, a route to the destination by the
 *   device, probes answered, small enough         none: as if we were not here
 *      |
 *      v
 *   one path, or not to be cut: the packet takes the path's route, and of a
 *   pair the addresses
 *   more: a GSO packet is cut, and each segment goes its own way
 */
#ifndef PRESERVE_SCHED_SEND_H
#define PRESERVE_SCHED_SEND_H

#include "paths/sched_group.h"

#include <linux/skbuff.h>

struct nf_hook_state;
struct preserve_paths;
struct preserve_spread;

/* The paths of a group as one packet finds them. */
struct preserve_choice {
	/* The caller sets these, ... */
	struct preserve_group *group;
	struct preserve_spread *pairs;	/* whose group it is, or NULL */
	const struct preserve_route_key *key;
	enum preserve_turn turn;
	bool resumed;			/* it waited, and TCP is not to be touched */
	/* ... and these are found. */
	unsigned long usable;
	struct dst_entry *dst[PRESERVE_MAX_PATHS];
	struct sk_buff_head probes;	/* to be sent after the packet */
};

/*
 * Send @skb over the paths of choice->group. The verdict: NF_ACCEPT when it is
 * to go on, with a route of its own or as it was; NF_STOLEN when it has gone, or
 * waits. RCU.
 */
unsigned int preserve_sched_send(struct preserve_paths *pp, struct sk_buff *skb,
				 const struct nf_hook_state *state,
				 struct preserve_choice *choice);

/* Probe the paths of a group that was used but has some without traffic. */
void preserve_sched_look_after(struct preserve_paths *pp,
			       struct preserve_group *group,
			       struct preserve_spread *pairs);

#endif /* PRESERVE_SCHED_SEND_H */
