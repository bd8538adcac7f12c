// SPDX-License-Identifier: GPL-2.0-only
/*
 * The peer's moves are followed under these rules:
 *  - the peer tells of the move, in a probe with its number, and has answered us
 *    on that pair of late; or it answers us that it is there, after it told, or
 *    sent data there;
 *  - not back to the pair just left, for holddown_ms or two retransmission
 *    time-outs: what the peer sent before it heard of our move arrives there;
 *  - not more than twice in that time, to wherever;
 *  - not onto a pair that does not work here;
 *  - when both ends moved at the same time, the initiator's choice counts.
 */
#include "survive/follow.h"
#include "survive/migrate.h"
#include "conn/conn.h"
#include "conn/net.h"
#include "conn/path.h"
#include "survive/estimate.h"

#include <net/tcp.h>

/* Between two questions whether the peer has moved to a pair. */
#define ASK_INTERVAL_MIN (HZ / 20)

/* A peer whose choice does not work chooses again. */
#define HASTY_MAX 2

static bool in_holddown(const struct preserve_conn *conn, const struct sock *sk)
{
	unsigned long hold =
		max_t(unsigned long,
		      msecs_to_jiffies(READ_ONCE(conn->pn->ctl.holddown_ms)),
		      2 * READ_ONCE(inet_csk(sk)->icsk_rto));

	return time_before(jiffies, READ_ONCE(conn->moved) + hold);
}

/* Why not to follow to @pair, or PRESERVE_MIB_FOLLOWED. */
static enum preserve_mib_item judge(const struct preserve_pair *pair,
				    const struct sock *sk)
{
	const struct preserve_conn *conn = pair->conn;

	if (in_holddown(conn, sk)) {
		if (pair == READ_ONCE(conn->left) ||
		    READ_ONCE(conn->hasty) >= HASTY_MAX)
			return PRESERVE_MIB_FOLLOWHOLDDOWN;
		if (conn->role == PRESERVE_INITIATOR &&
		    READ_ONCE(conn->cause) != PRESERVE_CAUSE_NONE &&
		    READ_ONCE(conn->cause) != PRESERVE_CAUSE_FOLLOWED)
			return PRESERVE_MIB_FOLLOWPRECEDENCE;
	}
	if (preserve_path_check(pair, sk) != PRESERVE_CAUSE_NONE)
		return PRESERVE_MIB_FOLLOWUNUSABLE;
	return PRESERVE_MIB_FOLLOWED;
}

static bool may_follow(const struct preserve_pair *pair, const struct sock *sk)
{
	enum preserve_mib_item verdict;

	if (!READ_ONCE(pair->conn->pn->ctl.follow))
		return false;
	verdict = judge(pair, sk);
	if (verdict == PRESERVE_MIB_FOLLOWED)
		return true;
	preserve_count(pair->conn->pn, verdict);
	return false;
}

/* What the peer sent meanwhile was acknowledged where it is no more. */
void preserve_follow(struct preserve_pair *pair, struct sock *sk)
{
	struct preserve_conn *conn = pair->conn;
	u8 hasty = in_holddown(conn, sk) ? conn->hasty + 1 : 0;

	if (pair == conn->cur ||
	    preserve_migrate(pair, sk, PRESERVE_CAUSE_FOLLOWED))
		return;
	WRITE_ONCE(conn->hasty, hasty);
	preserve_count(conn->pn, PRESERVE_MIB_FOLLOWED);
	preserve_compat_send_ack(sk);
	if (tcp_sk(sk)->packets_out)
		preserve_conn_event(conn, PRESERVE_EVENT_FOLLOWED);
}

/* A socket that its owner holds moves later, by the worker. */
static void follow_now(struct preserve_pair *pair, struct sock *sk)
{
	struct preserve_conn *conn = pair->conn;

	bh_lock_sock(sk);
	if (sock_owned_by_user(sk)) {
		WRITE_ONCE(conn->target, pair);
		preserve_conn_event(conn, PRESERVE_EVENT_FOLLOW);
	} else if (preserve_conn_owns(conn, sk)) {
		preserve_follow(pair, sk);
	}
	bh_unlock_sock(sk);
}

/* From now on an answer on @pair means that the peer has moved there. */
static void claim(struct preserve_pair *pair, u8 number)
{
	struct preserve_conn *conn = pair->conn;

	spin_lock_bh(&conn->lock);
	conn->claim = pair;
	conn->claim_number = number;
	spin_unlock_bh(&conn->lock);
}

void preserve_follow_told(struct preserve_pair *pair, struct sock *sk,
			  u8 number)
{
	struct preserve_conn *conn = pair->conn;

	if (!may_follow(pair, sk))
		return;
	if (!preserve_pair_recent(pair)) {
		/* The reply asks. */
		claim(pair, number);
		return;
	}
	follow_now(pair, sk);
	if (pair == READ_ONCE(conn->cur))
		conn->peer_moves = number;
}

void preserve_follow_answered(struct preserve_pair *pair, struct sock *sk,
			      bool here)
{
	struct preserve_conn *conn = pair->conn;
	bool claimed;
	u8 number;

	spin_lock_bh(&conn->lock);
	claimed = conn->claim == pair;
	number = conn->claim_number;
	if (claimed)
		conn->claim = NULL;
	spin_unlock_bh(&conn->lock);
	if (!claimed || !here || pair == READ_ONCE(conn->cur) ||
	    !may_follow(pair, sk))
		return;
	follow_now(pair, sk);
	if (number && pair == READ_ONCE(conn->cur))
		conn->peer_moves = number;
}

bool preserve_follow_heard(struct preserve_pair *pair, struct sock *sk)
{
	u32 srtt_us = preserve_estimate_srtt_us(pair->conn, sk);
	unsigned long interval = max_t(unsigned long, ASK_INTERVAL_MIN,
				       usecs_to_jiffies(2 * srtt_us));

	if (pair->probed && time_before(jiffies, pair->probed + interval))
		return false;
	if (!may_follow(pair, sk))
		return false;
	claim(pair, 0);
	preserve_count(pair->conn->pn, PRESERVE_MIB_FOLLOWASKED);
	return true;
}
