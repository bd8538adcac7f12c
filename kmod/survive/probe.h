/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Probes: how a connection learns whether a pair works, and whether the peer
 * wants it, before it sends anything else there; and how it tells the peer that
 * it moved.
 *
 * A probe is a pure ACK with the sequence number SND.UNA - 1 or SND.NXT and an
 * experimental TCP option (RFC 6994) that holds a nonce. The peer's module takes
 * it and answers on the same pair with the same nonce: that proves the pair. The
 * answer is a proper ACK, which TCP receives: where the current pair lost
 * acknowledgments it tells what really arrived, so that nothing else is
 * repeated. Where the pair is not proven to the end that answers, or was not
 * lately, the answer is a probe as well, so that both know after three packets.
 * A peer that lost its module answers with a RST, which suspends the pair.
 *
 * On the handshake pair, while the connection is elsewhere, both have other numbers,
 * which TCP does not get; see trail.h.
 *
 * An end that has moved sends a probe with the number of the move on its new
 * pair, from 1 to 255 and then from 1 again, until the answer tells that the
 * peer is there as well. Layout: docs/wire-format.md.
 */
#ifndef PRESERVE_PROBE_H
#define PRESERVE_PROBE_H

#include "wire/segment.h"

#include <linux/types.h>
#include <net/tcp.h>

struct preserve_conn;
struct preserve_pair;
struct sk_buff;
struct sock;

/* Probe every usable pair but the current one. @sk is locked. */
void preserve_probe_all(struct preserve_conn *conn, struct sock *sk);

/*
 * Probe the current pair as well, to find out whether it is dead: of many
 * connections with its addresses not each does. @sk is locked.
 */
void preserve_probe_round(struct preserve_conn *conn, struct sock *sk);

/*
 * Probe the pairs that are not proven yet, the first time all, then those of
 * addresses that never answered; and, when it is time, the proven ones again.
 * @sk is locked.
 */
void preserve_probe_verify(struct preserve_conn *conn, struct sock *sk);

/*
 * Probe one pair, unless its address has had its share. Whoever does not hold
 * the lock of @sk may send numbers that are out of date.
 */
void preserve_probe_pair(struct preserve_pair *pair, struct sock *sk);

/* We have just moved: tell the peer. @sk is locked. */
void preserve_probe_announce(struct preserve_conn *conn, struct sock *sk);

/*
 * Tell it again, if it is time and nobody confirmed. Returns after how many
 * jiffies to look again, 0: nothing is left to do. @sk is locked.
 */
unsigned long preserve_probe_announce_again(struct preserve_conn *conn,
					    struct sock *sk);

/*
 * Might the segment with the header @th, all of which is there, have a probe
 * option? Cheap, for every segment that is received: the kind stands behind two
 * NOP, and before them the time stamps.
 */
static inline bool preserve_probe_suspected(const struct tcphdr *th)
{
	const unsigned int doff = (sizeof(*th) + 2 + PRESERVE_PROBE_LEN) / 4;
	const u8 *kind = (const u8 *)(th + 1) + 2;

	if (th->doff < doff)
		return false;
	if (th->doff >= doff + TCPOLEN_TSTAMP_ALIGNED / 4)
		kind += TCPOLEN_TSTAMP_ALIGNED;
	return *kind == TCPOPT_EXP;
}

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

/*
 * A RST with the sequence number @seq came on @pair, or, @quoted, an ICMPv6
 * error about our segment with that number. Believed only when it is about the
 * last probe, which is unanswered; then the pair rests for a while.
 */
void preserve_probe_refused(struct preserve_pair *pair, u32 seq, bool quoted);

#endif /* PRESERVE_PROBE_H */
