// SPDX-License-Identifier: GPL-2.0-only
#include "survive/recovery.h"
#include "survive/estimate.h"
#include "survive/migrate.h"

#include <net/tcp.h>

/* The acknowledgment behind the news of a move tells of the time before it. */
#define FOLLOW_SETTLE 2

void preserve_recovery_followed(struct preserve_conn *conn,
				const struct sock *sk)
{
	struct preserve_recovery *r = &conn->watch.recovery;

	r->followed = true;
	r->delivered = tcp_sk(sk)->delivered;
	r->due = jiffies + preserve_estimate_last_chance(conn, sk);
	r->settled = (jiffies + FOLLOW_SETTLE) ?: 1;
}

unsigned long preserve_recovery_after_follow(struct preserve_conn *conn,
					     struct sock *sk)
{
	struct preserve_recovery *r = &conn->watch.recovery;
	const struct tcp_sock *tp = tcp_sk(sk);

	if (!r->followed)
		return 0;
	if (r->settled) {
		if (time_before(jiffies, r->settled))
			return preserve_until(r->settled);
		r->settled = 0;
		r->delivered = tp->delivered;
	}
	if (tp->packets_out && tp->delivered == r->delivered) {
		if (time_before(jiffies, r->due))
			return preserve_until(r->due);
		preserve_migrate_resume(conn, sk);
	}
	r->followed = false;
	return 0;
}

/*
 * What was repeated may be lost again on the path that lost it first, before that is
 * known to be dead. TCP then waits for its timer, as long as the other paths bring
 * acknowledgments, which hide the silence.
 */
static bool is_stuck(struct preserve_conn *conn, const struct sock *sk)
{
	struct preserve_recovery *r = &conn->watch.recovery;
	u32 una = tcp_sk(sk)->snd_una;
	unsigned long limit;

	if (!r->since || una != r->una) {
		r->una = una;
		r->since = jiffies ?: 1;
	}
	limit = preserve_estimate_slowest(conn, sk) +
		preserve_estimate_last_chance(conn, sk);
	if (time_before(jiffies, r->since + limit))
		return false;
	r->since = 0;
	return true;
}

static bool is_over(const struct sock *sk)
{
	u8 state = inet_csk(sk)->icsk_ca_state;

	return state == TCP_CA_Open || state == TCP_CA_CWR ||
	       !tcp_sk(sk)->packets_out;
}

enum preserve_need preserve_recovery_look(struct preserve_conn *conn,
					  struct sock *sk, unsigned long *delay)
{
	s32 silent = tcp_jiffies32 - tcp_sk(sk)->rcv_tstamp;
	unsigned long round_trip;

	if (!conn->spreads || !test_bit(0, &conn->recovering))
		return PRESERVE_NEED_NOTHING;
	if (is_over(sk)) {
		clear_bit(0, &conn->recovering);
		conn->watch.recovery.since = 0;
		return PRESERVE_NEED_NOTHING;
	}
	round_trip = preserve_estimate_round_trip(conn, sk);
	if (is_stuck(conn, sk)) {
		preserve_migrate_resume(conn, sk);
		*delay = round_trip;
		return PRESERVE_NEED_TIME;
	}
	*delay = preserve_estimate_last_chance(conn, sk);
	return silent < (s32)(2 * round_trip) ? PRESERVE_NEED_TIME :
						PRESERVE_NEED_PROBES;
}

bool preserve_recovery_is_left(struct preserve_conn *conn,
			       const struct sock *sk)
{
	const struct preserve_watch *w = &conn->watch;
	const struct tcp_sock *tp = tcp_sk(sk);

	return w->before.inflated && tp->packets_out &&
	       tp->snd_una != w->spared.una && is_stuck(conn, sk);
}
