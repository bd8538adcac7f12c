/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Negotiation: the options on SYN, SYN-ACK and the first pure ACKs.
 *
 *   initiator                                   responder
 *   SYN      PREFIX_SYN(own)            ->
 *            <-  PREFIX_SYN(own), PREFIX_ACK(echo)   SYN-ACK
 *   ACK      PREFIX_ACK(echo)           ->
 *
 * The final ACK may be lost, and data do not carry options. So the initiator
 * repeats PREFIX_ACK on its next pure ACKs, and the responder repeats
 * PREFIX_SYN on its own pure ACKs as long as it waits: that asks the initiator
 * to answer at once.
 *
 * A responder has no entry before its TCP has a request: what a SYN offers is
 * put aside until its SYN-ACK, which the same processor makes before it takes
 * the next packet. A SYN that is answered by a cookie, a RST or nothing leaves
 * no trace, and no SYN touches an entry whose socket lives.
 */
#ifndef PRESERVE_HANDSHAKE_H
#define PRESERVE_HANDSHAKE_H

#include "conn/conn.h"

struct nf_hook_state;
struct preserve_net;
struct preserve_segment;
struct sk_buff;
struct sock;
struct tcphdr;

/* A SYN or SYN-ACK leaves. */
void preserve_handshake_out_syn(struct preserve_net *pn, struct sk_buff *skb,
				const struct nf_hook_state *state);

/* A pure ACK of @sk leaves while some connection may owe an option. */
void preserve_handshake_out_ack(struct preserve_net *pn, struct sk_buff *skb);

/* A SYN or SYN-ACK arrived. */
void preserve_handshake_in_syn(struct preserve_net *pn, struct sk_buff *skb,
			       const struct preserve_segment *seg);

/* Any other segment with a Destination Options header arrived for @conn. */
void preserve_handshake_in_ack(struct preserve_conn *conn, struct sk_buff *skb,
			       const struct preserve_segment *seg);

/*
 * An entry that nobody finds yet for the connection that @skb, a SYN, is to open
 * from @tuple. NULL, and counted, when memory is short.
 */
struct preserve_conn *preserve_handshake_begin(struct preserve_net *pn,
					       const struct sk_buff *skb,
					       const struct preserve_tuple *tuple);

/* It leaves by @oif and offers @addrs: preserve_conn_publish(). */
bool preserve_handshake_publish(struct preserve_conn *conn, int oif,
				struct preserve_addrs *addrs);

/* Put the PREFIX_SYN of @conn into @skb, its SYN. */
void preserve_handshake_tag(const struct preserve_conn *conn,
			    struct sk_buff *skb);

/* What the SYN in work on this processor offers. */
struct preserve_offer {
	const struct preserve_net *pn;	/* NULL: there is none */
	struct preserve_tuple tuple;
	u32 isn;			/* the SYN's sequence number */
	u8 len;
	u8 body[PRESERVE_MAX_OPTION_BYTES];
	struct preserve_addrs addrs;
};

/*
 * The offer of the SYN from @tuple with the number @isn, at most once; NULL when
 * it made none. With softirqs disabled, until they are enabled.
 */
const struct preserve_offer *
preserve_handshake_offer(const struct preserve_net *pn,
			 const struct preserve_tuple *tuple, u32 isn);

/* The body of our PREFIX_SYN. */
static inline struct preserve_span
preserve_handshake_sent(const struct preserve_handshake *hs)
{
	return (struct preserve_span) { hs->sent, hs->sent_len, true };
}

/* The body of the peer's, which our PREFIX_ACK echoes. */
static inline struct preserve_span
preserve_handshake_echo(const struct preserve_handshake *hs)
{
	return (struct preserve_span) { hs->echo, hs->echo_len, true };
}

#endif /* PRESERVE_HANDSHAKE_H */
