/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a connection may move to. Which of two pairs is better: see conn/rank.h. */
#ifndef PRESERVE_CHOOSE_H
#define PRESERVE_CHOOSE_H

#include "conn/conn.h"

struct sock;

/*
 * The best that answered lately, else the best that ever did; NULL: none. *@asking:
 * there are others, that may answer.
 */
struct preserve_pair *preserve_choose_proven(struct preserve_conn *conn,
					     const struct sock *sk, bool *asking);

/* The best that answered since the current pair is in doubt; NULL: none did. */
struct preserve_pair *preserve_choose_answered(struct preserve_conn *conn,
					       const struct sock *sk);

/*
 * How long pairs that are no backups may take to answer before @chosen is taken, in
 * jiffies: when it is a backup, as long as they do when they work, and so much again.
 */
unsigned long preserve_choose_preference(struct preserve_conn *conn,
					 const struct preserve_pair *chosen);

/* This host's links, addresses or routes changed: what can be used again? */
void preserve_choose_refresh(struct preserve_conn *conn, struct sock *sk);

#endif /* PRESERVE_CHOOSE_H */
