/* SPDX-License-Identifier: GPL-2.0-only */
/* Addresses and ports of a packet, seen from this host. */
#ifndef PRESERVE_TUPLE_H
#define PRESERVE_TUPLE_H

#include <linux/in6.h>
#include <linux/ipv6.h>
#include <linux/skbuff.h>
#include <linux/tcp.h>

struct preserve_tuple {
	struct in6_addr local;
	struct in6_addr remote;
	__be16 lport;
	__be16 rport;
};

static inline void preserve_tuple_out(const struct sk_buff *skb,
				      struct preserve_tuple *tuple)
{
	const struct ipv6hdr *ip6 = ipv6_hdr(skb);
	const struct tcphdr *th = tcp_hdr(skb);

	tuple->local = ip6->saddr;
	tuple->remote = ip6->daddr;
	tuple->lport = th->source;
	tuple->rport = th->dest;
}

static inline void preserve_tuple_in(const struct sk_buff *skb,
				     const struct tcphdr *th,
				     struct preserve_tuple *tuple)
{
	const struct ipv6hdr *ip6 = ipv6_hdr(skb);

	tuple->local = ip6->daddr;
	tuple->remote = ip6->saddr;
	tuple->lport = th->dest;
	tuple->rport = th->source;
}

#endif /* PRESERVE_TUPLE_H */
