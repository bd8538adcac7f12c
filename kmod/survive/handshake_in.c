// SPDX-License-Identifier: GPL-2.0-only
/* The options that arrive. */
#include "survive/handshake.h"
#include "conn/net.h"
#include "wire/segment.h"
#include "wire/tuple.h"

#include <net/inet_hashtables.h>
#include <net/tcp.h>

/* Pure ACKs of the initiator that carry PREFIX_ACK, unless it is asked again. */
#define INITIATOR_ACKS 4

static void count_option_error(struct preserve_net *pn,
			       enum preserve_option_error error)
{
	static const enum preserve_mib_item items[] = {
		[PRESERVE_OPTION_TRUNCATED] = PRESERVE_MIB_OPTIONTRUNCATED,
		[PRESERVE_OPTION_MALFORMED] = PRESERVE_MIB_OPTIONMALFORMED,
		[PRESERVE_OPTION_DUPLICATE] = PRESERVE_MIB_OPTIONDUPLICATE,
		[PRESERVE_OPTION_FORBIDDEN] = PRESERVE_MIB_OPTIONFORBIDDEN,
		[PRESERVE_OPTION_TOO_MANY] = PRESERVE_MIB_OPTIONTOOMANY,
		[PRESERVE_OPTION_CHECKSUM] = PRESERVE_MIB_OPTIONCHECKSUM,
	};

	preserve_count(pn, items[error]);
}

/* Copy the Destination Options header of @seg to @hdr and look into it. */
static bool find_options(struct preserve_net *pn, const struct sk_buff *skb,
			 const struct preserve_segment *seg, u8 *hdr,
			 struct preserve_options *found)
{
	enum preserve_option_error error;

	*found = (struct preserve_options) {};
	if (!seg->opt_len || seg->opt_len > PRESERVE_MAX_HEADER ||
	    skb_copy_bits(skb, seg->opt_off, hdr, seg->opt_len))
		return false;
	error = preserve_option_find(hdr, seg->opt_len,
				     READ_ONCE(pn->ctl.prefix_syn_type),
				     READ_ONCE(pn->ctl.prefix_ack_type), found);
	if (error)
		count_option_error(pn, error);
	return !error && (found->syn.present || found->ack.present);
}

static enum preserve_option_error
decode_offer(struct preserve_net *pn, const struct preserve_span *body,
	     const struct preserve_tuple *tuple, struct preserve_addrs *addrs)
{
	enum preserve_option_error error;

	if (body->len > PRESERVE_MAX_OPTION_BYTES)
		error = PRESERVE_OPTION_TOO_MANY;
	else
		error = preserve_option_decode(body, &tuple->remote,
					       &tuple->local,
					       READ_ONCE(pn->ctl.max_prefixes),
					       addrs);
	if (error)
		count_option_error(pn, error);
	return error;
}

/* Does @conn have a live socket, which a SYN cannot end? TCP challenges it. */
static bool outlives_syn(struct preserve_conn *conn)
{
	struct sock *sk;
	bool live;

	if (conn->state != PRESERVE_ESTABLISHED)
		return false;
	sk = preserve_conn_sock(conn);
	if (!sk)
		return false;
	live = sk->sk_state != TCP_TIME_WAIT;
	sock_gen_put(sk);
	return live;
}

static bool same_offer(const struct preserve_conn *conn,
		       const struct preserve_span *body)
{
	const struct preserve_handshake *hs = READ_ONCE(conn->hs);

	return conn->role == PRESERVE_RESPONDER && hs &&
	       hs->echo_len == body->len &&
	       !memcmp(hs->echo, body->data, body->len);
}

static void in_syn(struct preserve_net *pn, const struct sk_buff *skb,
		   const struct preserve_segment *seg)
{
	u8 hdr[PRESERVE_MAX_HEADER];
	struct preserve_options found;
	struct preserve_tuple tuple;
	struct preserve_addrs addrs;
	struct preserve_conn *conn;
	struct preserve_pair *pair;
	bool offer;

	preserve_tuple_in(skb, &seg->th, &tuple);
	offer = find_options(pn, skb, seg, hdr, &found) && found.syn.present &&
		!decode_offer(pn, &found.syn, &tuple, &addrs);
	pair = preserve_pair_find(pn, &tuple);
	if (pair) {
		if (offer && same_offer(pair->conn, &found.syn))
			return;		/* a retransmission */
		if (outlives_syn(pair->conn))
			return;
		preserve_conn_drop(pair->conn);
	}
	if (!offer)
		return;
	conn = preserve_conn_create(pn, PRESERVE_RESPONDER, &tuple);
	if (!conn)
		return;
	conn->hs->echo_len = found.syn.len;
	memcpy(conn->hs->echo, found.syn.data, found.syn.len);
	conn->hs->remote = addrs;
	preserve_count(pn, PRESERVE_MIB_SYNRECEIVED);
}

/*
 * snd_nxt tells nothing yet: TCP moves it when the SYN has left, and over a link
 * within the host the answer is here before that.
 */
static bool acknowledges_syn(struct preserve_conn *conn,
			     const struct preserve_segment *seg)
{
	struct sock *sk = preserve_conn_sock(conn);
	bool acks;

	if (!sk)
		return false;
	acks = sk->sk_state == TCP_SYN_SENT &&
	       ntohl(seg->th.ack_seq) == READ_ONCE(tcp_sk(sk)->snd_una) + 1;
	sock_gen_put(sk);
	return acks;
}

static bool echo_matches(const struct preserve_conn *conn,
			 const struct preserve_span *echo)
{
	return echo->present && echo->len == conn->hs->sent_len &&
	       !memcmp(echo->data, conn->hs->sent, echo->len);
}

/* The SYN-ACK has everything: take both lists, owe the peer a PREFIX_ACK. */
static void agree(struct preserve_conn *conn,
		  const struct preserve_options *found,
		  const struct preserve_addrs *remote)
{
	static const struct preserve_addrs none;
	struct preserve_net *pn = conn->pn;
	const struct preserve_addrs *local = &conn->hs->offered;

	preserve_count(pn, PRESERVE_MIB_SYNACKRECEIVED);
	if (!echo_matches(conn, &found->ack)) {
		preserve_count(pn, PRESERVE_MIB_ECHOMISMATCH);
		local = &none;
	}
	conn->hs->echo_len = found->syn.len;
	memcpy(conn->hs->echo, found->syn.data, found->syn.len);
	if (preserve_conn_establish(conn, local, remote)) {
		preserve_conn_drop(conn);
		return;
	}
	spin_lock_bh(&conn->lock);
	if (conn->state == PRESERVE_ESTABLISHED)
		preserve_conn_set_acks_left(conn, INITIATOR_ACKS);
	spin_unlock_bh(&conn->lock);
	preserve_blackhole_remove(&pn->blackholes, &conn->remote[0]);
	preserve_count(pn, PRESERVE_MIB_ESTABLISHED);
}

/* Seen again, so our final ACK was lost. */
static void repeat_acks(struct preserve_conn *conn)
{
	spin_lock_bh(&conn->lock);
	if (conn->state == PRESERVE_ESTABLISHED && conn->hs)
		preserve_conn_set_acks_left(conn, INITIATOR_ACKS);
	spin_unlock_bh(&conn->lock);
}

static void in_synack(struct preserve_net *pn, const struct sk_buff *skb,
		      const struct preserve_segment *seg)
{
	u8 hdr[PRESERVE_MAX_HEADER];
	struct preserve_options found;
	struct preserve_tuple tuple;
	struct preserve_addrs addrs;
	struct preserve_conn *conn;
	struct preserve_pair *pair;

	preserve_tuple_in(skb, &seg->th, &tuple);
	pair = preserve_pair_find(pn, &tuple);
	if (!pair || pair->conn->role != PRESERVE_INITIATOR)
		return;
	conn = pair->conn;
	if (conn->state == PRESERVE_ESTABLISHED) {
		repeat_acks(conn);
		return;
	}
	if (!acknowledges_syn(conn, seg))
		return;
	if (find_options(pn, skb, seg, hdr, &found) && found.syn.present) {
		if (decode_offer(pn, &found.syn, &tuple, &addrs))
			preserve_conn_drop(conn);
		else
			agree(conn, &found, &addrs);
		return;
	}
	if (conn->state == PRESERVE_FALLBACK) {
		if (preserve_blackhole_add(&pn->blackholes, &tuple.remote,
					   READ_ONCE(pn->ctl.blackhole_timeout)))
			preserve_count(pn, PRESERVE_MIB_BLACKHOLEADDED);
	} else {
		preserve_count(pn, PRESERVE_MIB_FALLBACKNOOPTION);
	}
	preserve_conn_drop(conn);
}

void preserve_handshake_in_syn(struct preserve_net *pn,
			       const struct sk_buff *skb,
			       const struct preserve_segment *seg)
{
	if (seg->th.ack)
		in_synack(pn, skb, seg);
	else
		in_syn(pn, skb, seg);
}

/* The responder has what it waited for. */
static void confirm(struct preserve_conn *conn,
		    const struct preserve_options *found)
{
	struct preserve_net *pn = conn->pn;

	if (!echo_matches(conn, &found->ack)) {
		preserve_count(pn, PRESERVE_MIB_ECHOMISMATCH);
		return;
	}
	if (preserve_conn_establish(conn, &conn->hs->offered,
				    &conn->hs->remote))
		return;
	spin_lock_bh(&conn->lock);
	preserve_conn_set_acks_left(conn, 0);
	spin_unlock_bh(&conn->lock);
	preserve_count(pn, PRESERVE_MIB_ACKRECEIVED);
	preserve_count(pn, PRESERVE_MIB_ESTABLISHED);
}

void preserve_handshake_in_ack(struct preserve_conn *conn,
			       const struct sk_buff *skb,
			       const struct preserve_segment *seg)
{
	struct preserve_net *pn = conn->pn;
	u8 hdr[PRESERVE_MAX_HEADER];
	struct preserve_options found;

	if (!find_options(pn, skb, seg, hdr, &found))
		return;
	if (conn->role == PRESERVE_RESPONDER) {
		if (found.ack.present && conn->state == PRESERVE_ACK)
			confirm(conn, &found);
	} else if (found.syn.present &&
		   conn->state == PRESERVE_ESTABLISHED) {
		repeat_acks(conn);
		preserve_conn_event(conn, PRESERVE_EVENT_ASKED);
	}
}
