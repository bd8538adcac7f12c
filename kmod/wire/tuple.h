/* SPDX-License-Identifier: GPL-2.0-only */
/* Addresses and ports of a packet or a socket, seen from this host. */
#ifndef PRESERVE_TUPLE_H
#define PRESERVE_TUPLE_H

#include "wire/addr.h"

#include <linux/tcp.h>
#include <net/sock.h>

struct preserve_tuple {
	struct preserve_addr local;
	struct preserve_addr remote;
	__be16 lport;
	__be16 rport;
};

static inline void preserve_tuple_out(const struct sk_buff *skb,
				      struct preserve_tuple *tuple)
{
	const struct tcphdr *th = tcp_hdr(skb);

	tuple->local = preserve_addr_source(skb);
	tuple->remote = preserve_addr_dest(skb);
	tuple->lport = th->source;
	tuple->rport = th->dest;
}

static inline void preserve_tuple_in(const struct sk_buff *skb,
				     const struct tcphdr *th,
				     struct preserve_tuple *tuple)
{
	tuple->local = preserve_addr_dest(skb);
	tuple->remote = preserve_addr_source(skb);
	tuple->lport = th->dest;
	tuple->rport = th->source;
}

/* Of a full socket, whose IPv4 addresses are mapped already. */
static inline struct preserve_tuple preserve_tuple_of(const struct sock *sk)
{
	return (struct preserve_tuple) {
		.local = *preserve_addr_of(&sk->sk_v6_rcv_saddr),
		.remote = *preserve_addr_of(&sk->sk_v6_daddr),
		.lport = htons(sk->sk_num),
		.rport = sk->sk_dport,
	};
}

/* There is no hole in it. */
static inline bool preserve_tuple_equal(const struct preserve_tuple *a,
					const struct preserve_tuple *b)
{
	return !memcmp(a, b, sizeof(*a));
}

static inline void preserve_tuple_show(struct seq_file *seq,
				       const struct preserve_tuple *tuple)
{
	preserve_addr_show(seq, &tuple->local);
	seq_printf(seq, " %u ", ntohs(tuple->lport));
	preserve_addr_show(seq, &tuple->remote);
	seq_printf(seq, " %u", ntohs(tuple->rport));
}

#endif /* PRESERVE_TUPLE_H */
