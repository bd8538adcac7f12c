/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PRESERVE_WORKER_H
#define PRESERVE_WORKER_H

struct work_struct;

/* The worker of a connection; woken by preserve_conn_event() and by itself. */
void preserve_work(struct work_struct *work);

#endif /* PRESERVE_WORKER_H */
