/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the sending TCP cannot know of several paths. It holds its lock while its
 * packet passes, so its state may be changed here.
 */
#ifndef PRESERVE_SCHED_TCP_H
#define PRESERVE_SCHED_TCP_H

#include "paths/sched_group.h"

#include <linux/skbuff.h>
#include <net/tcp.h>

/* A SYN or SYN-ACK, whose TCP header can be read? */
bool preserve_tcp_is_syn(const struct sk_buff *skb);

/* Is @skb from a socket that may send data? */
bool preserve_tcp_sends(const struct sk_buff *skb);

/* Is it sent again? Its socket is that of a sender. */
static inline bool preserve_tcp_is_repeated(const struct sk_buff *skb)
{
	return before(ntohl(tcp_hdr(skb)->seq), tcp_sk(skb->sk)->snd_nxt);
}

enum preserve_turn preserve_tcp_turn(const struct sk_buff *skb);

/* The MTU of a path is smaller than that of TCP's own route. */
void preserve_tcp_narrow(const struct sk_buff *skb, unsigned int mtu);

/* All paths have queues: the window need not be doubled any more. */
void preserve_tcp_end_slow_start(const struct sk_buff *skb);

/* All paths have long queues: more on its way would only wait, and get lost. */
void preserve_tcp_hold(const struct sk_buff *skb);

/* Has TCP seen its segments overtake each other? */
bool preserve_tcp_is_overtaken(const struct sk_buff *skb);

/* Let them, by up to @skew_us, at most a second. */
void preserve_tcp_tolerate(const struct sk_buff *skb, u32 skew_us);

/* The paths hold @pipe bytes on their way, and are not full. */
void preserve_tcp_widen(const struct sk_buff *skb, u64 pipe);

#endif /* PRESERVE_SCHED_TCP_H */
