// SPDX-License-Identifier: GPL-2.0-only
#include "survive/alias.h"
#include "survive/budget.h"
#include "survive/follow.h"
#include "survive/handshake.h"
#include "survive/judge.h"
#include "conn/conn.h"
#include "conn/net.h"
#include "survive/probe.h"
#include "survive/trail.h"
#include "wire/segment.h"
#include "wire/tuple.h"

#include <linux/netfilter.h>
#include <net/inet_hashtables.h>
#include <net/tcp.h>

/* Who else wants a segment that came on an alias. */
enum claim {
	CLAIM_NONE,
	CLAIM_REQUEST,	/* a handshake that anybody can begin, so it comes last */
	CLAIM_SOCKET,	/* a socket of its own under these addresses goes first */
};

static enum claim claimed_by(const struct preserve_net *pn,
			     const struct sk_buff *skb,
			     const struct preserve_segment *seg)
{
	struct preserve_tuple tuple;
	enum claim claim;
	struct sock *sk;

	preserve_tuple_in(skb, &seg->th, &tuple);
	sk = preserve_tuple_sock(pn, &tuple, skb->dev->ifindex);
	if (!sk)
		return CLAIM_NONE;
	claim = sk->sk_state == TCP_NEW_SYN_RECV ? CLAIM_REQUEST : CLAIM_SOCKET;
	sock_gen_put(sk);
	return claim;
}

static void attach(struct sk_buff *skb, struct sock *sk)
{
	skb_orphan(skb);
	skb->sk = sk;
	skb->destructor = sock_edemux;
}

/* @seg is believed: what is it to us? False: nothing to TCP. */
static bool learn(struct preserve_pair *pair, struct sock *sk,
		  struct sk_buff *skb, const struct preserve_segment *seg)
{
	enum preserve_probe_verdict probe = PRESERVE_PROBE_NONE;
	struct preserve_conn *conn = pair->conn;

	if (seg->opt_len && pair == &conn->first)
		preserve_handshake_in_ack(conn, skb, seg);
	if (!seg->payload)
		probe = preserve_probe_receive(pair, sk, skb, seg);
	if (probe == PRESERVE_PROBE_TAKEN)
		return false;
	if (pair != &conn->first && READ_ONCE(conn->cur) == &conn->first &&
	    probe == PRESERVE_PROBE_NONE)
		preserve_trail_strayed(conn, sk);
	/* Of one that spreads, data come on every pair. */
	if (!conn->spreads && pair != READ_ONCE(conn->cur) && seg->payload &&
	    preserve_follow_heard(pair, sk))
		preserve_probe_pair(pair, sk);
	return true;
}

static unsigned int drop_rst(struct preserve_net *pn)
{
	preserve_count(pn, PRESERVE_MIB_ALIASRSTDROPPED);
	return NF_DROP;
}

/*
 * A peer that ends the connection acknowledges what it has got, maybe from a pair
 * that it moved to. Whoever answers a segment of a connection that he knows
 * nothing of, does not (RFC 9293, 3.10.7.1), and has exact numbers all the same:
 * ours.
 */
static bool is_from_peer(struct preserve_pair *pair,
			 const struct preserve_segment *seg)
{
	return seg->th.ack && preserve_pair_proven(pair);
}

static unsigned int receive_rst(struct preserve_pair *pair, struct sk_buff *skb,
				const struct preserve_segment *seg)
{
	struct sock *sk = preserve_conn_sock(pair->conn);
	struct preserve_net *pn = pair->conn->pn;

	if (sk && sk_fullsock(sk) && preserve_judge_rst(pair, sk, skb, seg)) {
		if (is_from_peer(pair, seg)) {
			attach(skb, sk);
			preserve_count(pn, PRESERVE_MIB_ALIASRECEIVED);
			return NF_ACCEPT;
		}
		preserve_probe_refused(pair, ntohl(seg->th.seq), false);
	}
	if (sk)
		sock_gen_put(sk);
	return drop_rst(pn);
}

/* On the current pair, for @sk, which is that of the connection. */
static unsigned int receive_current_rst(struct preserve_pair *pair,
					struct sock *sk, struct sk_buff *skb,
					const struct preserve_segment *seg)
{
	struct preserve_conn *conn = pair->conn;

	if (!READ_ONCE(conn->rst_guard) || pair != READ_ONCE(conn->cur) ||
	    !sk_fullsock(sk) || !preserve_judge_rst(pair, sk, skb, seg))
		return NF_ACCEPT;
	preserve_pair_suspend(pair);
	preserve_conn_event(conn, PRESERVE_EVENT_REFUSED);
	return drop_rst(conn->pn);
}

unsigned int preserve_alias_receive(struct preserve_pair *pair,
				    struct sk_buff *skb,
				    const struct preserve_segment *seg)
{
	struct preserve_conn *conn = pair->conn;
	struct preserve_net *pn = conn->pn;
	bool alias = pair != READ_ONCE(conn->cur);
	enum claim claim = alias ? claimed_by(pn, skb, seg) : CLAIM_NONE;
	unsigned int verdict;
	struct sock *sk;

	if (claim == CLAIM_SOCKET || (claim == CLAIM_REQUEST && seg->th.rst))
		return NF_ACCEPT;
	if (alias && seg->th.rst)
		return receive_rst(pair, skb, seg);
	sk = preserve_conn_sock(conn);
	if (!sk) {
		if (alias)
			preserve_count(pn, PRESERVE_MIB_ALIASNOSOCKET);
		return NF_ACCEPT;
	}
	if (seg->th.rst) {
		/* Early demultiplexing is off, or did not find it. */
		verdict = receive_current_rst(pair, sk, skb, seg);
		sock_gen_put(sk);
		return verdict;
	}
	if (!sk_fullsock(sk) || preserve_judge(pair, sk, skb, seg)) {
		if (sk_fullsock(sk) && !learn(pair, sk, skb, seg)) {
			sock_gen_put(sk);
			return NF_DROP;
		}
	} else {
		sock_gen_put(sk);
		/* TCP's answers to it would be for anybody to cause. */
		return alias && claim != CLAIM_REQUEST ? NF_DROP : NF_ACCEPT;
	}
	attach(skb, sk);
	if (alias)
		preserve_count(pn, PRESERVE_MIB_ALIASRECEIVED);
	return NF_ACCEPT;
}

unsigned int preserve_alias_receive_rst(struct preserve_pair *pair,
					struct sk_buff *skb,
					const struct preserve_segment *seg)
{
	return receive_current_rst(pair, skb->sk, skb, seg);
}
