// SPDX-License-Identifier: GPL-2.0-only
/* The options that leave. */
#include "survive/addrs.h"
#include "survive/handshake.h"
#include "survive/plain.h"
#include "survive/uplinks.h"
#include "conn/net.h"
#include "conn/optout.h"
#include "conn/paths_ops.h"
#include "conn/xfrm.h"
#include "wire/tuple.h"

#include <net/inet_connection_sock.h>
#include <net/mptcp.h>
#include <net/tcp.h>

/*
 * Pure ACKs on which the responder asks for a PREFIX_ACK, and the time between
 * two of them: the initiator answers so often only (tcp_invalid_ratelimit).
 */
#define RESPONDER_ACKS 8
#define ASK_INTERVAL (HZ * 3 / 5)

/* A SYN-ACK carries both options; see docs/wire-format.md for the sizes. */
#define SYNACK_BYTES_MIN 40
#define SYNACK_BYTES_MORE 48	/* where spread or flags are to fit beside addresses */
#define SYN_BYTES_DEFAULT 24

/* What a header costs beside the body of its options. */
#define HEADER_BYTES 2
#define OPTION_BYTES 2

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

/* @flags: either end has set some. */
static unsigned int synack_room(const struct preserve_net *pn, bool flags)
{
	unsigned int bytes = syn_room(pn);

	if (bytes > SYN_BYTES_DEFAULT)
		return 2 * bytes;
	return flags || preserve_paths_offers(pn) ? SYNACK_BYTES_MORE :
		SYNACK_BYTES_MIN;
}

static bool have_flags(const struct preserve_addrs *addrs)
{
	return addrs->primary_flags ||
	       memchr_inv(addrs->flags, 0, addrs->count);
}

/* Write our PREFIX_SYN body into @conn, which nobody else can see yet. */
static void make_offer(struct preserve_conn *conn, struct preserve_addrs *addrs,
		       unsigned int room)
{
	struct preserve_handshake *hs = &conn->hs;
	struct preserve_addrs sent;

	addrs->spread = preserve_paths_offers(conn->pn);
	hs->sent_len = preserve_option_encode(addrs, &conn->local[0].in6,
					      &conn->remote[0].in6, hs->sent,
					      min_t(unsigned int, room,
						    sizeof(hs->sent)),
					      &sent);
	memcpy(&conn->local[1], sent.addr, sent.count * sizeof(sent.addr[0]));
	conn->local_flags[0] = sent.primary_flags;
	memcpy(&conn->local_flags[1], sent.flags, sent.count);
	conn->n_local = sent.count + 1;
	hs->spreads = sent.spread;
}

/* The settings come before what the program of @sk says. */
static bool is_wanted(struct preserve_net *pn, const struct sock *sk,
		      const struct preserve_tuple *tuple, u32 mark)
{
	enum preserve_mib_item reason = preserve_plain_reason(pn, tuple, mark);

	if (reason == PRESERVE_MIB_MAX && preserve_optout_has(sk))
		reason = PRESERVE_MIB_FALLBACKPROGRAM;
	if (reason == PRESERVE_MIB_MAX)
		return true;
	preserve_fallback(pn, tuple, reason);
	return false;
}

/*
 * May the connection of these addresses move at all? Not within this host, and
 * not when its socket is tied to a device or signs its segments.
 */
static bool socket_allows(struct preserve_net *pn, const struct sock *sk,
			  const struct preserve_tuple *tuple)
{
	if (sk->sk_bound_dev_if || preserve_compat_signed(sk)) {
		preserve_fallback(pn, tuple, PRESERVE_MIB_FALLBACKBOUND);
		return false;
	}
	/* A unique local address, for example, and a global one. */
	if (!preserve_option_addr_ok(&tuple->remote.in6, &tuple->local.in6) ||
	    !preserve_option_addr_ok(&tuple->local.in6, &tuple->remote.in6)) {
		preserve_fallback(pn, tuple, PRESERVE_MIB_FALLBACKSCOPE);
		return false;
	}
	return true;
}

static bool has_data(const struct sk_buff *skb)
{
	return skb->len > skb_transport_offset(skb) + tcp_hdrlen(skb);
}

static int device_of(const struct sk_buff *skb)
{
	const struct dst_entry *dst = skb_dst(skb);

	return dst && !(dst->dev->flags & IFF_LOOPBACK) ? dst->dev->ifindex : 0;
}

/*
 * What began on an interface whose addresses are not told stays there, for
 * example in a VPN.
 */
static bool may_announce(struct preserve_net *pn, const struct sk_buff *skb,
			 const struct preserve_tuple *tuple,
			 struct preserve_addrs *addrs)
{
	if (preserve_addrs_collect(pn, skb_dst(skb)->dev, &tuple->local, addrs))
		return true;
	preserve_fallback(pn, tuple, PRESERVE_MIB_FALLBACKNOTANNOUNCED);
	return false;
}

struct preserve_conn *preserve_handshake_begin(struct preserve_net *pn,
					       const struct sk_buff *skb,
					       const struct preserve_tuple *tuple)
{
	struct preserve_conn *conn;

	conn = preserve_conn_alloc(pn, PRESERVE_INITIATOR, tuple, skb->sk);
	if (!conn)
		return NULL;
	conn->state = PRESERVE_SYN;
	conn->local_isn = ntohl(tcp_hdr(skb)->seq);
	conn->cookie = preserve_sock_cookie(skb->sk);
	return conn;
}

bool preserve_handshake_publish(struct preserve_conn *conn, int oif,
				struct preserve_addrs *addrs)
{
	conn->oif = oif;
	make_offer(conn, addrs,
		   syn_room(conn->pn) - HEADER_BYTES - OPTION_BYTES);
	return preserve_conn_publish(conn);
}

/* The first SYN of a connection. */
static struct preserve_conn *initiate(struct preserve_net *pn,
				      const struct sk_buff *skb,
				      const struct preserve_tuple *tuple)
{
	struct preserve_conn *conn;
	struct preserve_addrs addrs;

	if (sk_is_mptcp(skb->sk) || !device_of(skb) ||
	    !is_wanted(pn, skb->sk, tuple, skb->mark))
		return NULL;
	if (has_data(skb)) {
		preserve_fallback(pn, tuple, PRESERVE_MIB_FALLBACKDATA);
		return NULL;
	}
	if (!socket_allows(pn, skb->sk, tuple) ||
	    !may_announce(pn, skb, tuple, &addrs))
		return NULL;
	if (preserve_blackhole_known(&pn->blackholes, &tuple->remote)) {
		preserve_fallback(pn, tuple, PRESERVE_MIB_FALLBACKBLACKHOLE);
		return NULL;
	}
	conn = preserve_handshake_begin(pn, skb, tuple);
	if (!conn || !preserve_handshake_publish(conn, device_of(skb), &addrs))
		return NULL;
	return conn;
}

/* Is @skb the SYN of @conn once more, which has had no answer? */
static bool same_attempt(const struct preserve_conn *conn,
			 const struct preserve_pair *pair,
			 const struct sk_buff *skb)
{
	return conn->role == PRESERVE_INITIATOR && pair == &conn->first &&
	       (conn->state == PRESERVE_SYN ||
		conn->state == PRESERVE_FALLBACK) &&
	       conn->local_isn == ntohl(tcp_hdr(skb)->seq);
}

/*
 * After so many SYNs with the option, a plain one and one with it by turns: whether
 * the option is dropped or the way was dead, the first that comes through is
 * answered.
 */
static bool is_plain_turn(unsigned int retransmits, unsigned int limit)
{
	return retransmits >= limit && (retransmits - limit) % 2 == 0;
}

void preserve_handshake_tag(const struct preserve_conn *conn, struct sk_buff *skb)
{
	struct preserve_span syn = preserve_handshake_sent(&conn->hs), none = {};
	struct preserve_net *pn = conn->pn;

	if (insert_options(pn, skb, syn_room(pn), &syn, &none))
		preserve_count(pn, PRESERVE_MIB_SYNSENT);
}

static void out_syn(struct preserve_net *pn, struct sk_buff *skb)
{
	unsigned int limit = READ_ONCE(pn->ctl.syn_retries_before_fallback);
	unsigned int retransmits;
	struct preserve_tuple tuple;
	struct preserve_conn *conn;
	struct preserve_pair *pair;
	bool tagged;

	if (!skb->sk || !sk_fullsock(skb->sk))
		return;
	retransmits = inet_csk(skb->sk)->icsk_retransmits;
	preserve_tuple_out(skb, &tuple);
	pair = preserve_pair_find(pn, &tuple);
	conn = pair ? pair->conn : NULL;
	if (conn && !same_attempt(conn, pair, skb)) {
		if (!preserve_pair_yields(pair) && !preserve_conn_retire(conn)) {
			preserve_fallback(pn, &tuple, PRESERVE_MIB_FALLBACKTAKEN);
			return;
		}
		conn = NULL;
	}
	if (!conn && !retransmits)
		conn = initiate(pn, skb, &tuple);
	if (!conn)
		return;
	conn->xfrm_out = preserve_xfrm_of_route(skb_dst(skb));
	tagged = !is_plain_turn(retransmits, limit);
	WRITE_ONCE(conn->state, tagged ? PRESERVE_SYN : PRESERVE_FALLBACK);
	if (retransmits == limit)
		preserve_fallback(pn, &tuple, PRESERVE_MIB_FALLBACKNOANSWER);
	if (retransmits)
		preserve_uplinks_send(conn, skb);
	if (tagged)
		preserve_handshake_tag(conn, skb);
}

static bool request_allows(struct preserve_net *pn, const struct sk_buff *skb,
			   const struct nf_hook_state *state,
			   const struct preserve_tuple *tuple)
{
	const struct request_sock *req = inet_reqsk(skb->sk);

	if (rsk_is_mptcp(req) ||
	    !is_wanted(pn, state->sk, tuple, skb->mark))
		return false;
	if (inet_rsk(req)->ir_iif) {
		preserve_fallback(pn, tuple, PRESERVE_MIB_FALLBACKBOUND);
		return false;
	}
	return !state->sk || !sk_fullsock(state->sk) ||
	       socket_allows(pn, state->sk, tuple);
}

/* The first SYN-ACK of a request whose SYN made an offer. */
static struct preserve_conn *respond(struct preserve_net *pn,
				     const struct sk_buff *skb,
				     const struct nf_hook_state *state,
				     const struct preserve_tuple *tuple)
{
	const struct tcp_request_sock *req = tcp_rsk(inet_reqsk(skb->sk));
	const struct preserve_offer *offer;
	struct preserve_conn *conn;
	struct preserve_addrs addrs;
	unsigned int used;
	bool flags;

	offer = preserve_handshake_offer(pn, tuple, req->rcv_isn);
	if (!offer)
		return NULL;
	used = HEADER_BYTES + 2 * OPTION_BYTES + offer->len;
	flags = have_flags(&offer->addrs);
	if (used > synack_room(pn, flags)) {
		preserve_fallback(pn, tuple, PRESERVE_MIB_FALLBACKLIMIT);
		return NULL;
	}
	if (!device_of(skb) || !request_allows(pn, skb, state, tuple) ||
	    !may_announce(pn, skb, tuple, &addrs))
		return NULL;
	conn = preserve_conn_alloc(pn, PRESERVE_RESPONDER, tuple, skb->sk);
	if (!conn)
		return NULL;
	conn->state = PRESERVE_ACK;
	conn->oif = device_of(skb);
	conn->local_isn = req->snt_isn;
	conn->remote_isn = req->rcv_isn;
	conn->hs.echo_len = offer->len;
	memcpy(conn->hs.echo, offer->body, offer->len);
	preserve_conn_set_remote(conn, &offer->addrs);
	flags |= have_flags(&addrs);
	make_offer(conn, &addrs, synack_room(pn, flags) - used);
	return preserve_conn_publish(conn) ? conn : NULL;
}

/* Not for the same SYN, that came over another uplink as well and later. */
static bool makes_way(const struct preserve_pair *pair,
		      const struct sk_buff *skb)
{
	const struct tcp_request_sock *req = tcp_rsk(inet_reqsk(skb->sk));

	return pair->conn->remote_isn != req->rcv_isn &&
	       preserve_pair_yields(pair);
}

/* The connection that @skb, the SYN-ACK of a request, belongs to, or NULL. */
static struct preserve_conn *responder(struct preserve_net *pn,
				       const struct sk_buff *skb,
				       const struct nf_hook_state *state,
				       const struct preserve_tuple *tuple)
{
	struct preserve_pair *pair = preserve_pair_find(pn, tuple);
	struct preserve_conn *conn;
	bool same;

	if (!pair)
		return respond(pn, skb, state, tuple);
	conn = pair->conn;
	spin_lock_bh(&conn->lock);
	same = __preserve_conn_is(conn, skb->sk);
	spin_unlock_bh(&conn->lock);
	if (same)
		return conn;
	if (makes_way(pair, skb) || preserve_conn_retire(conn))
		return respond(pn, skb, state, tuple);
	preserve_fallback(pn, tuple, PRESERVE_MIB_FALLBACKTAKEN);
	return NULL;
}

static void out_synack(struct preserve_net *pn, struct sk_buff *skb,
		       const struct nf_hook_state *state)
{
	unsigned int limit = READ_ONCE(pn->ctl.syn_retries_before_fallback);
	struct preserve_tuple tuple;
	struct preserve_span syn, ack;
	struct preserve_conn *conn;

	/* A SYN cookie has no request, and TCP Fast Open a socket already. */
	if (!skb->sk || skb->sk->sk_state != TCP_NEW_SYN_RECV)
		return;
	preserve_tuple_out(skb, &tuple);
	conn = responder(pn, skb, state, &tuple);
	if (!conn || READ_ONCE(conn->state) != PRESERVE_ACK ||
	    READ_ONCE(conn->hs.withdrawn))
		return;
	conn->xfrm_out = preserve_xfrm_of_route(skb_dst(skb));
	if (inet_reqsk(skb->sk)->num_timeout >= limit) {
		preserve_fallback(pn, &tuple, PRESERVE_MIB_FALLBACKSYNACK);
		preserve_conn_drop(conn);
		return;
	}
	syn = preserve_handshake_sent(&conn->hs);
	ack = preserve_handshake_echo(&conn->hs);
	/* What was offered has kept to the room that there was. */
	if (!insert_options(pn, skb, synack_room(pn, true), &syn, &ack)) {
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

static bool is_owed(struct preserve_conn *conn, const struct preserve_pair *pair,
		    struct sock *sk)
{
	if (!conn->acks_left || pair != &conn->first ||
	    !__preserve_conn_is(conn, sk))
		return false;
	if (conn->role == PRESERVE_INITIATOR)
		return true;
	if (conn->asked && time_before(jiffies, conn->asked + ASK_INTERVAL))
		return false;
	conn->asked = jiffies ?: 1;
	return true;
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
	if (!pair || !READ_ONCE(pair->conn->acks_left))
		return;
	conn = pair->conn;
	spin_lock_bh(&conn->lock);
	if (is_owed(conn, pair, skb->sk)) {
		owed = true;
		preserve_conn_set_acks_left(conn, conn->acks_left - 1);
		if (conn->role == PRESERVE_INITIATOR) {
			ack = preserve_handshake_echo(&conn->hs);
			memcpy(body, ack.data, ack.len);
			ack.data = body;
		} else {
			syn = preserve_handshake_sent(&conn->hs);
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
