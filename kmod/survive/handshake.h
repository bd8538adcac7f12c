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
void preserve_handshake_in_syn(struct preserve_net *pn,
			       const struct sk_buff *skb,
			       const struct preserve_segment *seg);

/* Any other segment with a Destination Options header arrived for @conn. */
void preserve_handshake_in_ack(struct preserve_conn *conn,
			       const struct sk_buff *skb,
			       const struct preserve_segment *seg);

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
