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
struct sk_buff_head;

/*
 * Add a probe of @path to @probes, or a train of them when little is known of it
 * and its rate matters, if it is time for that. The caller holds the group's lock, and sends them afterwards.
 * @dst is the route for @key.
 */
void preserve_echo_ask(struct preserve_net *pn,
		       const struct preserve_group *group,
		       struct preserve_path *path,
		       const struct preserve_route_key *key,
		       struct dst_entry *dst, struct sk_buff_head *probes);

void preserve_echo_send(struct preserve_net *pn, struct sk_buff *skb);

/* Find out whether @path is late, or dead, by the answers that fail to come. */
void preserve_echo_judge(struct preserve_path *path);

/* @path works again: what is unanswered is of the time when it was dead. */
void preserve_echo_revive(struct preserve_path *path);

/* An ICMP message arrived. True: the answer to a probe, for nobody else. */
bool preserve_echo_receive(struct preserve_net *pn, const struct sk_buff *skb,
			   unsigned int offset);

#endif /* PRESERVE_SCHED_ECHO_H */
