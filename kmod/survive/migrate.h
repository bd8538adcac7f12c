/* SPDX-License-Identifier: GPL-2.0-only */
/* Moving a socket from one pair to another. */
#ifndef PRESERVE_MIGRATE_H
#define PRESERVE_MIGRATE_H

#include "conn/conn.h"

struct sock;

/*
 * Make @pair the current one: the socket is hashed under it and sends over it.
 * @sk is locked. -ESTALE when it is not the connection's any more, -EADDRINUSE
 * when another socket has those addresses and ports, -ENOMEM when the bind table
 * has no room; then nothing has changed.
 */
int preserve_migrate(struct preserve_pair *pair, struct sock *sk,
		     enum preserve_cause cause);

/*
 * The same for a socket that waits for the answer to its SYN, and is to go on under
 * the handshake pair of @conn.
 */
int preserve_migrate_opening(struct preserve_conn *conn, struct sock *sk);

/*
 * Send what waits for a retransmission timer as soon as the caller lets go of
 * the lock of @sk, or else an acknowledgment now, so that the peer learns of the
 * new pair. Sets watch.forced.unsettled when preserve_migrate_settle() is to be called,
 * with the lock, once that is sent: it was no congestion that stopped it.
 */
void preserve_migrate_resume(struct preserve_conn *conn, struct sock *sk);

/* The retransmission time-out is that of TCP's estimates, which we have changed. */
void preserve_migrate_set_timer(struct sock *sk);
void preserve_migrate_settle(struct preserve_conn *conn, struct sock *sk);

/*
 * Have TCP send what fits the smallest MTU, and search upwards from there (RFC
 * 4821), for this connection alone: probes pass the current pair, full segments
 * do not. False: it does already, or what is missing is no longer than that. @sk
 * is locked.
 */
bool preserve_migrate_shrink(struct sock *sk);

#endif /* PRESERVE_MIGRATE_H */
