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
 * Send what waits for a retransmission timer now, or else an acknowledgment,
 * so that the peer learns of the new pair. @sk is locked; the lock is dropped
 * and taken again. Returns whether @sk is still the socket of @conn.
 */
bool preserve_migrate_resume(struct preserve_conn *conn, struct sock *sk);

#endif /* PRESERVE_MIGRATE_H */
