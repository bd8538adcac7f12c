/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Probes: how a connection learns whether a pair works before it moves there.
 *
 * A probe is a pure ACK with the sequence number SND.UNA - 1 and an
 * experimental TCP option (RFC 6994) that holds a nonce. The peer's module takes
 * it and answers on the same pair with the same nonce. The answer is a proper
 * ACK, which TCP receives: where the current pair lost acknowledgments it tells
 * what really arrived, so that nothing else is repeated. A peer that lost its
 * module answers with a RST, which is ignored because the pair is not in use.
 * Layout: docs/wire-format.md.
 */
#ifndef PRESERVE_PROBE_H
#define PRESERVE_PROBE_H

#include <linux/types.h>

struct preserve_conn;
struct preserve_pair;
struct preserve_segment;
struct sk_buff;
struct sock;

/* Probe every usable pair but the current one. @sk is locked. */
void preserve_probe_all(struct preserve_conn *conn, struct sock *sk);

/* Probe one pair. @sk is locked. */
void preserve_probe_pair(struct preserve_pair *pair, struct sock *sk);

/* What a segment without payload was. */
enum preserve_probe_verdict {
	PRESERVE_PROBE_NONE,	/* neither probe nor reply */
	PRESERVE_PROBE_TAKEN,	/* a probe, or invalid: not for TCP */
	PRESERVE_PROBE_REPLY,	/* a reply: an acknowledgment that TCP wants */
};

/* A segment without payload that is believed came on @pair, for @sk. */
enum preserve_probe_verdict
preserve_probe_receive(struct preserve_pair *pair, struct sock *sk,
		       struct sk_buff *skb, const struct preserve_segment *seg);

#endif /* PRESERVE_PROBE_H */
