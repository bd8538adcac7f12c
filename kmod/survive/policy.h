/* SPDX-License-Identifier: GPL-2.0-only */
/* When a connection moves, and where to. */
#ifndef PRESERVE_POLICY_H
#define PRESERVE_POLICY_H

#include "conn/conn.h"

struct sock;

/*
 * Look at @conn, and do what is to be done. Returns after how many jiffies to look
 * again, 0: not before an event. @sk is locked; for the worker.
 */
unsigned long preserve_policy_look(struct preserve_conn *conn, struct sock *sk);

/* Move to @pair now, as preserve_migrate(), and send there. @sk is locked. */
int preserve_policy_move(struct preserve_pair *pair, struct sock *sk,
			 enum preserve_cause cause);

#endif /* PRESERVE_POLICY_H */
