// SPDX-License-Identifier: GPL-2.0-only
/*
 * The policy: make before break. The state of a connection's watch:
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
 */
#include "survive/budget.h"
#include "survive/choose.h"
#include "survive/doubt.h"
#include "survive/estimate.h"
#include "survive/follow.h"
#include "survive/judge.h"
#include "survive/migrate.h"
#include "survive/policy.h"
#include "survive/probe.h"
#include "survive/recovery.h"
#include "survive/restore.h"
#include "survive/silence.h"
#include "conn/net.h"
#include "conn/path.h"
#include "conn/paths_ops.h"
#include "conn/trace.h"

#include <net/tcp.h>

/* Nowhere to go: between two rounds of probes. */
#define STRANDED_INTERVAL_MIN (HZ / 20)
#define STRANDED_INTERVAL_MAX HZ

/* Round trips behind a round in which the worker looks what it brought. */
#define PROBE_LOOKS 4

/* A new pair has at least this long to bring an acknowledgment. */
#define GRACE_MIN (HZ / 5)

/* How often a forced retransmission may find its segment still queued. */
#define KICKS 3

/* Events of TCP's that make the current pair suspect. */
#define SIGNS (BIT(PRESERVE_EVENT_TAIL) | BIT(PRESERVE_EVENT_RTO) | \
	       BIT(PRESERVE_EVENT_ICMP))

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

/* Any -> MIGRATED. */
int preserve_policy_move(struct preserve_pair *pair, struct sock *sk,
			 enum preserve_cause cause)
{
	struct preserve_conn *conn = pair->conn;
	struct preserve_watch *w = &conn->watch;
	unsigned long grace = max_t(unsigned long, GRACE_MIN,
				    2 * preserve_estimate_round_trip(conn, sk));
	int err;

	err = preserve_migrate(pair, sk, cause);
	if (err)
		return err;
	preserve_count(conn->pn, counter_of(cause));
	preserve_doubt_begin(conn, sk, PRESERVE_MIGRATED);
	w->doubt.grace = jiffies + grace;
	w->doubt.kicks = KICKS;
	w->rounds.last = jiffies;
	w->rounds.interval = grace;
	w->before.inflated = true;
	w->before.recover = tcp_sk(sk)->snd_nxt;
	w->spared.vain = 0;
	w->is_new = true;
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

/* Nowhere to go, unless a pair answers that never did. */
static unsigned long look_around(struct preserve_conn *conn, struct sock *sk,
				 bool asking)
{
	struct preserve_rounds *rounds = &conn->watch.rounds;

	/* Reset on every pair: then the peer means it. */
	if (preserve_pair_suspended(conn->cur)) {
		WRITE_ONCE(conn->rst_guard, false);
		WRITE_ONCE(conn->cur->refusals, 0);
	}
	if (!conn->watch.no_pair) {
		preserve_count(conn->pn, PRESERVE_MIB_NOUSABLEPAIR);
		conn->watch.no_pair = true;
		rounds->last = 0;
		rounds->interval = STRANDED_INTERVAL_MIN;
	}
	if (!asking)
		return HZ;
	if (!rounds->last ||
	    time_after_eq(jiffies, rounds->last + rounds->interval)) {
		if (rounds->last)
			rounds->interval = min_t(unsigned long,
						 2 * rounds->interval,
						 STRANDED_INTERVAL_MAX);
		rounds->last = jiffies ?: 1;
		preserve_probe_all(conn, sk);
	}
	return preserve_until(rounds->last + rounds->interval);
}

/* This host knows that the current pair does not work. */
static unsigned long leave(struct preserve_conn *conn, struct sock *sk,
			   enum preserve_cause cause)
{
	struct preserve_watch *w = &conn->watch;
	struct preserve_pair *pair;
	unsigned long delay;
	bool asking;

	pair = preserve_choose_proven(conn, sk, &asking);
	if (!pair)
		return look_around(conn, sk, asking);
	w->no_pair = false;
	delay = move(conn, sk, pair, cause);
	if (conn->cur == pair) {
		w->doubt.cause = cause;
		w->doubt.timed_out = true;
		w->doubt.grace = jiffies + preserve_estimate_round_trip(conn, sk);
		preserve_probe_all(conn, sk);
	}
	return delay;
}

/*
 * SUSPECT -> STEADY: the current pair stays. What TCP repeated in vain is left to its
 * timer, unless that is slow by now: as after an outage. @small: it may pass now.
 */
static unsigned long spare(struct preserve_conn *conn, struct sock *sk,
			   bool small)
{
	struct preserve_watch *w = &conn->watch;
	bool again = conn->spreads || small ||
		     (w->doubt.timed_out && tcp_sk(sk)->snd_una != w->spared.una);

	preserve_silence_leave_to_tcp(conn, sk);
	preserve_doubt_end(conn, sk);
	if (again || w->before.inflated) {
		preserve_estimate_restore(conn, sk);
		preserve_migrate_resume(conn, sk);
	}
	return preserve_estimate_round_trip(conn, sk);
}

/* The last word before a move: those who use the same path are asked. */
static bool is_alive_for_others(const struct preserve_conn *conn,
				const struct sock *sk)
{
	if (conn->watch.doubt.cause != PRESERVE_CAUSE_RTO)
		return false;
	preserve_silence_ask_neighbours(conn);
	return preserve_doubt_works(conn, sk);
}

/* Nothing is decided: ask, and look again when that may have brought something. */
static unsigned long search(struct preserve_conn *conn, struct sock *sk,
			    const struct preserve_pair *chosen)
{
	unsigned long round_trip = preserve_estimate_round_trip(conn, sk);
	struct preserve_watch *w = &conn->watch;
	unsigned long delay, verdict;

	/* The pair works again, but TCP would wait for its timer. */
	if (preserve_doubt_heard(conn, sk) && w->doubt.timed_out) {
		w->doubt.heard = tcp_jiffies32;
		preserve_migrate_resume(conn, sk);
	}
	delay = preserve_doubt_ask(conn, sk);
	if (chosen) {
		verdict = preserve_doubt_verdict(conn, sk, chosen);
		return min(preserve_until(verdict), delay);
	}
	/* Nobody wakes the worker when TCP hears from the current pair. */
	if (time_before(jiffies, w->rounds.last + PROBE_LOOKS * round_trip))
		return min(delay, round_trip);
	return delay;
}

/* SUSPECT: is the current pair dead, and what works? */
static unsigned long judge(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_watch *w = &conn->watch;
	struct preserve_pair *pair;
	bool stays;

	/* On a pair that is new, or where it was repeated, it may be too large. */
	if (preserve_doubt_answers(conn) && (w->spared.vain || w->is_new) &&
	    preserve_migrate_shrink(sk))
		return spare(conn, sk, true);
	/* Once: its answer may come any moment, and must not be taken for another's. */
	stays = preserve_doubt_works(conn, sk);
	if (stays && time_after_eq(jiffies, w->doubt.since +
					    preserve_estimate_slowest(conn, sk)))
		return spare(conn, sk, false);
	pair = stays ? NULL : preserve_choose_answered(conn, sk);
	if (pair &&
	    time_after_eq(jiffies, preserve_doubt_verdict(conn, sk, pair))) {
		if (!is_alive_for_others(conn, sk))
			return move(conn, sk, pair, w->doubt.cause);
		pair = NULL;
	}
	return search(conn, sk, pair);
}

/* MIGRATED, and -> SUSPECT when the grace of the new pair is over. */
static unsigned long on_probation(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_doubt *doubt = &conn->watch.doubt;

	/* The segment to be repeated may still stand in the old queue. */
	if (doubt->kicks && tcp_sk(sk)->packets_out && !tcp_sk(sk)->retrans_out) {
		doubt->kicks--;
		preserve_migrate_resume(conn, sk);
		return 1;
	}
	if (time_before(jiffies, doubt->grace))
		return preserve_until(doubt->grace);
	conn->watch.state = PRESERVE_SUSPECT;
	return judge(conn, sk);
}

/*
 * STEADY -> SUSPECT: nothing was heard that should have been. Where TCP has repeated
 * in vain what was missing when the pair last proved to work, probes pass it and
 * segments do not.
 */
static unsigned long suspect(struct preserve_conn *conn, struct sock *sk,
			     enum preserve_silence silence)
{
	struct preserve_watch *w = &conn->watch;

	trace_preserve_suspected(conn->cur, silence);
	preserve_doubt_begin(conn, sk, PRESERVE_SUSPECT);
	w->doubt.silence = silence;
	w->patience.quiet = inet_csk(sk)->icsk_ack.lrcvtime;
	preserve_doubt_note_vain(conn, sk, silence);
	return judge(conn, sk);
}

/* 0: nothing to do. */
static unsigned long restore(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_pair *pair;
	unsigned long delay;

	pair = preserve_restore_look(conn, sk, &delay);
	return pair ? move(conn, sk, pair, PRESERVE_CAUSE_PATH_RESTORED) : delay;
}

/* STEADY: is anything missing, by TCP's signs or by ours? */
static unsigned long watch(struct preserve_conn *conn, struct sock *sk,
			   bool signs)
{
	enum preserve_silence silence;
	enum preserve_need need;
	unsigned long delay;

	if (signs)
		return suspect(conn, sk, PRESERVE_SILENCE_NONE);
	delay = preserve_recovery_after_follow(conn, sk);
	if (delay)
		return delay;
	need = preserve_recovery_look(conn, sk, &delay);
	if (need == PRESERVE_NEED_TIME)
		return delay;
	if (need == PRESERVE_NEED_PROBES)
		return suspect(conn, sk, PRESERVE_SILENCE_NONE);
	if (preserve_recovery_is_left(conn, sk))
		return spare(conn, sk, false);
	silence = preserve_silence_look(conn, sk, &delay);
	if (silence != PRESERVE_SILENCE_NONE)
		return suspect(conn, sk, silence);
	return min_not_zero(delay, conn->watch.before.inflated ?
				   preserve_estimate_round_trip(conn, sk) :
				   restore(conn, sk));
}

static void follow_late(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_pair *pair = xchg(&conn->target, NULL);

	if (pair)
		preserve_follow(pair, sk);
}

/* What others asked of the worker. */
static void serve(struct preserve_conn *conn, struct sock *sk,
		  unsigned long events)
{
	if (events & BIT(PRESERVE_EVENT_SPREAD))
		preserve_paths_tell(conn->pn, probe, conn, sk);
	if (events & BIT(PRESERVE_EVENT_VERIFY))
		preserve_probe_verify(conn, sk);
	if (events & BIT(PRESERVE_EVENT_SCAN))
		preserve_choose_refresh(conn, sk);
	if (events & BIT(PRESERVE_EVENT_FOLLOW))
		follow_late(conn, sk);
	if (events & BIT(PRESERVE_EVENT_FOLLOWED))
		preserve_recovery_followed(conn, sk);
}

/* What TCP has done since the last look ends a doubt, and what is left of an outage. */
static void catch_up(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_watch *w = &conn->watch;

	if (w->state != PRESERVE_STEADY && preserve_doubt_progressed(conn, sk))
		preserve_doubt_end(conn, sk);
	if (w->state == PRESERVE_STEADY && w->before.inflated &&
	    !before(tcp_sk(sk)->snd_una, w->before.recover)) {
		w->before.inflated = false;
		w->is_new = false;
		preserve_estimate_restore(conn, sk);
	}
}

unsigned long preserve_policy_look(struct preserve_conn *conn, struct sock *sk)
{
	unsigned long events = xchg(&conn->events, 0);
	struct preserve_watch *w = &conn->watch;
	enum preserve_cause cause;

	if ((events & BIT(PRESERVE_EVENT_ASKED)) &&
	    preserve_judge_may_answer(sk))
		preserve_compat_send_ack(sk);
	if (conn->n_pairs == 1)
		return 0;
	serve(conn, sk, events);
	catch_up(conn, sk);
	cause = preserve_path_check(conn->cur, sk);
	if (cause == PRESERVE_CAUSE_NONE && preserve_pair_suspended(conn->cur))
		cause = PRESERVE_CAUSE_RTO;
	if (cause != PRESERVE_CAUSE_NONE)
		return leave(conn, sk, cause);
	w->no_pair = false;
	if (w->state == PRESERVE_STEADY)
		return watch(conn, sk, events & SIGNS);
	w->doubt.timed_out |= !!(events & BIT(PRESERVE_EVENT_RTO));
	return w->state == PRESERVE_MIGRATED ? on_probation(conn, sk) :
					       judge(conn, sk);
}
