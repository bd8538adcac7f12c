/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * When silence is a sign. An acknowledgment is expected a round trip after its
 * segment was sent; at a receiver, data are in the middle of a transfer. When
 * that is late, and nothing else came for a little longer, the path is worth a
 * question, long before TCP's own tail loss probe (RFC 8985, 7). A path whose
 * queue is full goes on to bring acknowledgments, so that it is not asked.
 *
 * A question costs some packets and nothing else; where one was not needed, the
 * connection gets more patient for a while. Nothing runs per packet: the worker
 * looks now and then, as long as something is expected.
 */
#ifndef PRESERVE_SILENCE_H
#define PRESERVE_SILENCE_H

#include "conn/conn.h"

struct sock;

/*
 * Is the current pair of @conn silent? *@delay is the number of jiffies after
 * which to look again, 0: there is nothing to wait for. @sk is locked; for the
 * worker.
 */
enum preserve_silence preserve_silence_look(struct preserve_conn *conn,
					    const struct sock *sk,
					    unsigned long *delay);

/*
 * Their workers tell what other connections hear on the current pair's addresses when
 * they look, which is rarely where a long queue makes round trips of seconds. Have it
 * told now: the queue may hold nothing of @conn, and then one of theirs drains.
 */
void preserve_silence_ask_neighbours(const struct preserve_conn *conn);

/* The current pair was asked because of its silence, and works. */
void preserve_silence_was_nothing(struct preserve_conn *conn);

/* TCP is to repeat what is missing before silence means something again. */
void preserve_silence_leave_to_tcp(struct preserve_conn *conn,
				   const struct sock *sk);

/* Jiffies since @sk last sent or received data. */
u32 preserve_silence_since(const struct sock *sk);

#endif /* PRESERVE_SILENCE_H */
