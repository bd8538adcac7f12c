// SPDX-License-Identifier: GPL-2.0-only
/*
 * TCP takes all paths for one, with a single window and a single round trip.
 * Where the paths differ in delay that fails in two ways.
 *
 * What overtook is held by the peer's reorder buffer until the slowest path has
 * delivered, and then acknowledged at once. So everything takes the round trip
 * of the slowest path, and the window must be that long for all paths together.
 * TCP does not get there: it ends slow start at the first sample from the slower
 * path, which it takes for a queue, and then grows as slowly as behooves a long
 * path. But here it is known whether there is a queue, on each path (see
 * sched_adapt.c). While one has none although TCP has more to send than its
 * window lets it, the window grows by a quarter in each round trip of the slowest
 * path. Where others share a link there is a queue, and TCP is left alone.
 *
 * And an acknowledgment for much at once lets TCP send much at once, more than
 * the queues of the paths can take. So what is spread is paced, by TCP itself.
 */
#include "spread.h"
#include "window.h"

#include <net/tcp.h>

/* Less than this above the least round trip is no queue. */
#define QUEUE_MIN_US 3000

/* The window grows by one part in so many. */
#define GROWTH 4

static u32 slowest_us(const struct preserve_group *group)
{
	const struct preserve_path *path;
	u32 most = 0;
	unsigned int i;

	for (i = 0; i < group->n_paths; i++) {
		path = group->path[i];
		if (path->state == PRESERVE_PATH_UP)
			most = max(most, path->min_rtt_us);
	}
	return most;
}

static bool has_idle_path(const struct preserve_group *group)
{
	const struct preserve_path *path;
	unsigned int i;

	for (i = 0; i < group->n_paths; i++) {
		path = group->path[i];
		if (path->state == PRESERVE_PATH_UP && path->mark_reply_us &&
		    path->queue_us < QUEUE_MIN_US)
			return true;
	}
	return false;
}

static void pace(struct sock *sk)
{
	if (READ_ONCE(sk->sk_pacing_status) == SK_PACING_NONE)
		cmpxchg(&sk->sk_pacing_status, SK_PACING_NONE,
			SK_PACING_NEEDED);
}

void preserve_window_tend(struct preserve_spread *spread, struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);
	u32 now = (u32)tcp_clock_us();
	u32 cwnd = tcp_snd_cwnd(tp);

	pace(sk);
	if (now - spread->grown_us < slowest_us(&spread->group))
		return;
	spread->grown_us = now;
	if (inet_csk(sk)->icsk_ca_state != TCP_CA_Open || !tp->is_cwnd_limited ||
	    !has_idle_path(&spread->group))
		return;
	tcp_snd_cwnd_set(tp, min(cwnd + cwnd / GROWTH, tp->snd_cwnd_clamp));
}
