/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Announcements: where data on a pair do not tell that the sender moved there,
 * because it spreads them, it has to say so. It does in a probe on its new pair,
 * with the number of the move, until the answer tells that the peer is there as
 * well. Numbers go from 1 to 255 and begin again; 0 is none.
 */
#ifndef PRESERVE_ANNOUNCE_H
#define PRESERVE_ANNOUNCE_H

#include <linux/types.h>

struct preserve_conn;
struct preserve_pair;
struct preserve_segment;
struct sk_buff;
struct sock;

/* We have just moved. True: the current pair is to be probed now. */
bool preserve_announce_start(struct preserve_conn *conn);

/*
 * Is what was told unanswered? Returns after how many jiffies to look again, 0:
 * nothing is left to do; @now: the current pair is to be probed first. @sk is
 * locked.
 */
unsigned long preserve_announce_step(struct preserve_conn *conn,
				     const struct sock *sk, bool *now);

/* The number for a probe that leaves on @pair. */
u8 preserve_announce_number(const struct preserve_pair *pair);

/* A valid probe with a number came on @pair. */
void preserve_announce_receive(struct preserve_pair *pair, struct sock *sk,
			       struct sk_buff *skb,
			       const struct preserve_segment *seg, u8 number);

/* The peer answered on @pair that it is there as well. */
void preserve_announce_confirm(struct preserve_pair *pair);

#endif /* PRESERVE_ANNOUNCE_H */
