/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Probes of paths: ICMP echo requests to a destination of the group's traffic,
 * over each path. Any host answers them, so nothing is asked of the peer but
 * that it may be pinged; a path without any answer yet is not judged by them.
 */
#ifndef PRESERVE_SCHED_ECHO_H
#define PRESERVE_SCHED_ECHO_H

#include "sched_group.h"

struct dst_entry;
struct preserve_net;
struct sk_buff;

/*
 * A probe of @path, if it is time for one, else NULL. The caller holds the
 * group's lock, and sends it afterwards. @dst is the route for @key.
 */
struct sk_buff *preserve_echo_make(struct preserve_net *pn,
				   struct preserve_path *path,
				   const struct preserve_route_key *key,
				   struct dst_entry *dst);

void preserve_echo_send(struct preserve_net *pn, struct sk_buff *skb);

/* Are there probes of @path that should have been answered by now? */
bool preserve_echo_overdue(struct preserve_path *path);

/* Is there one that is a little late? Tells sooner, and less surely. */
bool preserve_echo_late(const struct preserve_path *path);

/* @path works again: what is unanswered is of the time when it was dead. */
void preserve_echo_revive(struct preserve_path *path);

/* An ICMP message arrived. True: the answer to a probe, for nobody else. */
bool preserve_echo_receive(struct preserve_net *pn, const struct sk_buff *skb,
			   unsigned int offset);

#endif /* PRESERVE_SCHED_ECHO_H */
