// SPDX-License-Identifier: GPL-2.0-only
/*
 * The way of a received packet. The hook is LOCAL_IN: early demultiplexing has
 * run, so that all packets of current pairs leave at the first test, and the
 * firewall has decided.
 */
#include "survive/alias.h"
#include "survive/handshake.h"
#include "survive/input.h"
#include "conn/conn.h"
#include "conn/net.h"
#include "conn/xfrm.h"
#include "survive/judge.h"
#include "survive/probe.h"
#include "wire/segment.h"
#include "wire/tuple.h"

#include <linux/icmpv6.h>
#include <linux/netfilter.h>
#include <net/ipv6.h>
#include <net/tcp.h>

/* A handshake that anybody can begin, on an alias as well. */
static bool is_request(const struct sock *sk)
{
	return sk->sk_state == TCP_NEW_SYN_RECV;
}

/* As long as the headers of a segment get that are not in fragments. */
#define HEADERS_MAX (sizeof(struct ipv6hdr) + 60)

/*
 * A segment that found its socket by itself, neither starts nor ends it, and is
 * no probe. Its headers must be in one piece.
 */
static __always_inline bool is_ordinary(const struct sk_buff *skb)
{
	const struct tcphdr *th = (const void *)(ipv6_hdr(skb) + 1);
	const struct sock *sk = skb->sk;

	return sk && !is_request(sk) && ipv6_hdr(skb)->nexthdr == IPPROTO_TCP &&
	       skb_headlen(skb) >= sizeof(struct ipv6hdr) + sizeof(*th) &&
	       !(tcp_flag_word(th) & (TCP_FLAG_SYN | TCP_FLAG_RST)) &&
	       skb_headlen(skb) >= sizeof(struct ipv6hdr) + th->doff * 4 &&
	       !preserve_probe_suspected(th);
}

/*
 * A segment of the current pair, for the socket that it has found: a probe? Data
 * are TCP's to judge, or, where they are put in order, the reorder buffer's.
 */
static unsigned int receive_current(struct preserve_pair *pair,
				    struct sk_buff *skb,
				    const struct preserve_segment *seg)
{
	if (!seg->payload && pair == READ_ONCE(pair->conn->cur) &&
	    preserve_judge(pair, skb->sk, skb, seg) &&
	    preserve_probe_receive(pair, skb->sk, skb, seg) ==
	    PRESERVE_PROBE_TAKEN)
		return NF_DROP;
	return NF_ACCEPT;
}

static unsigned int receive_segment(struct preserve_net *pn,
				    struct sk_buff *skb,
				    const struct preserve_segment *seg)
{
	struct preserve_tuple tuple;
	struct preserve_pair *pair;

	if (seg->th.syn) {
		preserve_handshake_in_syn(pn, skb, seg);
		/* A SYN-ACK may be for an alias; a SYN is for the listener. */
		return NF_ACCEPT;
	}
	preserve_tuple_in(skb, &seg->th, &tuple);
	pair = preserve_pair_find(pn, &tuple);
	if (!pair)
		return NF_ACCEPT;
	if (READ_ONCE(pair->conn->state) != PRESERVE_ESTABLISHED) {
		if (seg->opt_len && pair == &pair->conn->first)
			preserve_handshake_in_ack(pair->conn, skb, seg);
		return NF_ACCEPT;
	}
	if (skb->sk && seg->th.rst)
		return preserve_alias_receive_rst(pair, skb, seg);
	if (skb->sk && sk_fullsock(skb->sk))
		return receive_current(pair, skb, seg);
	if (skb->sk && (!is_request(skb->sk) ||
			pair == READ_ONCE(pair->conn->cur)))
		return NF_ACCEPT;
	return preserve_alias_receive(pair, skb, seg);
}

/*
 * The socket that @skb goes to has been looked up, or will be by the pair it came
 * on: is it that of @pair's connection?
 */
static bool is_for(const struct preserve_pair *pair, const struct sk_buff *skb)
{
	const struct preserve_conn *conn = pair->conn;
	struct sock *sk = skb->sk;

	return pair == READ_ONCE(conn->cur) ||
	       (sk && sk_fullsock(sk) &&
		READ_ONCE(conn->cookie) == preserve_sock_cookie(sk));
}

/* What an unprotected packet brings to TCP. */
enum cargo {
	CARGO_NONE,	/* nothing, or it comes here again without its protection */
	CARGO_SEGMENT,
	CARGO_FRAGMENT,	/* the first one, with the whole TCP header */
	CARGO_INVALID,	/* the first one, with less (RFC 8200, 4.5) */
};

/*
 * Behind any headers, which are as many as the packet has room for: TCP finds its
 * own there. What comes in fragments it gets without this hook: of those the first
 * one has the ports, or IPv6 does not put them together.
 */
static enum cargo find_cargo(const struct sk_buff *skb, struct tcphdr *th)
{
	/* Behind an authentication header, the packet is not judged yet. */
	int flags = IP6_FH_F_AUTH;
	unsigned short fragment;
	unsigned int at = 0;
	int kind = ipv6_find_hdr(skb, &at, -1, &fragment, &flags);
	bool fragmented = flags & IP6_FH_F_FRAG;

	if (kind == -EBADMSG && fragmented)
		return CARGO_INVALID;
	if (kind != IPPROTO_TCP || fragment)
		return CARGO_NONE;
	if (skb_copy_bits(skb, at, th, sizeof(*th)))
		return fragmented ? CARGO_INVALID : CARGO_NONE;
	return fragmented ? CARGO_FRAGMENT : CARGO_SEGMENT;
}

/*
 * While some connection is protected: its socket takes what has that protection, and
 * nothing else. A fragment may wait until another pair is the current one.
 */
static bool lacks_protection(struct preserve_net *pn, struct sk_buff *skb)
{
	struct preserve_tuple tuple;
	struct preserve_pair *pair;
	enum cargo cargo;
	struct tcphdr th;

	cargo = find_cargo(skb, &th);
	if (cargo == CARGO_NONE || cargo == CARGO_INVALID)
		return cargo == CARGO_INVALID;
	preserve_tuple_in(skb, &th, &tuple);
	pair = preserve_pair_find(pn, &tuple);
	if (!pair || !pair->conn->guarded ||
	    (cargo == CARGO_SEGMENT && !is_for(pair, skb)) ||
	    preserve_xfrm_may_receive(pair, skb->sk, skb))
		return false;
	preserve_count(pn, PRESERVE_MIB_REFUSEDPOLICY);
	return true;
}

static bool is_in_flight(struct preserve_conn *conn, const struct sk_buff *skb,
			 u32 seq)
{
	struct sock *sk = preserve_conn_sock(conn);
	bool is;

	if (!sk)
		return false;
	is = sk_fullsock(sk) && preserve_judge_error(conn->pn, sk, skb, seq);
	sock_gen_put(sk);
	return is;
}

/*
 * ICMPv6 "destination unreachable" (RFC 4443, 3.1) about a segment of ours that
 * is in flight. Whoever sees one can send it, so it only makes us ask the other
 * pairs.
 */
static void receive_unreachable(struct preserve_net *pn,
				const struct sk_buff *skb)
{
	struct {
		struct icmp6hdr icmp;
		struct ipv6hdr ip6;
		__be16 sport;
		__be16 dport;
		__be32 seq;
	} __packed in;
	struct preserve_tuple tuple;
	struct preserve_pair *pair;

	if (skb_copy_bits(skb, sizeof(struct ipv6hdr), &in, sizeof(in)) ||
	    in.icmp.icmp6_type != ICMPV6_DEST_UNREACH ||
	    in.ip6.nexthdr != IPPROTO_TCP)
		return;
	tuple.local.in6 = in.ip6.saddr;
	tuple.remote.in6 = in.ip6.daddr;
	tuple.lport = in.sport;
	tuple.rport = in.dport;
	pair = preserve_pair_find(pn, &tuple);
	if (pair && pair == READ_ONCE(pair->conn->cur) &&
	    READ_ONCE(pair->conn->state) == PRESERVE_ESTABLISHED &&
	    is_in_flight(pair->conn, skb, ntohl(in.seq)))
		preserve_conn_event(pair->conn, PRESERVE_EVENT_ICMP);
	else if (pair)
		preserve_probe_refused(pair, ntohl(in.seq), true);
}

/* Out of line, so that what most segments take needs neither stack nor registers. */
static noinline unsigned int look_at(struct preserve_net *pn,
				     struct sk_buff *skb)
{
	struct preserve_segment seg;

	if (!pskb_may_pull(skb, min_t(unsigned int, skb->len, HEADERS_MAX)))
		return NF_DROP;
	if (unlikely(READ_ONCE(pn->table.guarded)) && lacks_protection(pn, skb))
		return NF_DROP;
	if (is_ordinary(skb))
		return NF_ACCEPT;
	if (preserve_segment_parse(skb, &seg))
		return receive_segment(pn, skb, &seg);
	if (ipv6_hdr(skb)->nexthdr == NEXTHDR_ICMP)
		receive_unreachable(pn, skb);
	return NF_ACCEPT;
}

unsigned int preserve_input(void *priv, struct sk_buff *skb,
			    const struct nf_hook_state *state)
{
	struct preserve_net *pn = priv;

	if (likely(is_ordinary(skb) && !READ_ONCE(pn->table.guarded)))
		return NF_ACCEPT;
	return look_at(pn, skb);
}
