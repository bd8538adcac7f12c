/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pairs as paths: the scheduler over the address pairs of one connection.
 *
 * When both ends have announced that they take segments on every pair, each may
 * spread what it sends. The connection then has a group of its own whose paths
 * are pairs. TCP makes segments for the current pair, as always; on their way
 * out they are given the addresses of the pair that the scheduler picked. The
 * peer's alias lookup brings them to the socket, and its reorder buffer puts
 * them in order.
 *
 * Which pairs: in search order, those of which neither address is in use by a
 * pair chosen before. So with two links there are two, the handshake pair and
 * the other diagonal one; the cross pairs share both of their links with these
 * and would only send the same links more than their part. Where one end has a
 * single address, all pairs share that, and each address of the other end makes
 * a path.
 *
 * A pair is used only after the peer has answered a probe on it (probe.h), the
 * handshake pair after the handshake. While in use it is judged by the echo
 * requests that also measure its rate (sched_echo.h), and where nobody answers
 * those by further probes. No pair left: segments take the current pair, and
 * the policy moves that as it does without spreading.
 */
#ifndef PRESERVE_SPREAD_H
#define PRESERVE_SPREAD_H

#include "conn/conn.h"
#include "paths/sched_group.h"

struct preserve_paths;
struct seq_file;
struct tcphdr;

/* More are not spread over; the memory of a connection is bounded by it. */
#define PRESERVE_SPREAD_PATHS 4

struct preserve_spread {
	struct preserve_group group;
	struct preserve_conn *conn;
	struct list_head node;	/* of all in the namespace; RCU */
	unsigned long asked;	/* jiffies: when probes were last asked for */
	struct rcu_head rcu;
};

/* Register with, or take leave of, the module below. */
void preserve_spread_open(struct preserve_paths *pp);

/* No connection is spread any more; what has them still ends with RCU. */
void preserve_spread_close(struct preserve_paths *pp);

static inline struct preserve_spread *
preserve_spread_of(const struct preserve_conn *conn)
{
	/* Pairs with start(). */
	return smp_load_acquire(&conn->spread);
}

/* What @skb, sent by TCP, is to be spread over, or NULL. RCU. */
struct preserve_spread *preserve_spread_find(struct preserve_paths *pp,
					     const struct sk_buff *skb);

/* The pair that @skb, received by a connection that is spread, came on, or NULL. RCU. */
struct preserve_pair *preserve_spread_pair(struct preserve_paths *pp,
					   const struct sk_buff *skb,
					   const struct tcphdr *th);

/*
 * Which of the paths in @usable @skb may take; none: the current pair. Asks for
 * probes where they are needed. The socket is locked, as TCP does: that keeps the
 * connection's packets in turn. RCU.
 */
unsigned long preserve_spread_narrow(struct preserve_spread *spread,
				     unsigned long usable,
				     const struct sk_buff *skb);

void preserve_spread_show(struct seq_file *seq, struct preserve_spread *spread);

#endif /* PRESERVE_SPREAD_H */
