// SPDX-License-Identifier: GPL-2.0-only
/*
 * TCP takes all paths for one, with a single window and a single round trip.
 * Where the paths differ in delay that fails in four ways.
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
 * For the same reason no acknowledgment of new data comes sooner. A repeated
 * segment, which nothing waits for, may be acknowledged sooner if it takes a
 * nearer path. RACK (RFC 8985) would conclude that everything sent before it is
 * lost, unless it finds the acknowledgment too early to be true. So TCP is told
 * how short a round trip can be.
 *
 * Where a segment is lost, the buffer gives TCP what came behind it, and from then
 * on the nearer paths overtake the slower ones before TCP's eyes. All that is on its
 * way by those would be lost for RACK, unless it waits for as long as they take
 * longer.
 *
 * And an acknowledgment for much at once lets TCP send much at once, more than
 * the queues of the paths can take. So what is spread is paced, by TCP itself.
 */
#include "paths/sched_group.h"
#include "paths/sched_tcp.h"
#include "paths/window.h"

#include <net/tcp.h>

/* Less than this above the least round trip is no queue. */
#define QUEUE_MIN_US 3000

/* The queue that all paths may have for it. */
#define QUEUE_US 10000

/* The window grows by one part in so many. */
#define GROWTH 4

/* What the paths that work are, taken together. */
struct sum {
	u32 nearest_us;
	u32 slowest_us;
	u64 rate;	/* bytes per second */
	bool idle;	/* one of them has no queue */
};

static void add_path(struct sum *sum, const struct preserve_path *path)
{
	u32 rtt = preserve_path_least_rtt(path);

	sum->nearest_us = min(sum->nearest_us, rtt);
	sum->slowest_us = max(sum->slowest_us, rtt);
	sum->rate += path->rate;
	sum->idle |= path->queue_us < QUEUE_MIN_US;
}

static struct sum add_up(const struct preserve_group *group)
{
	struct sum sum = { .nearest_us = U32_MAX };
	const struct preserve_path *path;
	unsigned int i;

	for (i = 0; i < group->n_paths; i++) {
		path = group->path[i];
		if (path->state == PRESERVE_PATH_UP && path->rate)
			add_path(&sum, path);
	}
	return sum;
}

/* There by the slowest, since the others wait for it, and back by the nearest. */
static u32 round_us(const struct sum *sum)
{
	return (sum->slowest_us + sum->nearest_us) / 2;
}

/* The segments that fill all paths, and a short queue. */
static u32 full_window(const struct sum *sum, const struct tcp_sock *tp)
{
	return div64_u64(sum->rate * (round_us(sum) + QUEUE_US),
			 (u64)USEC_PER_SEC * max(tp->mss_cache, 1u));
}

static void set_least_rtt(struct tcp_sock *tp, const struct sum *sum)
{
	u32 least = round_us(sum);

	if (tcp_min_rtt(tp) < least)
		minmax_reset(&tp->rtt_min, tcp_jiffies32, least);
}

/* From before the loss on: with it RACK judges by what it allows for by then. */
static void wait_for_slowest(struct sock *sk, const struct sk_buff *skb,
			     const struct sum *sum)
{
	struct tcp_sock *tp = tcp_sk(sk);

	tp->reord_seen = max(tp->reord_seen, 1U);
	tp->rack.reo_wnd_persist = TCP_RACK_RECOVERY_THRESH;
	preserve_tcp_tolerate(skb, (sum->slowest_us - sum->nearest_us) / 2 +
				   QUEUE_US);
}

static void pace(struct sock *sk)
{
	if (READ_ONCE(sk->sk_pacing_status) == SK_PACING_NONE)
		cmpxchg(&sk->sk_pacing_status, SK_PACING_NONE,
			SK_PACING_NEEDED);
}

/* More than what is leaving now: the window holds it back, or its pace does. */
static bool has_more(const struct tcp_sock *tp)
{
	return after(tp->write_seq, tp->snd_nxt + MAX_SKB_FRAGS * PAGE_SIZE);
}

void preserve_window_tend(struct preserve_group *group,
			  const struct sk_buff *skb)
{
	struct sock *sk = skb->sk;
	struct tcp_sock *tp = tcp_sk(sk);
	struct sum sum = add_up(group);
	u32 now = (u32)tcp_clock_us();
	u32 cwnd = tcp_snd_cwnd(tp), full;

	pace(sk);
	if (!sum.rate)
		return;
	if (preserve_tcp_is_repeated(skb))
		set_least_rtt(tp, &sum);
	wait_for_slowest(sk, skb, &sum);
	if (now - group->grown_us < sum.slowest_us)
		return;
	group->grown_us = now;
	full = full_window(&sum, tp);
	if (inet_csk(sk)->icsk_ca_state != TCP_CA_Open || !has_more(tp) ||
	    !sum.idle || cwnd >= full)
		return;
	tcp_snd_cwnd_set(tp, min3(cwnd + cwnd / GROWTH, full,
				  tp->snd_cwnd_clamp));
}

/* A failure concerns the window for so many round trips, ... */
#define FIT_ROUNDS 2
/* ... and what is repeated for so long. */
#define REPEAT_US USEC_PER_SEC

/*
 * The path is dead, not slow: what TCP holds to be lost is lost, and must not be
 * taken back when what came by the others is acknowledged (RFC 5682, RFC 3522).
 */
static void keep_losses(struct tcp_sock *tp)
{
	tp->frto = 0;
	tp->undo_marker = 0;
}

void preserve_window_fit(struct preserve_group *group,
			 const struct sk_buff *skb)
{
	u32 since = (u32)tcp_clock_us() - READ_ONCE(group->failed_us);
	struct tcp_sock *tp = tcp_sk(skb->sk);
	struct sum sum = add_up(group);
	u32 full;

	if (since > REPEAT_US) {
		WRITE_ONCE(group->failed, false);
		return;
	}
	if (inet_csk(skb->sk)->icsk_ca_state >= TCP_CA_Recovery)
		keep_losses(tp);
	if (!sum.rate || since > FIT_ROUNDS * sum.slowest_us)
		return;
	full = max_t(u32, full_window(&sum, tp), TCP_INIT_CWND);
	if (tcp_snd_cwnd(tp) > full)
		tcp_snd_cwnd_set(tp, full);
	tp->snd_ssthresh = min(tp->snd_ssthresh, full);
}
