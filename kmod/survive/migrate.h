/* SPDX-License-Identifier: GPL-2.0-only */
/* Moving a socket from one pair to another. */
#ifndef PRESERVE_MIGRATE_H
#define PRESERVE_MIGRATE_H

#include "conn/conn.h"

struct preserve_segment;
struct sk_buff;

/*
 * Make @pair the current one: the socket is hashed under it and sends over it.
 * @sk is locked. -ESTALE when it is not the connection's any more, -EADDRINUSE
 * when another socket has those addresses and ports, -ENOMEM when the bind table
 * has no room; then nothing has changed.
 */
int preserve_migrate(struct preserve_pair *pair, struct sock *sk,
		     enum preserve_cause cause);

/* Move because the peer did. @sk is locked. */
void preserve_migrate_to_peer(struct preserve_pair *pair, struct sock *sk);

/*
 * Send what waits for a retransmission timer now, or else an acknowledgment,
 * so that the peer learns of the new pair. @sk is locked; the lock is dropped
 * and taken again. Returns whether @sk is still the socket of @conn.
 */
bool preserve_migrate_resume(struct preserve_conn *conn, struct sock *sk);

/*
 * A segment came on @pair, which is not the current one: follow the peer if it
 * really is the peer and really moved.
 */
void preserve_migrate_follow(struct preserve_pair *pair, struct sock *sk,
			     struct sk_buff *skb,
			     const struct preserve_segment *seg);

#endif /* PRESERVE_MIGRATE_H */
