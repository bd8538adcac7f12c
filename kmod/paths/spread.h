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

struct preserve_segment;

/* More are not spread over; the memory of a connection is bounded by it. */
#define PRESERVE_SPREAD_PATHS 4

/*
 * A path with a longer delay brings time stamps that are older than what came by
 * the others: by as much as the reorder buffer waits.
 */
#define PRESERVE_SPREAD_AGE_MS 1000

struct preserve_spread {
	struct preserve_group group;
	struct preserve_conn *conn;
	struct list_head node;	/* of all in the namespace; RCU */
	unsigned long asked;	/* jiffies: when probes were last asked for */
	u32 grown_us;		/* when the window was last looked at */
};

/* Under table->lock; the counts are read without it. */
struct preserve_spreads {
	struct list_head list;
	unsigned int count;
	unsigned int agreed;	/* connections with conn->spreads */
};

void preserve_spread_init(struct preserve_net *pn);

/* For so many addresses of the two ends; NULL: too many, or no memory. */
struct preserve_spread *preserve_spread_alloc(struct preserve_net *pn,
					      unsigned int n_local,
					      unsigned int n_remote);
void preserve_spread_free(struct preserve_spread *spread);

/*
 * @conn was established and spreads, over the paths of @spread unless that is
 * NULL. The caller holds table->lock and conn->lock, for both of these.
 */
void preserve_spread_start(struct preserve_conn *conn,
			   struct preserve_spread *spread);
void preserve_spread_stop(struct preserve_conn *conn);

static inline struct preserve_spread *
preserve_spread_of(const struct preserve_conn *conn)
{
	/* Pairs with preserve_spread_start(). */
	return smp_load_acquire(&conn->spread);
}

/* What @skb, sent by TCP, is to be spread over, or NULL. RCU. */
struct preserve_spread *preserve_spread_find(struct preserve_net *pn,
					     const struct sk_buff *skb);

/*
 * Which of the paths in @usable @skb may take; none: the current pair. Asks for
 * probes where they are needed. The caller holds the group's lock.
 */
unsigned long preserve_spread_narrow(struct preserve_spread *spread,
				     unsigned long usable,
				     const struct sk_buff *skb);

/* A segment came on @pair. */
void preserve_spread_heard(struct preserve_pair *pair,
			   const struct preserve_segment *seg);

/* The worker: probe the pairs that need it. @sk is locked. */
void preserve_spread_probe(struct preserve_conn *conn, struct sock *sk);

/* The peer answered a probe on @pair. */
void preserve_spread_verify(struct preserve_pair *pair);

/* What an answer takes at most on those paths that work, in microseconds. */
u32 preserve_spread_slowest_us(struct preserve_conn *conn);

void preserve_spread_show(struct seq_file *seq, struct preserve_conn *conn);

#endif /* PRESERVE_SPREAD_H */
