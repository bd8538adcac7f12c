// SPDX-License-Identifier: GPL-2.0-only
/* The options that arrive. */
#include "survive/handshake.h"
#include "survive/uplinks.h"
#include "conn/net.h"
#include "conn/xfrm.h"
#include "survive/judge.h"
#include "wire/segment.h"
#include "wire/tuple.h"

#include <linux/percpu.h>
#include <net/addrconf.h>
#include <net/inet_hashtables.h>
#include <net/tcp.h>

/* Pure ACKs of the initiator that carry PREFIX_ACK, unless it is asked again. */
#define INITIATOR_ACKS 4

static DEFINE_PER_CPU(struct preserve_offer, offers);

static enum preserve_mib_item counter_of(enum preserve_option_error error)
{
	static const enum preserve_mib_item items[] = {
		[PRESERVE_OPTION_TRUNCATED] = PRESERVE_MIB_OPTIONTRUNCATED,
		[PRESERVE_OPTION_MALFORMED] = PRESERVE_MIB_OPTIONMALFORMED,
		[PRESERVE_OPTION_DUPLICATE] = PRESERVE_MIB_OPTIONDUPLICATE,
		[PRESERVE_OPTION_FORBIDDEN] = PRESERVE_MIB_OPTIONFORBIDDEN,
		[PRESERVE_OPTION_TOO_MANY] = PRESERVE_MIB_OPTIONTOOMANY,
		[PRESERVE_OPTION_CHECKSUM] = PRESERVE_MIB_OPTIONCHECKSUM,
	};

	return items[error];
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
		preserve_count(pn, counter_of(error));
	return !error && (found->syn.present || found->ack.present);
}

/* Does the peer call an address of this host its own? Nobody would be asked there. */
static bool names_us(struct preserve_net *pn,
		     const struct preserve_addrs *addrs)
{
	unsigned int i;

	for (i = 0; i < addrs->count; i++)
		if (ipv6_chk_addr(pn->net, &addrs->addr[i], NULL, 0))
			return true;
	return false;
}

static enum preserve_option_error
decode_offer(struct preserve_net *pn, const struct preserve_span *body,
	     const struct preserve_tuple *tuple, struct preserve_addrs *addrs)
{
	enum preserve_option_error error;

	if (body->len > PRESERVE_MAX_OPTION_BYTES)
		error = PRESERVE_OPTION_TOO_MANY;
	else
		error = preserve_option_decode(body, &tuple->remote.in6,
					       &tuple->local.in6,
					       READ_ONCE(pn->ctl.max_prefixes),
					       addrs);
	if (!error && names_us(pn, addrs))
		error = PRESERVE_OPTION_FORBIDDEN;
	if (error)
		preserve_fallback(pn, tuple, counter_of(error));
	return error;
}

/*
 * Would the socket of @conn take @skb, the numbers aside? TCP looks later; what has
 * changed here by then would not be undone.
 */
static bool is_acceptable(struct preserve_conn *conn, struct sk_buff *skb,
			  const struct preserve_segment *seg)
{
	struct sock *sk = preserve_conn_sock(conn);
	bool acceptable;

	if (!sk && conn->hs.elsewhere)
		sk = preserve_uplinks_sock(conn);
	if (!sk)
		return false;
	acceptable = preserve_judge_origin(conn->pn, &conn->first, sk, skb,
					   seg);
	sock_gen_put(sk);
	return acceptable;
}

static bool same_bytes(const struct preserve_span *a,
		       const struct preserve_span *b)
{
	return a->present && a->len == b->len && !memcmp(a->data, b->data, a->len);
}

/* What waits for the last ACK of a handshake that began with this SYN. */
static struct preserve_conn *waiting(struct preserve_net *pn,
				     struct sk_buff *skb,
				     const struct preserve_segment *seg,
				     const struct preserve_tuple *tuple)
{
	struct preserve_pair *pair = preserve_pair_find(pn, tuple);
	struct preserve_conn *conn = pair ? pair->conn : NULL;

	return conn && pair == &conn->first &&
	       conn->role == PRESERVE_RESPONDER &&
	       READ_ONCE(conn->state) == PRESERVE_ACK &&
	       conn->remote_isn == ntohl(seg->th.seq) &&
	       is_acceptable(conn, skb, seg) ? conn : NULL;
}

/*
 * The initiator repeats its SYN without the option: the answers do not come through
 * with theirs, or are late. They go without from now on; a PREFIX_ACK to one that is
 * late still counts. Only the initiator knows the number.
 */
static void withdraw_offer(struct preserve_net *pn, struct sk_buff *skb,
			   const struct preserve_segment *seg,
			   const struct preserve_tuple *tuple)
{
	struct preserve_conn *conn = waiting(pn, skb, seg, tuple);

	if (!conn)
		return;
	spin_lock_bh(&conn->lock);
	if (conn->state == PRESERVE_ACK && !conn->hs.withdrawn) {
		WRITE_ONCE(conn->hs.withdrawn, jiffies ?: 1);
		preserve_conn_set_acks_left(conn, 0);
	}
	spin_unlock_bh(&conn->lock);
}

/* By turns it repeats it with the option. */
static void renew_offer(struct preserve_net *pn, struct sk_buff *skb,
			const struct preserve_segment *seg,
			const struct preserve_tuple *tuple,
			const struct preserve_span *body)
{
	struct preserve_conn *conn = waiting(pn, skb, seg, tuple);
	struct preserve_span echo;

	if (!conn)
		return;
	echo = preserve_handshake_echo(&conn->hs);
	if (same_bytes(body, &echo))
		WRITE_ONCE(conn->hs.withdrawn, 0);
}

static void in_syn(struct preserve_net *pn, struct sk_buff *skb,
		   const struct preserve_segment *seg)
{
	struct preserve_offer *offer = this_cpu_ptr(&offers);
	u8 hdr[PRESERVE_MAX_HEADER];
	struct preserve_options found;
	struct preserve_tuple tuple;

	offer->pn = NULL;
	preserve_tuple_in(skb, &seg->th, &tuple);
	if (!find_options(pn, skb, seg, hdr, &found) || !found.syn.present) {
		withdraw_offer(pn, skb, seg, &tuple);
		return;
	}
	/* Of a SYN that TCP discards nothing is to stay for the next SYN-ACK. */
	if (!preserve_judge_origin(pn, NULL, skb->sk, skb, seg))
		return;
	if (decode_offer(pn, &found.syn, &tuple, &offer->addrs)) {
		withdraw_offer(pn, skb, seg, &tuple);
		return;
	}
	offer->pn = pn;
	offer->tuple = tuple;
	offer->isn = ntohl(seg->th.seq);
	offer->len = found.syn.len;
	memcpy(offer->body, found.syn.data, found.syn.len);
	renew_offer(pn, skb, seg, &tuple, &found.syn);
	preserve_count(pn, PRESERVE_MIB_SYNRECEIVED);
}

const struct preserve_offer *
preserve_handshake_offer(const struct preserve_net *pn,
			 const struct preserve_tuple *tuple, u32 isn)
{
	struct preserve_offer *offer = this_cpu_ptr(&offers);

	if (offer->pn != pn || offer->isn != isn ||
	    !preserve_tuple_equal(&offer->tuple, tuple))
		return NULL;
	offer->pn = NULL;
	return offer;
}

static bool echo_matches(const struct preserve_handshake *hs,
			 const struct preserve_span *echo)
{
	const struct preserve_span sent = preserve_handshake_sent(hs);

	return same_bytes(echo, &sent);
}

/* The SYN-ACK has everything: take both lists, owe the peer a PREFIX_ACK. */
static void agree(struct preserve_conn *conn, const struct sk_buff *skb,
		  u32 isn, const struct preserve_options *found,
		  const struct preserve_addrs *remote)
{
	struct preserve_net *pn = conn->pn;
	struct preserve_handshake *hs = &conn->hs;
	const struct preserve_answer answer = {
		.echoed = echo_matches(hs, &found->ack),
		.remote = remote,
		.remote_isn = isn,
		.xfrm_in = preserve_xfrm_of_packet(skb),
	};
	int err;

	err = preserve_conn_establish(conn, &answer);
	if (err == -EALREADY)
		return;		/* another copy was quicker */
	preserve_count(pn, PRESERVE_MIB_SYNACKRECEIVED);
	if (!answer.echoed)
		preserve_count(pn, PRESERVE_MIB_ECHOMISMATCH);
	if (err) {
		preserve_conn_drop(conn);
		return;
	}
	spin_lock_bh(&conn->lock);
	/* Nobody reads the echo before there are acks_left. */
	hs->echo_len = found->syn.len;
	memcpy(hs->echo, found->syn.data, found->syn.len);
	if (conn->state == PRESERVE_ESTABLISHED)
		preserve_conn_set_acks_left(conn, INITIATOR_ACKS);
	spin_unlock_bh(&conn->lock);
	preserve_blackhole_remove(&pn->blackholes, &conn->remote[0]);
}

/* Seen again, so our final ACK was lost. */
static void repeat_acks(struct preserve_conn *conn)
{
	spin_lock_bh(&conn->lock);
	if (conn->state == PRESERVE_ESTABLISHED)
		preserve_conn_set_acks_left(conn, INITIATOR_ACKS);
	spin_unlock_bh(&conn->lock);
}

/* The exact numbers, and nothing for which TCP would discard it. */
static bool answers_syn(struct preserve_conn *conn, struct sk_buff *skb,
			const struct preserve_segment *seg)
{
	return !seg->th.rst && !seg->th.fin &&
	       ntohl(seg->th.ack_seq) == conn->local_isn + 1 &&
	       is_acceptable(conn, skb, seg);
}

static void in_synack(struct preserve_net *pn, struct sk_buff *skb,
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
	if (!pair || pair != &pair->conn->first ||
	    pair->conn->role != PRESERVE_INITIATOR ||
	    !answers_syn(pair->conn, skb, seg))
		return;
	conn = pair->conn;
	if (READ_ONCE(conn->state) == PRESERVE_ESTABLISHED) {
		if (ntohl(seg->th.seq) == READ_ONCE(conn->remote_isn))
			repeat_acks(conn);
		return;
	}
	if (conn->hs.elsewhere && !preserve_uplinks_take(conn))
		return;
	if (find_options(pn, skb, seg, hdr, &found) && found.syn.present) {
		if (decode_offer(pn, &found.syn, &tuple, &addrs))
			preserve_conn_drop(conn);
		else
			agree(conn, skb, ntohl(seg->th.seq), &found, &addrs);
		return;
	}
	if (conn->state == PRESERVE_FALLBACK && !conn->hs.elsewhere) {
		if (preserve_blackhole_add(&pn->blackholes, &tuple.remote,
					   READ_ONCE(pn->ctl.blackhole_timeout)))
			preserve_count(pn, PRESERVE_MIB_BLACKHOLEADDED);
	} else {
		preserve_fallback(pn, &tuple, PRESERVE_MIB_FALLBACKNOOPTION);
	}
	preserve_conn_drop(conn);
}

void preserve_handshake_in_syn(struct preserve_net *pn, struct sk_buff *skb,
			       const struct preserve_segment *seg)
{
	if (seg->th.ack)
		in_synack(pn, skb, seg);
	else
		in_syn(pn, skb, seg);
}

/* A pure ACK that the full socket of @conn would take at once. */
static bool is_current(struct preserve_conn *conn,
		       const struct preserve_segment *seg)
{
	struct sock *sk = preserve_conn_sock(conn);
	u32 seq = ntohl(seg->th.seq);
	u32 ack = ntohl(seg->th.ack_seq);
	const struct tcp_sock *tp;
	bool current_numbers = false;

	if (!sk)
		return false;
	if (sk_fullsock(sk)) {
		tp = tcp_sk(sk);
		current_numbers = between(seq, READ_ONCE(tp->rcv_nxt),
					  READ_ONCE(tp->rcv_nxt) +
					  tcp_receive_window(tp)) &&
			between(ack, READ_ONCE(tp->snd_una),
				READ_ONCE(tp->write_seq));
	}
	sock_gen_put(sk);
	return current_numbers;
}

/*
 * Options come on pure ACKs: on the last one of the handshake, with its exact
 * numbers, or when that was lost on a later one.
 */
static bool is_believable(struct preserve_conn *conn, struct sk_buff *skb,
			  const struct preserve_segment *seg)
{
	bool exact = ntohl(seg->th.seq) == READ_ONCE(conn->remote_isn) + 1 &&
		     ntohl(seg->th.ack_seq) == conn->local_isn + 1;

	return seg->th.ack && !seg->th.syn && !seg->th.rst && !seg->th.fin &&
	       !seg->payload && (exact || is_current(conn, seg)) &&
	       is_acceptable(conn, skb, seg);
}

/* The responder has what it waited for. */
static void confirm(struct preserve_conn *conn, const struct sk_buff *skb,
		    const struct preserve_options *found)
{
	const struct preserve_answer answer = {
		.echoed = true,
		.remote_isn = conn->remote_isn,
		.xfrm_in = preserve_xfrm_of_packet(skb),
	};
	struct preserve_net *pn = conn->pn;

	if (!echo_matches(&conn->hs, &found->ack)) {
		preserve_count(pn, PRESERVE_MIB_ECHOMISMATCH);
		return;
	}
	if (preserve_conn_establish(conn, &answer))
		return;
	spin_lock_bh(&conn->lock);
	preserve_conn_set_acks_left(conn, 0);
	spin_unlock_bh(&conn->lock);
	preserve_count(pn, PRESERVE_MIB_ACKRECEIVED);
}

/* The peer repeats its PREFIX_SYN because it has no PREFIX_ACK yet. */
static bool is_asked(const struct preserve_conn *conn,
		     const struct preserve_options *found)
{
	const struct preserve_span echo = preserve_handshake_echo(&conn->hs);

	return READ_ONCE(conn->state) == PRESERVE_ESTABLISHED &&
	       same_bytes(&found->syn, &echo);
}

void preserve_handshake_in_ack(struct preserve_conn *conn, struct sk_buff *skb,
			       const struct preserve_segment *seg)
{
	struct preserve_net *pn = conn->pn;
	u8 hdr[PRESERVE_MAX_HEADER];
	struct preserve_options found;

	if (!find_options(pn, skb, seg, hdr, &found))
		return;
	if (conn->role == PRESERVE_RESPONDER) {
		if (found.ack.present &&
		    READ_ONCE(conn->state) == PRESERVE_ACK &&
		    is_believable(conn, skb, seg))
			confirm(conn, skb, &found);
	} else if (is_asked(conn, &found) && is_believable(conn, skb, seg)) {
		repeat_acks(conn);
		preserve_conn_event(conn, PRESERVE_EVENT_ASKED);
	}
}
