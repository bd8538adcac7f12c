// SPDX-License-Identifier: GPL-2.0-only
/*
 * The policy: make before break.
 *
 *            tail loss probe, time-out,
 *          silence, ICMP unreachable              a pair answered, and
 *   STEADY ---------------------------> SUSPECT ------------------------+
 *    ^  ^                                | ^ |   its time is up         |
 *    |  |      acknowledged meanwhile    | | |                          |
 *    |  +--------------------------------+ +-+                          |
 *    |                                   nothing answers:               |
 *    |                                   ask again                      |
 *    |             acknowledged                                         v
 *    +------------------------------------------------------------- MIGRATED
 *    |                                                               ^  |
 *    |  local address, route, interface or carrier lost:             |  |
 *    +--- move at once, ask the others beside -----------------------+  |
 *                                                                       |
 *         no acknowledgment within the grace period: SUSPECT again <---+
 *
 * A path is suspected when something that is expected does not come, see
 * silence.h, long before TCP's retransmission time-out, or when a tail loss probe
 * goes out. Then all pairs that could work are asked, by probes that do not
 * disturb TCP. The connection moves to the best that answered, but gives the
 * current pair the time of one more unloaded round trip to prove that it is alive,
 * and does not move when that answers as well: then only a segment was lost, and
 * is sent again. So a lost tail does not make a connection move, a dead pair is
 * never tried with data, and the search does not cost a time-out per dead pair.
 *
 * What TCP repeats in vain on a pair that answers may be too large for it, so that
 * smaller segments are tried next; and another pair, when all that was in vain.
 *
 * When this host knows that the current pair cannot work, it moves at once to
 * the best pair that was proven and could be used, and asks the others at the
 * same time. Data never go to a pair on which the peer did not answer: without a
 * proven one it asks, and moves when it is answered. So that there is one, the
 * pairs are asked as soon as the connection has carried 64 kB or lived a second.
 *
 * After a move the handshake pair is probed every now and then, less often the
 * longer it is silent; when it has answered for restore_delay_ms the connection
 * returns to it. From a backup it returns to any pair that is none.
 *
 * Which pair is best: see conn/rank.h. So a backup is moved to only when no other
 * pair answers in the time that it takes when it works.
 *
 * The watch of a connection belongs to its worker, of which at most one runs, and
 * with the socket's lock to whoever moves it at a program's request.
 */
#include "survive/budget.h"
#include "survive/follow.h"
#include "survive/judge.h"
#include "survive/migrate.h"
#include "conn/net.h"
#include "conn/paths_ops.h"
#include "conn/path.h"
#include "conn/rank.h"
#include "conn/trace.h"
#include "survive/policy.h"
#include "survive/probe.h"
#include "survive/restore.h"
#include "survive/silence.h"
#include "survive/trail.h"

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

/* Segments in flight that fill a path, so that acknowledgments never pause. */
#define MANY 10

/* Of so many the size of each is new to the path. */
#define FIRST_FLIGHTS 4

/* Round trips behind a round in which the worker looks what it brought. */
#define PROBE_LOOKS 4

/* A new pair has at least this long to bring an acknowledgment. */
#define GRACE_MIN (HZ / 5)

/* How often a forced retransmission may find its segment still queued. */
#define KICKS 3

/* The acknowledgment behind the news of a move tells of the time before it. */
#define FOLLOW_SETTLE 2

/* A socket that is in use is tried again after a jiffy, then ever later. */
#define BUSY_DOUBLINGS 10
#define BUSY_MAX ((unsigned long)HZ)

static unsigned long round_trip(const struct preserve_conn *conn,
				const struct sock *sk)
{
	return usecs_to_jiffies(preserve_silence_srtt_us(conn, sk)) + 2;
}

/*
 * How long the current pair may take to answer before another that did is
 * taken. Many segments in flight, and none is acknowledged: no queue does that,
 * so that the path's own delay counts. What has few may wait behind others'. And
 * as long as flights double, the queue is longer than any sample of it.
 */
static unsigned long last_chance(const struct preserve_conn *conn,
				 const struct sock *sk)
{
	const struct tcp_sock *tp = tcp_sk(sk);
	u32 srtt = preserve_silence_srtt_us(conn, sk);
	u32 usecs = max(tcp_min_rtt(tp) / 2 * 3, srtt / 4);

	if (tp->packets_out < MANY)
		usecs = max(usecs, srtt + preserve_silence_mdev_us(conn, sk));
	else if (tp->delivered < FIRST_FLIGHTS * tcp_snd_cwnd(tp))
		usecs = max(usecs, jiffies_to_usecs(inet_csk(sk)->icsk_rto));
	return usecs_to_jiffies(usecs) + 2;
}

/*
 * Anything that TCP accepted from the peer since suspicion began, other than the
 * answer to a probe on another pair.
 */
static bool heard(const struct preserve_conn *conn, const struct sock *sk)
{
	const struct preserve_watch *w = &conn->watch;
	u32 acked = tcp_sk(sk)->rcv_tstamp;

	return (s32)(inet_csk(sk)->icsk_ack.lrcvtime - w->heard) > 0 ||
	       ((s32)(acked - w->heard) > 0 &&
		acked != READ_ONCE(conn->alias_ack));
}

/*
 * Did what we sent arrive, other than by the answer to a probe? With nothing in
 * flight, any sign of life counts.
 */
static bool progressed(const struct preserve_conn *conn, const struct sock *sk)
{
	const struct preserve_watch *w = &conn->watch;
	const struct tcp_sock *tp = tcp_sk(sk);

	if (w->silence == PRESERVE_SILENCE_RECEIVER)
		return inet_csk(sk)->icsk_ack.lrcvtime != w->quiet_since;
	if (!tp->packets_out)
		return heard(conn, sk);
	if (tp->rcv_tstamp == READ_ONCE(conn->alias_ack))
		return false;
	return after(tp->snd_una, w->una) || tp->delivered != w->delivered;
}

/* For TCP, and for us meanwhile; see preserve_silence_srtt_us(). */
static void save_rtt(struct preserve_watch *w, const struct sock *sk)
{
	const struct tcp_sock *tp = tcp_sk(sk);

	w->srtt_us = tp->srtt_us;
	w->mdev_us = tp->mdev_us;
	w->mdev_max_us = tp->mdev_max_us;
	w->rttvar_us = tp->rttvar_us;
}

/* From now on the current pair is to prove that it works. */
static void doubt(struct preserve_conn *conn, const struct sock *sk)
{
	struct preserve_watch *w = &conn->watch;

	if (!w->suspect && !w->restore_rtt)
		save_rtt(w, sk);
	w->suspect = true;
	w->silence = PRESERVE_SILENCE_NONE;
	w->asks = 0;
	w->timed_out = false;
	w->cause = PRESERVE_CAUSE_RTO;
	w->since = jiffies;
	w->grace = jiffies;
	w->heard = tcp_jiffies32;
	w->una = tcp_sk(sk)->snd_una;
	w->delivered = tcp_sk(sk)->delivered;
	w->interval = max_t(unsigned long, round_trip(conn, sk), PROBE_INTERVAL_MIN);
}

static void probe_round(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_watch *w = &conn->watch;
	unsigned long max = time_after(jiffies, w->since + PROBE_LONG_AFTER) ?
		PROBE_INTERVAL_LONG : PROBE_INTERVAL_MAX;

	preserve_probe_round(conn, sk);
	w->probed = jiffies;
	if (!w->asks)
		w->asked = jiffies;
	w->asks += w->asks < ASKS;
	if (w->asks == ASKS)
		w->interval = min(2 * w->interval, max);
}

/* Until the next round. */
static unsigned long pause(const struct preserve_watch *w)
{
	return w->asks < ASKS ? ASK_AGAIN : w->interval;
}

static enum preserve_mib_item counter_of(enum preserve_cause cause)
{
	static const enum preserve_mib_item items[] = {
		[PRESERVE_CAUSE_RTO] = PRESERVE_MIB_MIGRATEDRTO,
		[PRESERVE_CAUSE_NO_ROUTE] = PRESERVE_MIB_MIGRATEDNOROUTE,
		[PRESERVE_CAUSE_LINK_DOWN] = PRESERVE_MIB_MIGRATEDLINKDOWN,
		[PRESERVE_CAUSE_ADDRESS_REMOVED] =
			PRESERVE_MIB_MIGRATEDADDRREMOVED,
		[PRESERVE_CAUSE_PATH_RESTORED] = PRESERVE_MIB_MIGRATEDRESTORED,
		[PRESERVE_CAUSE_REQUESTED] = PRESERVE_MIB_MIGRATEDREQUESTED,
	};

	return items[cause];
}

/* So that TCP's timers are those of the path, not of the outage. */
static void deflate(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_watch *w = &conn->watch;
	struct tcp_sock *tp = tcp_sk(sk);
	u32 known = preserve_silence_known_srtt(conn);

	if (!w->srtt_us)
		return;
	tp->srtt_us = min(tp->srtt_us, known);
	tp->mdev_us = min(tp->mdev_us, w->mdev_us);
	tp->mdev_max_us = min(tp->mdev_max_us, w->mdev_max_us);
	tp->rttvar_us = min(tp->rttvar_us, w->rttvar_us);
	preserve_migrate_set_timer(sk);
}

int preserve_policy_move(struct preserve_pair *pair, struct sock *sk,
			 enum preserve_cause cause)
{
	struct preserve_conn *conn = pair->conn;
	struct preserve_watch *w = &conn->watch;
	unsigned long grace = max_t(unsigned long, 2 * round_trip(conn, sk),
				    GRACE_MIN);
	int err;

	err = preserve_migrate(pair, sk, cause);
	if (err)
		return err;
	preserve_count(conn->pn, counter_of(cause));
	doubt(conn, sk);
	w->vain = 0;
	w->restore_rtt = true;
	w->is_new = true;
	w->recover = tcp_sk(sk)->snd_nxt;
	w->grace = jiffies + grace;
	w->probed = jiffies;
	w->interval = grace;
	w->kicks = KICKS;
	WRITE_ONCE(conn->rst_guard, true);
	preserve_probe_announce(conn, sk);
	preserve_path_flush(conn->left, sk);
	preserve_migrate_resume(conn, sk);
	return 0;
}

static unsigned long move(struct preserve_conn *conn, struct sock *sk,
			  struct preserve_pair *pair, enum preserve_cause cause)
{
	int err = preserve_policy_move(pair, sk, cause);

	if (err == -ESTALE)
		return 0;
	if (err)
		preserve_pair_suspend(pair);
	return 1;
}

/* Does a backup that answered lately wait for @proven, which did earlier? */
static bool goes_before(const struct preserve_pair *proven,
			const struct preserve_pair *answered)
{
	return preserve_pair_is_backup(answered) &&
	       !preserve_pair_is_backup(proven) && !proven->missed;
}

/*
 * The best that answered lately, else the best that ever did. *@asking: there are
 * others, that may answer.
 */
static struct preserve_pair *choose(struct preserve_conn *conn,
				    const struct sock *sk, bool *asking)
{
	struct preserve_pair *pair, *lately = NULL, *ever = NULL;
	unsigned int i;

	*asking = false;
	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++) {
		if (pair == conn->cur || !pair->linked ||
		    preserve_pair_suspended(pair) ||
		    !preserve_budget_usable(pair, sk))
			continue;
		*asking = true;
		if (preserve_pair_fresh(pair) && preserve_trail_fit(pair, sk))
			lately = preserve_pair_better(lately, pair);
		else if (preserve_pair_proven(pair))
			ever = preserve_pair_better(ever, pair);
	}
	return lately && !(ever && goes_before(ever, lately)) ? lately : ever;
}

/* Nowhere to go, unless a pair answers that never did. */
static unsigned long look_around(struct preserve_conn *conn, struct sock *sk,
				 bool asking)
{
	struct preserve_watch *w = &conn->watch;

	/* Reset on every pair: then the peer means it. */
	if (preserve_pair_suspended(conn->cur)) {
		WRITE_ONCE(conn->rst_guard, false);
		WRITE_ONCE(conn->cur->refusals, 0);
	}
	if (!w->no_pair) {
		preserve_count(conn->pn, PRESERVE_MIB_NOUSABLEPAIR);
		w->no_pair = true;
		w->probed = 0;
		w->interval = PROBE_INTERVAL_MIN;
	}
	if (!asking)
		return HZ;
	if (!w->probed || time_after_eq(jiffies, w->probed + w->interval)) {
		w->interval = w->probed ? min_t(unsigned long, 2 * w->interval,
						PROBE_INTERVAL_MAX) :
			      w->interval;
		w->probed = jiffies ?: 1;
		preserve_probe_all(conn, sk);
	}
	return preserve_until(w->probed + w->interval);
}

/* This host knows that the current pair does not work. */
static unsigned long leave(struct preserve_conn *conn, struct sock *sk,
			   enum preserve_cause cause)
{
	struct preserve_watch *w = &conn->watch;
	struct preserve_pair *pair;
	unsigned long delay;
	bool asking;

	pair = choose(conn, sk, &asking);
	if (!pair)
		return look_around(conn, sk, asking);
	w->no_pair = false;
	delay = move(conn, sk, pair, cause);
	if (conn->cur == pair) {
		w->cause = cause;
		w->timed_out = true;
		w->grace = jiffies + round_trip(conn, sk);
		preserve_probe_all(conn, sk);
	}
	return delay;
}

/* The best pair that answered since suspicion began. */
static struct preserve_pair *answered(struct preserve_conn *conn,
				      const struct sock *sk)
{
	struct preserve_pair *pair, *best = NULL;
	struct preserve_watch *w = &conn->watch;
	unsigned int i;

	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++)
		if (pair != conn->cur && pair->linked &&
		    !preserve_pair_suspended(pair) && preserve_pair_fresh(pair) &&
		    !time_before(pair->alive, w->since) &&
		    preserve_trail_fit(pair, sk) &&
		    preserve_path_check(pair, sk) == PRESERVE_CAUSE_NONE)
			best = preserve_pair_better(best, pair);
	return best;
}

/* The current pair works. After a move its silence is forgotten already. */
static void calm(struct preserve_conn *conn, const struct sock *sk)
{
	struct preserve_watch *w = &conn->watch;

	if (!w->restore_rtt && time_after_eq(jiffies, w->since + OUTAGE)) {
		w->restore_rtt = true;
		w->recover = tcp_sk(sk)->snd_nxt;
	}
	if (w->silence != PRESERVE_SILENCE_NONE)
		preserve_silence_was_nothing(conn);
	w->silence = PRESERVE_SILENCE_NONE;
	w->suspect = false;
	w->timed_out = false;
	w->kicks = 0;
	w->probed = 0;
	WRITE_ONCE(conn->rst_guard, false);
}

/* By when the last of the paths must have brought an acknowledgment. */
static unsigned long slowest(struct preserve_conn *conn, const struct sock *sk)
{
	return max(round_trip(conn, sk),
		   usecs_to_jiffies(preserve_paths_slowest_us(conn->pn,
							      conn)) + 2);
}

/*
 * The current pair did, to a probe, since suspicion began; or other connections
 * of the same addresses heard their peer there.
 */
static bool answers(const struct preserve_conn *conn)
{
	unsigned long alive = conn->cur->alive;
	u32 heard;

	if (alive && !time_before(alive, conn->watch.since))
		return true;
	return !conn->spreads && preserve_pair_heard(conn->cur, &heard) &&
	       after(heard, (u32)conn->watch.since);
}

/*
 * The current pair answers. So only a segment was lost, in a full queue perhaps;
 * or, where the connection spreads, on another pair, which the scheduler does not
 * use by now. But what is sent again and again in vain cannot pass.
 */
static bool works(const struct preserve_conn *conn, const struct sock *sk)
{
	const struct preserve_watch *w = &conn->watch;

	return answers(conn) && (conn->spreads || w->vain < VAIN ||
				 tcp_sk(sk)->snd_una != w->spared_una);
}

/*
 * How long pairs that are no backups may take to answer before one that is one is
 * taken: as long as they do when they work, and so much again.
 */
static unsigned long preference(struct preserve_conn *conn,
				const struct preserve_pair *chosen)
{
	struct preserve_pair *pair;
	u32 rtt_us = 0;
	unsigned int i;

	if (!preserve_pair_is_backup(chosen))
		return 0;
	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++)
		if (pair != conn->cur && pair->linked && !pair->unusable &&
		    !pair->missed && !preserve_pair_suspended(pair) &&
		    !preserve_pair_is_backup(pair))
			rtt_us = max(rtt_us, pair->rtt_us);
	return usecs_to_jiffies(min_t(u32, 2 * rtt_us, USEC_PER_SEC));
}

/*
 * Every round of questions has its chance before @chosen is taken. A time-out does
 * not make it sooner: a probe is short, and overtakes what TCP repeats on a pair as
 * good.
 */
static unsigned long verdict(struct preserve_conn *conn, const struct sock *sk,
			     const struct preserve_pair *chosen)
{
	const struct preserve_watch *w = &conn->watch;

	/* This host knows that the pair it left does not work. */
	if (w->cause != PRESERVE_CAUSE_RTO)
		return w->since + preference(conn, chosen);
	if (!w->asks)
		return jiffies + 1;
	return w->asked + (ASKS - 1) * ASK_AGAIN +
	       max(last_chance(conn, sk), preference(conn, chosen));
}

/*
 * The current pair stays. What TCP repeated in vain is left to its timer, unless
 * that is slow by now: as after an outage.
 */
static unsigned long spare(struct preserve_conn *conn, struct sock *sk,
			   bool small)
{
	struct preserve_watch *w = &conn->watch;
	bool again = conn->spreads || small ||
		     (w->timed_out && tcp_sk(sk)->snd_una != w->spared_una);

	preserve_silence_leave_to_tcp(conn, sk);
	calm(conn, sk);
	if (again || w->restore_rtt) {
		deflate(conn, sk);
		preserve_migrate_resume(conn, sk);
	}
	return round_trip(conn, sk);
}

/* The last word before a move: those who use the same path are asked. */
static bool is_alive_for_others(const struct preserve_conn *conn,
				const struct sock *sk)
{
	if (conn->watch.cause != PRESERVE_CAUSE_RTO)
		return false;
	preserve_silence_ask_neighbours(conn);
	return works(conn, sk);
}

static unsigned long judge(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_watch *w = &conn->watch;
	struct preserve_pair *pair;
	bool stays;

	/* The segment to be repeated may still stand in the old queue. */
	if (w->kicks && tcp_sk(sk)->packets_out && !tcp_sk(sk)->retrans_out) {
		w->kicks--;
		preserve_migrate_resume(conn, sk);
		return 1;
	}
	if (time_before(jiffies, w->grace))
		return preserve_until(w->grace);
	/* On a pair that is new, or where it was repeated, it may be too large. */
	if (answers(conn) && (w->vain || w->is_new) &&
	    preserve_migrate_shrink(sk))
		return spare(conn, sk, true);
	/* Once: its answer may come any moment, and must not be taken for another's. */
	stays = works(conn, sk);
	if (stays && time_after_eq(jiffies, w->since + slowest(conn, sk)))
		return spare(conn, sk, false);
	pair = stays ? NULL : answered(conn, sk);
	if (pair && time_after_eq(jiffies, verdict(conn, sk, pair))) {
		if (!is_alive_for_others(conn, sk))
			return move(conn, sk, pair, w->cause);
		pair = NULL;
	}
	/* The pair works again, but TCP would wait for its timer. */
	if (heard(conn, sk) && w->timed_out) {
		w->heard = tcp_jiffies32;
		preserve_migrate_resume(conn, sk);
	}
	if (!w->probed || time_after_eq(jiffies, w->probed + pause(w)))
		probe_round(conn, sk);
	if (pair)
		return min(preserve_until(verdict(conn, sk, pair)),
			   preserve_until(w->probed + pause(w)));
	/* Nobody wakes the worker when TCP hears from the current pair. */
	if (time_before(jiffies, w->probed + PROBE_LOOKS * round_trip(conn, sk)))
		return min(preserve_until(w->probed + pause(w)), round_trip(conn, sk));
	return preserve_until(w->probed + pause(w));
}

/*
 * Nothing was heard that should have been. Where TCP has repeated in vain what was
 * missing when the pair last proved to work, probes pass it and segments do not.
 */
static void suspect(struct preserve_conn *conn, const struct sock *sk,
		    enum preserve_silence silence)
{
	struct preserve_watch *w = &conn->watch;
	const struct tcp_sock *tp = tcp_sk(sk);

	trace_preserve_suspected(conn->cur, silence);
	doubt(conn, sk);
	w->silence = silence;
	w->quiet_since = inet_csk(sk)->icsk_ack.lrcvtime;
	if (tp->snd_una != w->spared_una)
		w->vain = 0;
	else if ((silence == PRESERVE_SILENCE_SENDER ||
		  inet_csk(sk)->icsk_retransmits > 1) &&
		 tp->total_retrans != w->spared_retrans && w->vain < VAIN)
		w->vain++;
	w->probed = 0;
}

/* 0: nothing to do. */
static unsigned long restore(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_pair *pair;
	unsigned long delay;

	pair = preserve_restore_look(conn, sk, &delay);
	return pair ? move(conn, sk, pair, PRESERVE_CAUSE_PATH_RESTORED) : delay;
}

static void follow_late(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_pair *pair = xchg(&conn->target, NULL);

	if (pair)
		preserve_follow(pair, sk);
}

/*
 * Where the peer was, it may be no more, and then all that was in flight is
 * lost and nothing will tell TCP before a time-out. But it may also still
 * arrive: so wait for the time in which one more acknowledgment must come.
 * 0: done.
 */
static unsigned long after_follow(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_watch *w = &conn->watch;
	const struct tcp_sock *tp = tcp_sk(sk);

	if (w->follow_settled) {
		if (time_before(jiffies, w->follow_settled))
			return preserve_until(w->follow_settled);
		w->follow_settled = 0;
		w->follow_delivered = tp->delivered;
	}
	if (!tp->packets_out || tp->delivered != w->follow_delivered) {
		w->followed = false;
		return 0;
	}
	if (time_before(jiffies, w->follow_due))
		return preserve_until(w->follow_due);
	w->followed = false;
	preserve_migrate_resume(conn, sk);
	return 0;
}

/*
 * What was repeated may be lost again on the path that lost it first, before
 * that is known to be dead. TCP then waits for its timer, as long as the other
 * paths bring acknowledgments, which hide the silence.
 */
static bool is_stuck(struct preserve_conn *conn, const struct sock *sk)
{
	struct preserve_watch *w = &conn->watch;
	u32 una = tcp_sk(sk)->snd_una;

	if (!w->stuck_since || una != w->stuck_una) {
		w->stuck_una = una;
		w->stuck_since = jiffies ?: 1;
	}
	return time_after_eq(jiffies, w->stuck_since + slowest(conn, sk) +
				      last_chance(conn, sk));
}

/*
 * Of a connection that is spread, paths of different length bring acknowledgments,
 * so that only a recovery is watched, in which TCP sends no tail loss probe: take
 * the time of one, two round trips without an acknowledgment. 0: it is over.
 */
static unsigned long watch_recovery(struct preserve_conn *conn, struct sock *sk)
{
	u8 state = inet_csk(sk)->icsk_ca_state;
	s32 silent = tcp_jiffies32 - tcp_sk(sk)->rcv_tstamp;
	s32 limit = 2 * round_trip(conn, sk);

	if (state == TCP_CA_Open || state == TCP_CA_CWR ||
	    !tcp_sk(sk)->packets_out) {
		clear_bit(0, &conn->recovering);
		conn->watch.stuck_since = 0;
		return 0;
	}
	if (is_stuck(conn, sk)) {
		conn->watch.stuck_since = 0;
		preserve_migrate_resume(conn, sk);
		return round_trip(conn, sk);
	}
	if (silent < limit)
		return last_chance(conn, sk);
	suspect(conn, sk, PRESERVE_SILENCE_NONE);
	return judge(conn, sk);
}

/*
 * After an outage TCP takes long to see that what it sent meanwhile is lost: its
 * timers are of those samples. Once for what is missing; then they are not.
 */
static bool is_left_behind(struct preserve_conn *conn, const struct sock *sk)
{
	const struct preserve_watch *w = &conn->watch;
	const struct tcp_sock *tp = tcp_sk(sk);

	return w->restore_rtt && tp->packets_out &&
	       tp->snd_una != w->spared_una && is_stuck(conn, sk);
}

/* This host's links, addresses or routes changed: what can be used again? */
static void look_at_pairs(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_pair *pair;
	unsigned int i;

	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++)
		preserve_budget_usable(pair, sk);
}

/* Returns after how many jiffies to look again, 0: not before an event. */
static unsigned long step(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_watch *w = &conn->watch;
	unsigned long events = xchg(&conn->events, 0);
	enum preserve_silence silence;
	enum preserve_cause cause;
	unsigned long delay;

	if ((events & BIT(PRESERVE_EVENT_ASKED)) &&
	    preserve_judge_may_answer(sk))
		preserve_compat_send_ack(sk);
	if (conn->n_pairs == 1)
		return 0;
	if (events & BIT(PRESERVE_EVENT_SPREAD))
		preserve_paths_tell(conn->pn, probe, conn, sk);
	if (events & BIT(PRESERVE_EVENT_VERIFY))
		preserve_probe_verify(conn, sk);
	if (events & BIT(PRESERVE_EVENT_SCAN))
		look_at_pairs(conn, sk);
	if (events & BIT(PRESERVE_EVENT_FOLLOW))
		follow_late(conn, sk);
	if (events & BIT(PRESERVE_EVENT_FOLLOWED)) {
		w->followed = true;
		w->follow_delivered = tcp_sk(sk)->delivered;
		w->follow_due = jiffies + last_chance(conn, sk);
		w->follow_settled = (jiffies + FOLLOW_SETTLE) ?: 1;
	}
	if (w->suspect && progressed(conn, sk))
		calm(conn, sk);
	if (w->restore_rtt && !w->suspect &&
	    !before(tcp_sk(sk)->snd_una, w->recover)) {
		w->restore_rtt = false;
		w->is_new = false;
		deflate(conn, sk);
	}

	cause = preserve_path_check(conn->cur, sk);
	if (cause == PRESERVE_CAUSE_NONE && preserve_pair_suspended(conn->cur))
		cause = PRESERVE_CAUSE_RTO;
	if (cause != PRESERVE_CAUSE_NONE)
		return leave(conn, sk, cause);
	w->no_pair = false;

	if (!w->suspect && (events & (BIT(PRESERVE_EVENT_TAIL) |
				      BIT(PRESERVE_EVENT_RTO) |
				      BIT(PRESERVE_EVENT_ICMP))))
		suspect(conn, sk, PRESERVE_SILENCE_NONE);
	if (w->suspect) {
		w->timed_out |= !!(events & BIT(PRESERVE_EVENT_RTO));
		return judge(conn, sk);
	}
	if (w->followed) {
		delay = after_follow(conn, sk);
		if (delay)
			return delay;
	}
	if (conn->spreads && test_bit(0, &conn->recovering)) {
		delay = watch_recovery(conn, sk);
		if (delay)
			return delay;
	}
	if (is_left_behind(conn, sk)) {
		w->stuck_since = 0;
		return spare(conn, sk, false);
	}
	silence = preserve_silence_look(conn, sk, &delay);
	if (silence != PRESERVE_SILENCE_NONE) {
		suspect(conn, sk, silence);
		return judge(conn, sk);
	}
	return min_not_zero(delay, w->restore_rtt ? round_trip(conn, sk) :
				   restore(conn, sk));
}

/*
 * Who holds the lock may do so for as long as he likes: a program that is made to
 * wait in the middle of a copy. No worker waits for him, others need it.
 */
static bool try_lock(struct sock *sk)
{
	bool mine;

	spin_lock_bh(&sk->sk_lock.slock);
	mine = !sk->sk_lock.owned;
	if (mine) {
		/* As lock_sock() does it; release_sock() undoes both. */
		sk->sk_lock.owned = 1;
		mutex_acquire(&sk->sk_lock.dep_map, 0, 1, _RET_IP_);
	}
	spin_unlock_bh(&sk->sk_lock.slock);
	return mine;
}

/* Events that came meanwhile are kept. Returns when to try again. */
static unsigned long busy(struct preserve_conn *conn)
{
	struct preserve_watch *w = &conn->watch;

	preserve_count(conn->pn, PRESERVE_MIB_SOCKETBUSY);
	if (w->busy < BUSY_DOUBLINGS)
		w->busy++;
	return min(1UL << (w->busy - 1), BUSY_MAX);
}

static unsigned long work_locked(struct preserve_conn *conn, struct sock *sk)
{
	unsigned long delay;

	conn->watch.busy = 0;
	if (!preserve_conn_owns(conn, sk))
		return 0;
	if (conn->watch.unsettled)
		preserve_migrate_settle(conn, sk);
	delay = step(conn, sk);
	return min_not_zero(delay, preserve_probe_announce_again(conn, sk));
}

/* What TCP sent when its lock was given back. False: somebody else has it now. */
static bool settle(struct preserve_conn *conn, struct sock *sk)
{
	if (!try_lock(sk))
		return false;
	if (preserve_conn_owns(conn, sk))
		preserve_migrate_settle(conn, sk);
	release_sock(sk);
	return true;
}

void preserve_policy_work(struct work_struct *work)
{
	struct preserve_conn *conn = container_of(to_delayed_work(work),
						  struct preserve_conn, work);
	struct sock *sk = preserve_conn_sock(conn);
	unsigned long delay = 0;

	if (sk && sk_fullsock(sk) && !try_lock(sk)) {
		delay = busy(conn);
	} else if (sk && sk_fullsock(sk)) {
		delay = work_locked(conn, sk);
		release_sock(sk);
		if (conn->watch.unsettled && !settle(conn, sk))
			delay = busy(conn);
	}
	if (sk)
		sock_gen_put(sk);
	if (delay)
		preserve_conn_wake_later(conn, delay);
	preserve_conn_put(conn);
}
