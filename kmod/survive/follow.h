/* SPDX-License-Identifier: GPL-2.0-only */
/* Following the peer to another pair, when it has shown that it is there. */
#ifndef PRESERVE_FOLLOW_H
#define PRESERVE_FOLLOW_H

#include <linux/types.h>

struct preserve_pair;
struct sock;

/*
 * The peer says, in a probe on @pair, which is not the current one, that it has
 * moved there; this is the @number of its move.
 */
void preserve_follow_told(struct preserve_pair *pair, struct sock *sk,
			  u8 number);

/*
 * Data came on @pair, which is not the current one. True: the peer is to be
 * asked, by a probe, whether it is there.
 */
bool preserve_follow_heard(struct preserve_pair *pair, struct sock *sk);

/* The peer answered on @pair: @here, it may be its current one. */
void preserve_follow_answered(struct preserve_pair *pair, struct sock *sk,
			      bool here);

/* Move because the peer did. @sk is locked. */
void preserve_follow(struct preserve_pair *pair, struct sock *sk);

#endif /* PRESERVE_FOLLOW_H */
