// SPDX-License-Identifier: GPL-2.0-only
#include "survive/estimate.h"
#include "survive/migrate.h"
#include "conn/net.h"
#include "conn/paths_ops.h"

#include <net/tcp.h>

/* A jiffy for each end of a time that is rounded. */
#define ROUNDING 2

/* Segments in flight that fill a path, so that acknowledgments never pause. */
#define MANY 10

/* Of so many the size of each is new to the path. */
#define FIRST_FLIGHTS 4

static bool is_inflated(const struct preserve_watch *w)
{
	return (w->state != PRESERVE_STEADY || w->before.inflated) &&
	       w->before.srtt_us;
}

static u32 known_srtt(const struct preserve_conn *conn)
{
	return max(conn->watch.before.srtt_us, conn->cur->rtt_us << 3);
}

u32 preserve_estimate_before(const struct preserve_conn *conn, u32 rtt)
{
	return is_inflated(&conn->watch) ? min(rtt, known_srtt(conn)) : rtt;
}

u32 preserve_estimate_srtt_us(const struct preserve_conn *conn,
			      const struct sock *sk)
{
	return preserve_estimate_before(conn, tcp_sk(sk)->srtt_us) >> 3;
}

u32 preserve_estimate_mdev_us(const struct preserve_conn *conn,
			      const struct sock *sk)
{
	const struct preserve_watch *w = &conn->watch;
	u32 mdev = tcp_sk(sk)->mdev_us;

	return is_inflated(w) ? min(mdev, w->before.mdev_us) : mdev;
}

unsigned long preserve_estimate_round_trip(const struct preserve_conn *conn,
					   const struct sock *sk)
{
	return usecs_to_jiffies(preserve_estimate_srtt_us(conn, sk)) + ROUNDING;
}

unsigned long preserve_estimate_slowest(struct preserve_conn *conn,
					const struct sock *sk)
{
	u32 path = preserve_paths_slowest_us(conn->pn, conn);

	return max(preserve_estimate_round_trip(conn, sk),
		   usecs_to_jiffies(path) + ROUNDING);
}

/*
 * Many segments in flight, and none is acknowledged: no queue does that, so that the
 * path's own delay counts. What has few may wait behind others'. And as long as
 * flights double, the queue is longer than any sample of it.
 */
unsigned long preserve_estimate_last_chance(const struct preserve_conn *conn,
					    const struct sock *sk)
{
	const struct tcp_sock *tp = tcp_sk(sk);
	u32 srtt = preserve_estimate_srtt_us(conn, sk);
	u32 usecs = max(tcp_min_rtt(tp) / 2 * 3, srtt / 4);

	if (tp->packets_out < MANY)
		usecs = max(usecs, srtt + preserve_estimate_mdev_us(conn, sk));
	else if (tp->delivered < FIRST_FLIGHTS * tcp_snd_cwnd(tp))
		usecs = max(usecs, jiffies_to_usecs(inet_csk(sk)->icsk_rto));
	return usecs_to_jiffies(usecs) + ROUNDING;
}

void preserve_estimate_save(struct preserve_conn *conn, const struct sock *sk)
{
	struct preserve_estimates *before = &conn->watch.before;
	const struct tcp_sock *tp = tcp_sk(sk);

	before->srtt_us = tp->srtt_us;
	before->mdev_us = tp->mdev_us;
	before->mdev_max_us = tp->mdev_max_us;
	before->rttvar_us = tp->rttvar_us;
}

void preserve_estimate_restore(struct preserve_conn *conn, struct sock *sk)
{
	const struct preserve_estimates *before = &conn->watch.before;
	struct tcp_sock *tp = tcp_sk(sk);

	if (!before->srtt_us)
		return;
	tp->srtt_us = min(tp->srtt_us, known_srtt(conn));
	tp->mdev_us = min(tp->mdev_us, before->mdev_us);
	tp->mdev_max_us = min(tp->mdev_max_us, before->mdev_max_us);
	tp->rttvar_us = min(tp->rttvar_us, before->rttvar_us);
	preserve_migrate_set_timer(sk);
}
