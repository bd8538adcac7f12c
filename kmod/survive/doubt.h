/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The current pair is to prove that it works, while the others are asked: from the
 * first sign that it may be dead, or from a move to it, until it has or another is
 * better.
 */
#ifndef PRESERVE_DOUBT_H
#define PRESERVE_DOUBT_H

#include "conn/conn.h"

struct sock;

/* @state: not PRESERVE_STEADY. Nobody is asked yet, and no cause but silence known. */
void preserve_doubt_begin(struct preserve_conn *conn, const struct sock *sk,
			  enum preserve_watch_state state);

/* The current pair works. */
void preserve_doubt_end(struct preserve_conn *conn, const struct sock *sk);

/* Is anything of the peer heard since, other than the answer to a probe on another pair? */
bool preserve_doubt_heard(const struct preserve_conn *conn,
			  const struct sock *sk);

/*
 * Did what we sent arrive since, or what we wait for? With nothing in flight, any sign
 * of life counts.
 */
bool preserve_doubt_progressed(const struct preserve_conn *conn,
			       const struct sock *sk);

/*
 * Does the current pair answer since: this connection's probe, or others of the same
 * addresses?
 */
bool preserve_doubt_answers(const struct preserve_conn *conn);

/*
 * It answers. So only a segment was lost, in a full queue perhaps; or, where the
 * connection spreads, on another pair, which the scheduler does not use by now. But
 * what is sent again and again in vain cannot pass.
 */
bool preserve_doubt_works(const struct preserve_conn *conn,
			  const struct sock *sk);

/* What TCP repeats is missing since the pair last proved to work: once more in vain. */
void preserve_doubt_note_vain(struct preserve_conn *conn, const struct sock *sk,
			      enum preserve_silence silence);

/* A round of probes if one is due. Returns after how many jiffies the next one is. */
unsigned long preserve_doubt_ask(struct preserve_conn *conn, struct sock *sk);

/* When @chosen, which has answered, may be taken: jiffies. */
unsigned long preserve_doubt_verdict(struct preserve_conn *conn,
				     const struct sock *sk,
				     const struct preserve_pair *chosen);

#endif /* PRESERVE_DOUBT_H */
