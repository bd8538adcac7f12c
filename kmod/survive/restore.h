/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Back to where a connection belongs: to its handshake pair, and from a backup to any
 * pair that is none. What it may return to is probed every now and then, less often
 * the longer it is silent, and returned to when it has answered for restore_delay_ms.
 */
#ifndef PRESERVE_RESTORE_H
#define PRESERVE_RESTORE_H

struct preserve_conn;
struct preserve_pair;
struct sock;

/*
 * The pair to which it is time to return, or NULL: look again after *@again jiffies,
 * 0: not before an event. @sk is locked; the worker calls it.
 */
struct preserve_pair *preserve_restore_look(struct preserve_conn *conn,
					    struct sock *sk,
					    unsigned long *again);

#endif /* PRESERVE_RESTORE_H */
