/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A SYN that had no answer is repeated over other uplinks as well, so that new
 * connections work while the way of the first one is dead. Each copy is a handshake
 * of its own, with an entry of its own; its addresses are those that the first SYN
 * offered. The answer that comes first decides: if it is that to a copy, the socket
 * gets those addresses before TCP sees it.
 */
#ifndef PRESERVE_UPLINKS_H
#define PRESERVE_UPLINKS_H

#include <linux/types.h>

struct preserve_conn;
struct sk_buff;
struct sock;

/*
 * Send copies of @skb, the SYN of @conn once more and without option yet, over at
 * most syn_uplinks others: with the option or not as it will be sent itself.
 */
void preserve_uplinks_send(struct preserve_conn *conn,
			   const struct sk_buff *skb);

/*
 * The socket, full and with a reference, whose SYN @conn is the entry of a copy of,
 * or NULL.
 */
struct sock *preserve_uplinks_sock(const struct preserve_conn *conn);

/*
 * A copy was answered, whose entry @conn is. False: the socket does not wait for an
 * answer any more, or cannot move now.
 */
bool preserve_uplinks_take(struct preserve_conn *conn);

#endif /* PRESERVE_UPLINKS_H */
