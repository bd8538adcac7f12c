// SPDX-License-Identifier: GPL-2.0-only
#include "addrs.h"
#include "handshake.h"
#include "netns.h"
#include "segment.h"
#include "tuple.h"

#include <net/inet_connection_sock.h>
#include <net/mptcp.h>
#include <net/tcp.h>

/* Pure ACKs of the initiator that carry PREFIX_ACK, unless it is asked again. */
#define INITIATOR_ACKS 4

/* Pure ACKs on which the responder asks for a PREFIX_ACK. */
#define RESPONDER_ACKS 8

/* A SYN-ACK carries both options; see docs/wire-format.md for the sizes. */
#define SYNACK_BYTES_MIN 40
#define SYN_BYTES_DEFAULT 24

/* What a header costs beside the body of its options. */
#define HEADER_BYTES 2
#define OPTION_BYTES 2

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

/* Put a Destination Options header between the IPv6 and the TCP header. */
static bool insert_header(struct sk_buff *skb, const u8 *hdr, unsigned int len)
{
	struct ipv6hdr *ip6;

	if (!len || skb_cow_head(skb, len))
		return false;
	/* The checksum needs no care: its start is kept from skb->head. */
	skb_push(skb, len);
	memmove(skb->data, skb->data + len, sizeof(*ip6));
	skb_reset_network_header(skb);
	memcpy(skb->data + sizeof(*ip6), hdr, len);
	ip6 = ipv6_hdr(skb);
	ip6->nexthdr = NEXTHDR_DEST;
	ip6->payload_len = htons(ntohs(ip6->payload_len) + len);
	return true;
}

static bool insert_options(struct preserve_net *pn, struct sk_buff *skb,
			   unsigned int room, const struct preserve_span *syn,
			   const struct preserve_span *ack)
{
	u8 hdr[PRESERVE_MAX_SYNACK_BYTES];
	unsigned int len;

	len = preserve_option_write(hdr, min_t(unsigned int, room, sizeof(hdr)),
				    IPPROTO_TCP,
				    READ_ONCE(pn->ctl.prefix_syn_type), syn,
				    READ_ONCE(pn->ctl.prefix_ack_type), ack);
	return insert_header(skb, hdr, len);
}

static unsigned int syn_room(const struct preserve_net *pn)
{
	return READ_ONCE(pn->ctl.max_option_bytes);
}

static unsigned int synack_room(const struct preserve_net *pn)
{
	unsigned int bytes = syn_room(pn);

	return bytes <= SYN_BYTES_DEFAULT ? SYNACK_BYTES_MIN : 2 * bytes;
}

static struct preserve_span sent_span(const struct preserve_handshake *hs)
{
	return (struct preserve_span) { hs->sent, hs->sent_len, true };
}

static struct preserve_span echo_span(const struct preserve_handshake *hs)
{
	return (struct preserve_span) { hs->echo, hs->echo_len, true };
}

/* Write our PREFIX_SYN body into @conn, which nobody else can see yet. */
static void make_offer(struct preserve_conn *conn, unsigned int room)
{
	struct preserve_net *pn = conn->pn;
	struct preserve_handshake *hs = conn->hs;
	struct preserve_addrs addrs;

	preserve_addrs_collect(pn->net, &conn->local[0],
			       READ_ONCE(pn->ctl.max_prefixes), &addrs);
	hs->sent_len = preserve_option_encode(&addrs, &conn->local[0],
					      &conn->remote[0], hs->sent,
					      min_t(unsigned int, room,
						    sizeof(hs->sent)),
					      &hs->offered);
}

/*
 * May the connection of these addresses move at all? Not within this host, and
 * not when its socket is tied to a device or signs its segments.
 */
static bool socket_allows(struct preserve_net *pn, const struct sock *sk,
			  const struct preserve_tuple *tuple)
{
	if (sk->sk_bound_dev_if || preserve_compat_signed(sk)) {
		preserve_count(pn, PRESERVE_MIB_FALLBACKBOUND);
		return false;
	}
	return preserve_option_addr_ok(&tuple->remote, &tuple->local) &&
	       preserve_option_addr_ok(&tuple->local, &tuple->remote);
}

static int device_of(const struct sk_buff *skb)
{
	const struct dst_entry *dst = skb_dst(skb);

	return dst && !(dst->dev->flags & IFF_LOOPBACK) ? dst->dev->ifindex : 0;
}

/* The first SYN of a connection. */
static struct preserve_conn *initiate(struct preserve_net *pn,
				      const struct sk_buff *skb,
				      const struct preserve_tuple *tuple)
{
	struct preserve_conn *conn;

	if (sk_is_mptcp(skb->sk) || skb->len > skb_transport_offset(skb) +
	    tcp_hdrlen(skb) || !device_of(skb) ||
	    !socket_allows(pn, skb->sk, tuple))
		return NULL;
	if (preserve_blackhole_known(&pn->blackholes, &tuple->remote)) {
		preserve_count(pn, PRESERVE_MIB_FALLBACKBLACKHOLE);
		return NULL;
	}
	conn = preserve_conn_create(pn, PRESERVE_INITIATOR, tuple);
	if (!conn)
		return NULL;
	conn->oif = device_of(skb);
	make_offer(conn, syn_room(pn) - HEADER_BYTES - OPTION_BYTES);
	return conn;
}

/* A connection of earlier times must not take the new one's segments. */
static bool same_attempt(const struct preserve_conn *conn)
{
	return conn->role == PRESERVE_INITIATOR &&
	       (conn->state == PRESERVE_SYN ||
		conn->state == PRESERVE_FALLBACK);
}

static void out_syn(struct preserve_net *pn, struct sk_buff *skb)
{
	unsigned int limit = READ_ONCE(pn->ctl.syn_retries_before_fallback);
	struct preserve_tuple tuple;
	struct preserve_span syn, none = {};
	struct preserve_conn *conn;
	struct preserve_pair *pair;

	if (!skb->sk || !sk_fullsock(skb->sk))
		return;
	preserve_tuple_out(skb, &tuple);
	pair = preserve_pair_find(pn, &tuple);
	conn = pair ? pair->conn : NULL;
	if (conn && !same_attempt(conn)) {
		preserve_conn_drop(conn);
		conn = NULL;
	}
	if (!conn && !inet_csk(skb->sk)->icsk_retransmits)
		conn = initiate(pn, skb, &tuple);
	if (!conn || conn->state == PRESERVE_FALLBACK)
		return;
	if (inet_csk(skb->sk)->icsk_retransmits >= limit) {
		WRITE_ONCE(conn->state, PRESERVE_FALLBACK);
		preserve_count(pn, PRESERVE_MIB_FALLBACKNOANSWER);
		return;
	}
	syn = sent_span(conn->hs);
	if (insert_options(pn, skb, syn_room(pn), &syn, &none))
		preserve_count(pn, PRESERVE_MIB_SYNSENT);
}

static bool request_allows(struct preserve_net *pn, const struct sk_buff *skb,
			   const struct nf_hook_state *state,
			   const struct preserve_tuple *tuple)
{
	const struct request_sock *req = inet_reqsk(skb->sk);

	if (rsk_is_mptcp(req))
		return false;
	if (inet_rsk(req)->ir_iif) {
		preserve_count(pn, PRESERVE_MIB_FALLBACKBOUND);
		return false;
	}
	return !state->sk || !sk_fullsock(state->sk) ||
	       socket_allows(pn, state->sk, tuple);
}

/* The SYN was seen; state SYN becomes ACK with the first SYN-ACK. */
static bool respond(struct preserve_conn *conn, struct sk_buff *skb,
		    const struct nf_hook_state *state,
		    const struct preserve_tuple *tuple)
{
	struct preserve_net *pn = conn->pn;
	unsigned int used = HEADER_BYTES + 2 * OPTION_BYTES +
			    conn->hs->echo_len;

	if (used > synack_room(pn)) {
		preserve_count(pn, PRESERVE_MIB_FALLBACKLIMIT);
		return false;
	}
	if (!device_of(skb) || !request_allows(pn, skb, state, tuple))
		return false;
	conn->oif = device_of(skb);
	make_offer(conn, synack_room(pn) - used);
	WRITE_ONCE(conn->state, PRESERVE_ACK);
	return true;
}

static void out_synack(struct preserve_net *pn, struct sk_buff *skb,
		       const struct nf_hook_state *state)
{
	unsigned int limit = READ_ONCE(pn->ctl.syn_retries_before_fallback);
	struct preserve_tuple tuple;
	struct preserve_span syn, ack;
	struct preserve_conn *conn;
	struct preserve_pair *pair;

	preserve_tuple_out(skb, &tuple);
	pair = preserve_pair_find(pn, &tuple);
	if (!pair || pair->conn->role != PRESERVE_RESPONDER)
		return;
	conn = pair->conn;
	/* With SYN cookies there is no request to hold on to. */
	if (!skb->sk || skb->sk->sk_state != TCP_NEW_SYN_RECV) {
		preserve_conn_drop(conn);
		return;
	}
	if (conn->state == PRESERVE_SYN && !respond(conn, skb, state, &tuple)) {
		preserve_conn_drop(conn);
		return;
	}
	if (conn->state != PRESERVE_ACK)
		return;
	if (inet_reqsk(skb->sk)->num_timeout >= limit) {
		preserve_count(pn, PRESERVE_MIB_FALLBACKSYNACK);
		preserve_conn_drop(conn);
		return;
	}
	syn = sent_span(conn->hs);
	ack = echo_span(conn->hs);
	if (!insert_options(pn, skb, synack_room(pn), &syn, &ack)) {
		preserve_conn_drop(conn);
		return;
	}
	preserve_count(pn, PRESERVE_MIB_SYNACKSENT);
	spin_lock_bh(&conn->lock);
	if (conn->state == PRESERVE_ACK)
		preserve_conn_set_acks_left(conn, RESPONDER_ACKS);
	spin_unlock_bh(&conn->lock);
}

void preserve_handshake_out_syn(struct preserve_net *pn, struct sk_buff *skb,
				const struct nf_hook_state *state)
{
	if (tcp_hdr(skb)->ack)
		out_synack(pn, skb, state);
	else
		out_syn(pn, skb);
}

void preserve_handshake_out_ack(struct preserve_net *pn, struct sk_buff *skb)
{
	struct preserve_span syn = {}, ack = {};
	u8 body[PRESERVE_MAX_OPTION_BYTES];
	struct preserve_tuple tuple;
	struct preserve_conn *conn;
	struct preserve_pair *pair;
	bool owed = false;

	preserve_tuple_out(skb, &tuple);
	pair = preserve_pair_find(pn, &tuple);
	if (!pair)
		return;
	conn = pair->conn;
	spin_lock_bh(&conn->lock);
	if (conn->acks_left && conn->hs && pair == &conn->first) {
		owed = true;
		preserve_conn_set_acks_left(conn, conn->acks_left - 1);
		if (conn->role == PRESERVE_INITIATOR) {
			ack = echo_span(conn->hs);
			memcpy(body, ack.data, ack.len);
			ack.data = body;
		} else {
			syn = sent_span(conn->hs);
			memcpy(body, syn.data, syn.len);
			syn.data = body;
		}
	}
	spin_unlock_bh(&conn->lock);
	if (owed && insert_options(pn, skb, PRESERVE_MAX_SYNACK_BYTES, &syn,
				   &ack))
		preserve_count(pn, ack.present ? PRESERVE_MIB_ACKSENT :
			       PRESERVE_MIB_ACKASKED);
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
	preserve_count(pn, PRESERVE_MIB_SYNRECEIVED);
}

static bool acknowledges_syn(struct preserve_conn *conn,
			     const struct preserve_segment *seg)
{
	struct sock *sk = preserve_conn_sock(conn);
	bool acks = false;

	if (!sk)
		return false;
	if (sk_fullsock(sk))
		acks = ntohl(seg->th.ack_seq) == READ_ONCE(tcp_sk(sk)->snd_nxt);
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
		    const struct preserve_options *found,
		    const struct preserve_tuple *tuple)
{
	struct preserve_net *pn = conn->pn;
	struct preserve_span peer = echo_span(conn->hs);
	struct preserve_addrs remote;

	if (!echo_matches(conn, &found->ack)) {
		preserve_count(pn, PRESERVE_MIB_ECHOMISMATCH);
		return;
	}
	if (decode_offer(pn, &peer, tuple, &remote) ||
	    preserve_conn_establish(conn, &conn->hs->offered, &remote))
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
	struct preserve_tuple tuple;

	preserve_tuple_in(skb, &seg->th, &tuple);
	if (!find_options(pn, skb, seg, hdr, &found))
		return;
	if (conn->role == PRESERVE_RESPONDER) {
		if (found.ack.present && conn->state == PRESERVE_ACK)
			confirm(conn, &found, &tuple);
	} else if (found.syn.present &&
		   conn->state == PRESERVE_ESTABLISHED) {
		repeat_acks(conn);
		preserve_conn_event(conn, PRESERVE_EVENT_ASKED);
	}
}
