/* SPDX-License-Identifier: GPL-2.0-only */
/* When a connection moves, and where to. */
#ifndef PRESERVE_POLICY_H
#define PRESERVE_POLICY_H

struct work_struct;

/* The worker of a connection; woken by preserve_conn_event() and by itself. */
void preserve_policy_work(struct work_struct *work);

#endif /* PRESERVE_POLICY_H */
