// SPDX-License-Identifier: GPL-2.0-only
#include "survive/doubt.h"
#include "survive/budget.h"
#include "survive/choose.h"
#include "survive/estimate.h"
#include "survive/probe.h"
#include "survive/silence.h"

#include <net/tcp.h>

/* Between two rounds of probes while nothing answers. */
#define PROBE_INTERVAL_MIN (HZ / 20)
#define PROBE_INTERVAL_MAX HZ
#define PROBE_INTERVAL_LONG (5 * HZ)
#define PROBE_LONG_AFTER (180 * HZ)

/*
 * At once, and again as soon as TCP's clock has moved: where segments are lost,
 * one probe without an answer says little.
 */
#define ASKS 4
#define ASK_AGAIN msecs_to_jiffies(4)

/* What was lost on a working pair, and then so often again, cannot pass it. */
#define VAIN 4

/* So long a path is silent when it was dead, and not only slow. */
#define OUTAGE HZ

void preserve_doubt_begin(struct preserve_conn *conn, const struct sock *sk,
			  enum preserve_watch_state state)
{
	struct preserve_watch *w = &conn->watch;

	if (w->state == PRESERVE_STEADY && !w->before.inflated)
		preserve_estimate_save(conn, sk);
	w->state = state;
	w->doubt = (struct preserve_doubt) {
		.cause = PRESERVE_CAUSE_RTO,
		.since = jiffies,
		.heard = tcp_jiffies32,
		.una = tcp_sk(sk)->snd_una,
		.delivered = tcp_sk(sk)->delivered,
	};
	w->rounds.last = 0;
	w->rounds.interval = max_t(unsigned long, PROBE_INTERVAL_MIN,
				   preserve_estimate_round_trip(conn, sk));
}

/* After a move the silence of the pair that was left is forgotten already. */
void preserve_doubt_end(struct preserve_conn *conn, const struct sock *sk)
{
	struct preserve_watch *w = &conn->watch;

	if (!w->before.inflated &&
	    time_after_eq(jiffies, w->doubt.since + OUTAGE)) {
		w->before.inflated = true;
		w->before.recover = tcp_sk(sk)->snd_nxt;
	}
	if (w->doubt.silence != PRESERVE_SILENCE_NONE)
		preserve_silence_was_nothing(conn);
	w->doubt.silence = PRESERVE_SILENCE_NONE;
	w->state = PRESERVE_STEADY;
	w->rounds.last = 0;
	WRITE_ONCE(conn->rst_guard, false);
}

bool preserve_doubt_heard(const struct preserve_conn *conn,
			  const struct sock *sk)
{
	u32 acked = tcp_sk(sk)->rcv_tstamp;
	u32 since = conn->watch.doubt.heard;

	return (s32)(inet_csk(sk)->icsk_ack.lrcvtime - since) > 0 ||
	       ((s32)(acked - since) > 0 && acked != READ_ONCE(conn->alias_ack));
}

bool preserve_doubt_progressed(const struct preserve_conn *conn,
			       const struct sock *sk)
{
	const struct preserve_watch *w = &conn->watch;
	const struct tcp_sock *tp = tcp_sk(sk);

	if (w->doubt.silence == PRESERVE_SILENCE_RECEIVER)
		return inet_csk(sk)->icsk_ack.lrcvtime != w->patience.quiet;
	if (!tp->packets_out)
		return preserve_doubt_heard(conn, sk);
	if (tp->rcv_tstamp == READ_ONCE(conn->alias_ack))
		return false;
	return after(tp->snd_una, w->doubt.una) ||
	       tp->delivered != w->doubt.delivered;
}

bool preserve_doubt_answers(const struct preserve_conn *conn)
{
	unsigned long since = conn->watch.doubt.since;
	unsigned long alive = conn->cur->alive;
	u32 heard;

	if (alive && !time_before(alive, since))
		return true;
	return !conn->spreads && preserve_pair_heard(conn->cur, &heard) &&
	       after(heard, (u32)since);
}

bool preserve_doubt_works(const struct preserve_conn *conn,
			  const struct sock *sk)
{
	const struct preserve_spared *spared = &conn->watch.spared;

	return preserve_doubt_answers(conn) &&
	       (conn->spreads || spared->vain < VAIN ||
		tcp_sk(sk)->snd_una != spared->una);
}

void preserve_doubt_note_vain(struct preserve_conn *conn, const struct sock *sk,
			      enum preserve_silence silence)
{
	struct preserve_spared *spared = &conn->watch.spared;
	const struct tcp_sock *tp = tcp_sk(sk);

	if (tp->snd_una != spared->una)
		spared->vain = 0;
	else if ((silence == PRESERVE_SILENCE_SENDER ||
		  inet_csk(sk)->icsk_retransmits > 1) &&
		 tp->total_retrans != spared->retrans && spared->vain < VAIN)
		spared->vain++;
}

static void ask(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_rounds *rounds = &conn->watch.rounds;
	struct preserve_doubt *doubt = &conn->watch.doubt;
	unsigned long max = time_after(jiffies, doubt->since + PROBE_LONG_AFTER) ?
		PROBE_INTERVAL_LONG : PROBE_INTERVAL_MAX;

	preserve_probe_round(conn, sk);
	rounds->last = jiffies;
	if (!doubt->asks)
		doubt->asked = jiffies;
	doubt->asks += doubt->asks < ASKS;
	if (doubt->asks == ASKS)
		rounds->interval = min(2 * rounds->interval, max);
}

static unsigned long pause(const struct preserve_watch *w)
{
	return w->doubt.asks < ASKS ? ASK_AGAIN : w->rounds.interval;
}

unsigned long preserve_doubt_ask(struct preserve_conn *conn, struct sock *sk)
{
	const struct preserve_watch *w = &conn->watch;

	if (!w->rounds.last ||
	    time_after_eq(jiffies, w->rounds.last + pause(w)))
		ask(conn, sk);
	return preserve_until(w->rounds.last + pause(w));
}

/*
 * Every round of questions has its chance before. A time-out does not make it sooner:
 * a probe is short, and overtakes what TCP repeats on a pair as good.
 */
unsigned long preserve_doubt_verdict(struct preserve_conn *conn,
				     const struct sock *sk,
				     const struct preserve_pair *chosen)
{
	unsigned long preference = preserve_choose_preference(conn, chosen);
	const struct preserve_doubt *doubt = &conn->watch.doubt;

	/* This host knows that the pair it left does not work. */
	if (doubt->cause != PRESERVE_CAUSE_RTO)
		return doubt->since + preference;
	if (!doubt->asks)
		return jiffies + 1;
	return doubt->asked + (ASKS - 1) * ASK_AGAIN +
	       max(preserve_estimate_last_chance(conn, sk), preference);
}
