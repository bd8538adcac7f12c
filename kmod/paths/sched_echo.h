/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Probes of paths: ICMP echo requests to a destination of the group's traffic,
 * over each path. Any host answers them, so nothing is asked of the peer but
 * that it may be pinged; a path without any answer yet is not judged by them.
 */
#ifndef PRESERVE_SCHED_ECHO_H
#define PRESERVE_SCHED_ECHO_H

#include "paths/sched_group.h"

struct dst_entry;
struct preserve_paths;
struct preserve_pair;
struct sk_buff;
struct sk_buff_head;

struct preserve_echo_target {
	const struct preserve_route_key *key;
	const struct preserve_pair *pair; /* that the path is, or NULL */
	struct dst_entry *dst;		/* the path's route for it */
	struct sk_buff_head *probes;	/* to be sent by the caller */
};

/*
 * Add a probe of @path, if it is time for one, to those of @to; or a @train of
 * them when little is known of it and its rate matters. The caller sends them.
 */
void preserve_echo_ask(struct preserve_paths *pp,
		       const struct preserve_group *group,
		       struct preserve_path *path,
		       const struct preserve_echo_target *to, bool train);

void preserve_echo_send(struct preserve_paths *pp, struct sk_buff *skb);

/* Find out whether @path is late, or dead, by the answers that fail to come. */
void preserve_echo_judge(struct preserve_path *path);

/* It is not probed, so nothing is known against it. */
void preserve_echo_acquit(struct preserve_path *path);

/* An ICMP message arrived. True: the answer to a probe, for nobody else. */
bool preserve_echo_receive(struct preserve_paths *pp, struct sk_buff *skb,
			   unsigned int offset);

/*
 * Does @skb, which leaves, answer a probe of the peer? Where both ends spread, it
 * is not to come back by whatever path others take, and be delayed by that.
 */
bool preserve_echo_is_answer(const struct preserve_paths *pp,
			     const struct sk_buff *skb, unsigned int offset);

#endif /* PRESERVE_SCHED_ECHO_H */
