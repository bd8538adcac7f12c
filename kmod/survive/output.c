// SPDX-License-Identifier: GPL-2.0-only
/*
 * The way of a packet that leaves. TCP's own timers are observed here: what
 * they send passes this hook with the socket locked, so that its counters tell
 * why it is sent.
 */
#include "survive/handshake.h"
#include "conn/conn.h"
#include "conn/net.h"
#include "conn/path.h"
#include "survive/output.h"
#include "wire/tuple.h"

#include <linux/netfilter.h>
#include <net/tcp.h>

/* Each time that so much went one way, the connection is looked at. */
#define CARRIED_BYTES 65536

/* A peer that was not heard for so long may be silent. */
#define PAUSE (HZ / 20)

/*
 * The pending timer of a tail loss probe (RFC 8985, 7) has run out, so that
 * this segment is the probe.
 */
static bool is_tail_probe(const struct sock *sk)
{
	return inet_csk(sk)->icsk_pending == ICSK_TIME_LOSS_PROBE &&
	       !time_before(jiffies, tcp_timeout_expires(sk));
}

/* TCP sends no tail loss probes now, so that only time tells. */
static bool is_recovering(const struct inet_connection_sock *icsk)
{
	return icsk->icsk_ca_state != TCP_CA_Open &&
	       icsk->icsk_ca_state != TCP_CA_CWR;
}

/* Has a transfer gone over a multiple of CARRIED_BYTES just now? */
static bool carries(const struct tcp_sock *tp, const struct sk_buff *skb)
{
	if (skb->len > sizeof(struct ipv6hdr) + tp->tcp_header_len)
		return tp->bytes_sent >= CARRIED_BYTES &&
		       tp->bytes_sent % CARRIED_BYTES < skb->len;
	/* What it acknowledges may be many segments: one of the next finds it. */
	return tp->bytes_received >= CARRIED_BYTES &&
	       tp->bytes_received % CARRIED_BYTES < CARRIED_BYTES / 16;
}

/*
 * Is the path of @sk to be watched? When it carries much, or sends again after a
 * pause. What is between the two, TCP's own timers tell of.
 */
static bool needs_watch(const struct sock *sk, const struct sk_buff *skb)
{
	const struct tcp_sock *tp = tcp_sk(sk);

	return carries(tp, skb) ||
	       (!tp->packets_out && tcp_jiffies32 - tp->rcv_tstamp > PAUSE);
}

#define NO_SIGN (-1)

/* What TCP sends @sk's segment for, if that tells something, or NO_SIGN. */
static __always_inline int sign_of(const struct preserve_net *pn,
				   const struct sk_buff *skb)
{
	const struct sock *sk = skb->sk;
	const struct inet_connection_sock *icsk = inet_csk(sk);
	/* Unanswered window and keepalive probes tell the same. */
	unsigned int unanswered = icsk->icsk_retransmits +
				  icsk->icsk_probes_out;

	if (unlikely(unanswered))
		return unanswered >= READ_ONCE(pn->ctl.rto_threshold) ?
			PRESERVE_EVENT_RTO : NO_SIGN;
	if (unlikely(is_recovering(icsk)))
		return READ_ONCE(pn->ctl.tail_probe) ?
			PRESERVE_EVENT_RECOVERY : NO_SIGN;
	if (unlikely(is_tail_probe(sk)))
		return READ_ONCE(pn->ctl.tail_probe) ?
			PRESERVE_EVENT_TAIL : NO_SIGN;
	return needs_watch(sk, skb) ? PRESERVE_EVENT_WATCH : NO_SIGN;
}

/* Nobody is asked for a connection that may stay short; see conn_collect.c, too. */
static void watch(struct preserve_conn *conn, bool carries)
{
	if (carries && READ_ONCE(conn->verifies) == PRESERVE_VERIFIES)
		preserve_conn_event(conn, PRESERVE_EVENT_VERIFY);
	else if (!READ_ONCE(conn->watched))
		preserve_conn_event(conn, PRESERVE_EVENT_WATCH);
}

static void report_sign(struct preserve_net *pn, const struct sk_buff *skb,
			int event)
{
	struct preserve_tuple tuple;
	struct preserve_pair *pair;

	preserve_tuple_out(skb, &tuple);
	pair = preserve_pair_find(pn, &tuple);
	if (!pair || pair->conn->n_pairs == 1 ||
	    pair != READ_ONCE(pair->conn->cur))
		return;
	if (event == PRESERVE_EVENT_WATCH ||
	    (event == PRESERVE_EVENT_RECOVERY && !pair->conn->spreads))
		watch(pair->conn, carries(tcp_sk(skb->sk), skb));
	/* One word per recovery: the worker watches until it is over. */
	else if (event != PRESERVE_EVENT_RECOVERY ||
		 !test_and_set_bit(0, &pair->conn->recovering))
		preserve_conn_event(pair->conn, event);
}

/*
 * A policy may go while a connection is away from its handshake pair. There, TCP
 * itself would send in clear what began protected.
 */
static bool lost_protection(struct preserve_net *pn, const struct sk_buff *skb)
{
	struct preserve_tuple tuple;
	struct preserve_pair *pair;

	preserve_tuple_out(skb, &tuple);
	pair = preserve_pair_find(pn, &tuple);
	if (!pair || preserve_path_may_send(pair, skb_dst(skb), skb->sk) ||
	    pair == &pair->conn->first)
		return false;
	preserve_count(pn, PRESERVE_MIB_XFRMSENT);
	preserve_conn_event(pair->conn, PRESERVE_EVENT_SCAN);
	return true;
}

/* Has some connection of the namespace to see @skb, whatever TCP sends it for? */
static __always_inline bool is_watched(const struct preserve_net *pn,
				       const struct sk_buff *skb)
{
	return READ_ONCE(pn->table.guarded) ||
	       (READ_ONCE(pn->table.acks_owed) && preserve_output_is_ack(skb));
}

/* A full socket of TCP. Raw ones may send anything that calls itself TCP. */
static __always_inline bool is_tcp(const struct sock *sk)
{
	return sk && sk_fullsock(sk) && sk_is_tcp(sk);
}

/* Out of line, so that what most segments take needs neither stack nor registers. */
static noinline unsigned int look_at(struct preserve_net *pn,
				     struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	bool tcp = is_tcp(skb->sk);
	int event;

	if (!tcp && skb->sk && sk_fullsock(skb->sk))
		return NF_ACCEPT;
	if (tcp_hdr(skb)->syn) {
		preserve_handshake_out_syn(pn, skb, state);
		return NF_ACCEPT;
	}
	if (!tcp)
		return NF_ACCEPT;
	if (unlikely(READ_ONCE(pn->table.guarded)) && lost_protection(pn, skb))
		return NF_DROP;
	if (READ_ONCE(pn->table.acks_owed) && preserve_output_is_ack(skb))
		preserve_handshake_out_ack(pn, skb);
	event = sign_of(pn, skb);
	if (unlikely(event != NO_SIGN))
		report_sign(pn, skb, event);
	return NF_ACCEPT;
}

unsigned int preserve_output(void *priv, struct sk_buff *skb,
			     const struct nf_hook_state *state)
{
	struct preserve_net *pn = priv;

	if (ipv6_hdr(skb)->nexthdr != IPPROTO_TCP)
		return NF_ACCEPT;
	if (likely(is_tcp(skb->sk) && !tcp_hdr(skb)->syn &&
		   !is_watched(pn, skb) && sign_of(pn, skb) == NO_SIGN))
		return NF_ACCEPT;
	return look_at(pn, skb, state);
}
