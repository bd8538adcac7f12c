/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which of two pairs is to be preferred, as both ends have flagged their addresses
 * (docs/wire-format.md, 1.1). The priority of a pair is the sum of both: so both ends
 * come to the same order, and neither end's difference is hidden by the other's.
 */
#ifndef PRESERVE_RANK_H
#define PRESERVE_RANK_H

#include "conn/conn.h"

#define PRESERVE_RANK_BACKUP (2 * PRESERVE_FLAG_PRIORITY + 1)

static inline bool preserve_pair_is_backup(const struct preserve_pair *pair)
{
	const struct preserve_conn *conn = pair->conn;

	return (conn->local_flags[pair->li] | conn->remote_flags[pair->ri]) &
	       PRESERVE_FLAG_BACKUP;
}

/* The less goes first; of equals the first in search order. */
static inline unsigned int preserve_pair_rank(const struct preserve_pair *pair)
{
	const struct preserve_conn *conn = pair->conn;
	unsigned int local = conn->local_flags[pair->li] & PRESERVE_FLAG_PRIORITY;
	unsigned int remote = conn->remote_flags[pair->ri] & PRESERVE_FLAG_PRIORITY;

	return local + remote +
	       (preserve_pair_is_backup(pair) ? PRESERVE_RANK_BACKUP : 0);
}

/* Of @next, and the best of those before it in search order, which may be NULL. */
static inline struct preserve_pair *
preserve_pair_better(struct preserve_pair *best, struct preserve_pair *next)
{
	return best && preserve_pair_rank(best) <= preserve_pair_rank(next) ?
		best : next;
}

#endif /* PRESERVE_RANK_H */
