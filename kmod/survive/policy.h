/* SPDX-License-Identifier: GPL-2.0-only */
/* When a connection moves, and where to. */
#ifndef PRESERVE_POLICY_H
#define PRESERVE_POLICY_H

#include "conn/conn.h"

struct sock;
struct work_struct;

/* The worker of a connection; woken by preserve_conn_event() and by itself. */
void preserve_policy_work(struct work_struct *work);

/* Move to @pair now, as preserve_migrate(), and send there. @sk is locked. */
int preserve_policy_move(struct preserve_pair *pair, struct sock *sk,
			 enum preserve_cause cause);

#endif /* PRESERVE_POLICY_H */
