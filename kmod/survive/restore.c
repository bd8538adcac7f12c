// SPDX-License-Identifier: GPL-2.0-only
#include "survive/restore.h"
#include "survive/budget.h"
#include "survive/probe.h"
#include "survive/silence.h"
#include "survive/trail.h"
#include "conn/net.h"
#include "conn/rank.h"

/* Between two probes of what may be returned to. */
#define RESTORE_INTERVAL_MIN (HZ / 10)
#define RESTORE_INTERVAL_MAX (5 * HZ)
#define RESTORE_INTERVAL_IDLE (60 * HZ)
/* Silent for long, it may be so for longer: asked after so much of that time. */
#define RESTORE_PATIENCE 8
#define RESTORE_IDLE_AFTER (60 * HZ)

/* Since it was left, or answered last. */
static unsigned long silence(const struct preserve_pair *pair)
{
	unsigned long last = pair->conn->moved;

	if (pair->alive && time_after(pair->alive, last))
		last = pair->alive;
	return jiffies - last;
}

/*
 * To the handshake pair, and from a backup to whatever is none and has answered
 * before; but not from what is none to a backup.
 */
static bool may_return(const struct preserve_pair *pair)
{
	const struct preserve_conn *conn = pair->conn;
	bool from_backup = preserve_pair_is_backup(conn->cur);

	if (pair == conn->cur)
		return false;
	if (pair == &conn->first)
		return from_backup || !preserve_pair_is_backup(pair);
	return from_backup && !preserve_pair_is_backup(pair) && pair->linked &&
	       preserve_pair_proven(pair);
}

/* Could it be used, as far as this host knows? If not, a notifier tells when. */
static bool is_possible(struct preserve_pair *pair, struct sock *sk)
{
	if (preserve_budget_usable(pair, sk))
		return true;
	pair->since = 0;
	return false;
}

/* Has it answered for so long, without a gap? */
static bool is_restored(const struct preserve_pair *pair, const struct sock *sk,
			unsigned long delay)
{
	return pair->since && preserve_pair_fresh(pair) &&
	       preserve_trail_fit(pair, sk) &&
	       time_after(pair->alive, pair->conn->moved) &&
	       time_after_eq(pair->alive, pair->since + delay);
}

static unsigned long interval_of(const struct preserve_pair *pair,
				 const struct sock *sk, unsigned long delay)
{
	unsigned long interval = clamp_t(unsigned long, delay / 4,
					 RESTORE_INTERVAL_MIN,
					 RESTORE_INTERVAL_MAX);

	if (preserve_silence_since(sk) > RESTORE_IDLE_AFTER)
		return RESTORE_INTERVAL_IDLE;
	if (!pair->missed)
		return interval;
	return clamp(silence(pair) / RESTORE_PATIENCE, interval,
		     RESTORE_INTERVAL_IDLE);
}

static void probe_all(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_pair *pair;
	unsigned int i;

	conn->watch.rounds.last = jiffies ?: 1;
	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++)
		if (may_return(pair) && !preserve_pair_suspended(pair) &&
		    !pair->unusable)
			preserve_probe_pair(pair, sk);
}

struct preserve_pair *preserve_restore_look(struct preserve_conn *conn,
					    struct sock *sk,
					    unsigned long *again)
{
	unsigned long delay =
		msecs_to_jiffies(READ_ONCE(conn->pn->ctl.restore_delay_ms));
	struct preserve_pair *pair, *best = NULL;
	struct preserve_rounds *r = &conn->watch.rounds;
	unsigned long interval = 0;
	unsigned int i;

	*again = 0;
	if (!conn->away || !delay)
		return NULL;
	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++) {
		if (!may_return(pair))
			continue;
		if (preserve_pair_suspended(pair)) {
			*again = min_not_zero(*again,
					      preserve_until(pair->suspended));
			continue;
		}
		if (!is_possible(pair, sk))
			continue;
		if (is_restored(pair, sk, delay))
			best = preserve_pair_better(best, pair);
		interval = min_not_zero(interval,
					interval_of(pair, sk, delay));
	}
	if (best || !interval)
		return best;
	if (!r->last || time_after_eq(jiffies, r->last + interval))
		probe_all(conn, sk);
	*again = min_not_zero(*again, preserve_until(r->last + interval));
	return NULL;
}
