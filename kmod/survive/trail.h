/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The numbers of the handshake pair while the connection is elsewhere.
 *
 * A firewall that has seen the handshake knows which sequence numbers may come on
 * that pair: up to what the other end has acknowledged there and its window (so
 * conntrack, pf). The stream goes on elsewhere, and soon its numbers are none of
 * these. So a probe there has those of the time when the pair was left, and every
 * answer leads them on, by at most a window at a time, until they have reached the
 * stream; only then is the pair fit to return to. For that they run a little ahead
 * of the stream, and the window they tell is the greatest there is: TCP sees none
 * of them.
 *
 * Both ends do so, and what they know of each other is what they have heard on that
 * pair in answer to a question of theirs. When their notes differ, or the firewall
 * has not seen all, nothing is lost: of questions in vain, every other has the
 * stream's own numbers when these are too far ahead to mislead a firewall, and what
 * was answered with those is fit as well; and of the rest three in four have what was
 * firm before it was led on last, one of them less.
 */
#ifndef PRESERVE_TRAIL_H
#define PRESERVE_TRAIL_H

#include "conn/conn.h"

struct preserve_segment;
struct sock;

/* @conn is about to leave the handshake pair. The caller holds conn->lock. */
void preserve_trail_leave(struct preserve_conn *conn, const struct sock *sk);

/* It is about to return there. The caller holds conn->lock. */
void preserve_trail_return(struct preserve_conn *conn, const struct sock *sk);

/*
 * A segment, not yet TCP's, came on another pair than the current one, which is
 * the handshake pair.
 */
void preserve_trail_strayed(struct preserve_conn *conn, const struct sock *sk);

/* Has a question on @pair numbers of its own? */
bool preserve_trail_asks(const struct preserve_pair *pair, const struct sock *sk);

/* Has @seg, which came on @pair, such numbers? */
bool preserve_trail_has(const struct preserve_pair *pair, const struct sock *sk,
			const struct preserve_segment *seg);

/*
 * The numbers of a question, and of the reply to one with the numbers @asked_seq and
 * @asked_ack: it acknowledges that at most, and is within the window that was told
 * with it, for the firewall has let it pass. The caller holds conn->lock.
 */
void preserve_trail_question(const struct preserve_pair *pair,
			     const struct sock *sk, u32 *seq, u32 *ack);
void preserve_trail_reply(const struct preserve_pair *pair,
			  const struct sock *sk, u32 asked_seq, u32 asked_ack,
			  u32 *seq, u32 *ack);

/*
 * @seg answered a question on the handshake pair, with such numbers if @trails.
 * Returns whether to go on at once. The caller holds conn->lock.
 */
bool preserve_trail_answered(struct preserve_conn *conn, const struct sock *sk,
			     const struct preserve_segment *seg, bool trails);

/* Have the numbers for @pair led up to the stream's? */
bool preserve_trail_level(const struct preserve_pair *pair,
			  const struct sock *sk);

/* Would the stream's numbers pass on @pair? */
bool preserve_trail_fit(const struct preserve_pair *pair, const struct sock *sk);

/* A new series of questions may go on for so many round trips. */
void preserve_trail_start(struct preserve_conn *conn);

#endif /* PRESERVE_TRAIL_H */
