// SPDX-License-Identifier: GPL-2.0-only
/*
 * A probe stands in the same queues as the data. So the time by which the
 * answers to two probes are apart, against the bytes that were sent between
 * them, is the rate at which the path drained, when it was never idle between
 * them; and what a probe took beyond the least that one ever took is the time
 * for which the path has data in its queues.
 *
 * From both follows when a packet given to a path now would leave its last
 * queue, and the packet takes the path on which that is soonest. So a path
 * fills in proportion to what it drains, without any share being computed. The
 * delay of the path itself counts only a little: the receiver puts back in order
 * what arrives by a shorter one.
 */
#include "paths/sched_adapt.h"

#include <linux/bitops.h>
#include <linux/math64.h>
#include <net/tcp.h>

/* No path is taken to be faster than this, in bytes per second. */
#define RATE_MAX 12500000000ULL

/* What two probes alone may tell: they are too few for more. */
#define RATE_GUESS_MAX 125000000ULL

/* Less than this above the least round trip is no queue. */
#define QUEUE_MIN_US 2000

/* With this much waiting, and half a round trip, a path is in full use ... */
#define QUEUE_BUSY_US 30000

/* ... and with this much, and a round trip, it never runs dry. */
#define QUEUE_ENOUGH_US 150000

/* A rate is measured over at least so long: answers come in bunches. */
#define SPAN_US 20000

/* What most packets have, at most. */
#define PACKET_BYTES 1500ULL

/* Less than this tells nothing about a rate. */
#define SPAN_BYTES 4096

/* A path that carries less than this part of the best is more harm than use. */
#define WORTHY_PART 20

/* The answers of paths that work are to probes from within so long. */
#define FRESH_US (25 * (s32)USEC_PER_MSEC)

/* A peer that sends over several paths is heard so often over each. */
#define HEARD_US (25 * USEC_PER_MSEC)

/* Owing a sign for so much longer than another path is suspicious. */
#define OWED_US (5 * USEC_PER_MSEC)

/* So long ago it tells nothing about now. */
#define HEARD_LATELY_US USEC_PER_SEC

/* What arrives later by less than one part in so many is as good. */
#define SOON_PART 4

/* How much sooner a nearer path may be preferred. */
#define NEARER_MAX_US 10000

/*
 * A rate that was measured without a queue is what was sent, and only less than
 * what the path carries if much was sent: this part of what it is taken for.
 */
#define BUSY_PART 2

/*
 * A new path is trusted with so much at first, or with what it takes so long to
 * carry, and with more by each answer.
 */
#define WINDOW_FIRST (4 * 1400)
#define WINDOW_US (10 * USEC_PER_MSEC)
#define WINDOW_ENOUGH 1048576

/* To divide by. A train that begins meanwhile forgets it: then it is the least. */
static u64 rate_of(const struct preserve_path *path)
{
	return READ_ONCE(path->rate) ?: 1;
}

/* The first probe whose answer is to come, or NULL. */
static const struct preserve_path_probe *
first_open(const struct preserve_path *path)
{
	u32 n = READ_ONCE(path->settled);

	/* Pairs with note_probe(). */
	if (n == smp_load_acquire(&path->probes))
		return NULL;
	return &path->probe[n % PRESERVE_PATH_PROBES];
}

/* How much later than it might an answer is, that is still to come. */
static u32 late_us(const struct preserve_path *path, u32 now)
{
	const struct preserve_path_probe *probe = first_open(path);
	s32 late;

	if (!probe)
		return 0;
	late = now - READ_ONCE(probe->sent_us) - preserve_path_least_rtt(path);
	return max(late, 0);
}

static u64 backlog_us(const struct preserve_path *path, u32 now)
{
	u64 since = div64_u64(preserve_path_unanswered(path) * USEC_PER_SEC,
			      rate_of(path));
	u64 busy = path->queue_us + since;
	u32 gone = now - path->mark_sent_us;

	return max_t(u64, busy > gone ? busy - gone : 0, late_us(path, now));
}

u64 preserve_adapt_backlog_us(const struct preserve_path *path)
{
	return path->rate ? backlog_us(path, (u32)tcp_clock_us()) : 0;
}

/* Those of @usable whose rate is a good part of the best; @unknown: or not known. */
static unsigned long by_rate(const struct preserve_group *group,
			     unsigned long usable, bool unknown)
{
	unsigned long found = 0;
	unsigned int i;
	u64 best = 0;
	u64 rate;

	for_each_set_bit(i, &usable, group->n_paths)
		best = max(best, READ_ONCE(group->path[i]->rate));
	for_each_set_bit(i, &usable, group->n_paths) {
		rate = READ_ONCE(group->path[i]->rate);
		if (rate ? rate >= best / WORTHY_PART : unknown)
			found |= BIT(i);
	}
	return found;
}

unsigned long preserve_adapt_worthy(const struct preserve_group *group,
				    unsigned long usable)
{
	return by_rate(group, usable, false);
}

unsigned long preserve_adapt_not_slow(const struct preserve_group *group,
				      unsigned long usable)
{
	return by_rate(group, usable, true);
}

static u32 nearest_us(const struct preserve_group *group, unsigned long paths)
{
	u32 least = U32_MAX;
	unsigned int i;

	for_each_set_bit(i, &paths, group->n_paths)
		least = min(least, preserve_path_least_rtt(group->path[i]));
	return least;
}

/*
 * How full the window would be, in 1/256, above 256 only. The worse, if answers
 * fail to come: then most likely there is a queue already.
 */
static u64 excess(const struct preserve_path *path, unsigned int len, u32 now)
{
	u64 full = preserve_path_unanswered(path) + len;
	u64 window = READ_ONCE(path->window);

	if (window >= WINDOW_ENOUGH || full <= window)
		return 0;
	window = max3(window, 1ULL,
		      div_u64(READ_ONCE(path->rate), USEC_PER_SEC / WINDOW_US));
	if (full <= window)
		return 0;
	full = div64_u64(full << 8, window);
	return late_us(path, now) > QUEUE_MIN_US ? full << 8 : full;
}

static u64 cost_us(const struct preserve_path *path, unsigned int len,
		   u32 farther, u32 now)
{
	return backlog_us(path, now) +
	       div64_u64((u64)len * USEC_PER_SEC, rate_of(path)) + farther;
}

static bool is_overdue(const struct preserve_path *path, u32 now)
{
	const struct preserve_path_probe *probe = first_open(path);

	return probe && (s32)(now - READ_ONCE(probe->sent_us) -
			      READ_ONCE(probe->due_us)) > 0;
}

struct preserve_path *preserve_adapt_pick_last(const struct preserve_group *group,
					       unsigned long worthy)
{
	struct preserve_path *path, *best = NULL;
	u32 now = (u32)tcp_clock_us();
	u64 arrival, latest = 0;
	unsigned int i;

	for_each_set_bit(i, &worthy, group->n_paths) {
		path = group->path[i];
		arrival = backlog_us(path, now) + preserve_path_least_rtt(path);
		if (preserve_path_unanswered(path) && !is_overdue(path, now) &&
		    arrival > latest) {
			latest = arrival;
			best = path;
		}
	}
	return best;
}

/* How long after a probe the answer to the next one came, when it last did. */
static u32 rhythm_us(const struct preserve_path *path)
{
	u64 rate = READ_ONCE(path->rate);
	u64 apart = rate ? div64_u64(PRESERVE_ECHO_BYTES * USEC_PER_SEC, rate) :
			   0;

	return preserve_path_least_rtt(path) + path->queue_us +
	       min_t(u64, apart, USEC_PER_SEC);
}

/*
 * Whatever died just now, no answer is late yet; but those of the others are to
 * probes that were sent later.
 */
unsigned long preserve_adapt_fresh(const struct preserve_group *group,
				   unsigned long usable)
{
	const struct preserve_path *path, *latest = NULL;
	unsigned long fresh = usable;
	unsigned int i;
	s32 behind;

	for_each_set_bit(i, &usable, group->n_paths) {
		path = group->path[i];
		if (path->mark_reply_us &&
		    (!latest || (s32)(path->mark_sent_us - latest->mark_sent_us) > 0))
			latest = path;
	}
	for_each_set_bit(i, &usable, group->n_paths) {
		path = group->path[i];
		if (!latest || !path->mark_reply_us)
			continue;
		behind = latest->mark_sent_us - path->mark_sent_us;
		if (behind > max_t(s32, rhythm_us(path) - rhythm_us(latest), 0) +
			     FRESH_US)
			fresh &= ~BIT(i);
	}
	return fresh;
}

struct preserve_path *preserve_adapt_pick(const struct preserve_group *group,
					  unsigned long worthy,
					  unsigned int len)
{
	u32 near = nearest_us(group, worthy);
	u64 cost, over, least = U64_MAX, least_over = U64_MAX;
	u32 farther, now = (u32)tcp_clock_us();
	struct preserve_path *path, *best = NULL;
	unsigned int i;

	for_each_set_bit(i, &worthy, group->n_paths) {
		path = group->path[i];
		over = excess(path, len, now);
		farther = preserve_path_least_rtt(path) - near;
		cost = cost_us(path, len, min_t(u32, farther, NEARER_MAX_US),
			       now);
		if (over > least_over || (over == least_over && cost >= least))
			continue;
		least = cost;
		least_over = over;
		best = path;
	}
	return best;
}

static u64 arrival_us(const struct preserve_path *path, u32 now)
{
	u64 queue = path->rate ? backlog_us(path, now) :
		max(path->queue_us, late_us(path, now));

	return preserve_path_least_rtt(path) + queue;
}

static u64 soonest_us(const struct preserve_group *group, unsigned long usable,
		      u32 now)
{
	u64 least = U64_MAX;
	unsigned int i;

	for_each_set_bit(i, &usable, group->n_paths)
		if (group->path[i]->answered)
			least = min(least, arrival_us(group->path[i], now));
	return least;
}

/*
 * A peer that spreads over tunnels as well is not heard any more over one that has
 * just died, long before a probe tells. Paths are narrow one way only, so this is
 * no proof, but enough to have a packet take another that is as good.
 */
static unsigned long heard_lately(const struct preserve_group *group,
				  unsigned long usable)
{
	u32 at[PRESERVE_MAX_PATHS], now, least = HEARD_LATELY_US;
	unsigned long heard = 0;
	unsigned int i;

	for_each_set_bit(i, &usable, group->n_paths)
		at[i] = READ_ONCE(group->heard_us[i]);
	/* After that, or what comes meanwhile would seem to be of long ago. */
	now = (u32)tcp_clock_us();
	for_each_set_bit(i, &usable, group->n_paths)
		if (at[i])
			least = min(least, now - at[i]);
	for_each_set_bit(i, &usable, group->n_paths)
		if (at[i] && least < HEARD_LATELY_US &&
		    now - at[i] - least <= HEARD_US)
			heard |= BIT(i);
	return heard ?: usable;
}

/* For how long the peer owes a sign over path @i: 0 if none; long if it never gave one. */
static u32 owed_us(const struct preserve_group *group, unsigned int i, u32 now)
{
	const struct preserve_path *path = group->path[i];
	u32 at = READ_ONCE(group->heard_us[i]);

	if (!at)
		return HEARD_LATELY_US;
	if (!path->turn || (s32)(at - path->turn_us) > 0)
		return 0;
	return max_t(s32, now - path->turn_us, 1);
}

/*
 * A short queue is empty before the silence of a path that died is long enough. So
 * one that owes a sign leaves its turn to one that owes none, or not for so long, and
 * that is hardly farther. Not for so long: of many packets at once only the first ones
 * find such as owe none.
 */
static unsigned int unless_silent(const struct preserve_group *group,
				  unsigned long usable, unsigned int best, u32 now)
{
	u32 limit = preserve_path_least_rtt(group->path[best]) + NEARER_MAX_US;
	u32 least = owed_us(group, best, now), owed;
	unsigned int i, other = best;

	for_each_set_bit(i, &usable, group->n_paths) {
		owed = owed_us(group, i, now);
		if (owed < least && (!owed || least - owed > OWED_US) &&
		    preserve_path_least_rtt(group->path[i]) <= limit) {
			least = owed;
			other = i;
		}
	}
	return other;
}

static void note_turn(struct preserve_group *group, unsigned int i, u32 now)
{
	struct preserve_path *path = group->path[i];

	/* A debt dates from the first turn that nothing was heard after. */
	if (!path->turn || !owed_us(group, i, now))
		WRITE_ONCE(path->turn_us, now);
	WRITE_ONCE(path->turn, atomic_inc_return(&group->turns));
}

/*
 * Those that are as good take turns: if one has just died, not all that the other
 * end waits for is lost.
 */
struct preserve_path *preserve_adapt_pick_soon(struct preserve_group *group,
					       unsigned long usable)
{
	u32 now = (u32)tcp_clock_us();
	struct preserve_path *path, *best = NULL;
	unsigned int i, number = 0;
	u64 soonest;

	usable = heard_lately(group, usable);
	soonest = soonest_us(group, usable, now);
	for_each_set_bit(i, &usable, group->n_paths) {
		path = group->path[i];
		if (!path->answered ||
		    arrival_us(path, now) > soonest + soonest / SOON_PART)
			continue;
		if (best && (s32)(path->turn - best->turn) >= 0)
			continue;
		best = path;
		number = i;
	}
	if (!best)
		return NULL;
	number = unless_silent(group, usable, number, now);
	note_turn(group, number, now);
	return group->path[number];
}

static bool has_queue(const struct preserve_path *path)
{
	return path->queue_us > QUEUE_MIN_US;
}

/* Bytes that are on their way when every path is busy and none has a queue. */
static u64 pipe_bytes(const struct preserve_group *group, unsigned long worthy)
{
	u32 longest = 0;
	u64 rate = 0;
	unsigned int i;

	for_each_set_bit(i, &worthy, group->n_paths) {
		rate += group->path[i]->proven;
		longest = max(longest, preserve_path_least_rtt(group->path[i]));
	}
	/* Half as much again: what is proven may not be all. */
	return div64_u64(rate * longest, USEC_PER_SEC) * 3 / 2;
}

static bool has_room(const struct preserve_group *group, unsigned long worthy)
{
	unsigned int i;

	for_each_set_bit(i, &worthy, group->n_paths)
		if (!has_queue(group->path[i]))
			return true;
	return false;
}

u64 preserve_adapt_pipe(const struct preserve_group *group,
			unsigned long usable)
{
	unsigned long worthy = preserve_adapt_worthy(group, usable);

	return hweight_long(worthy) > 1 && has_room(group, worthy) ?
		pipe_bytes(group, worthy) : 0;
}

/*
 * Twice what one may arrive after another now: by then the queues have changed.
 * A packet that leaves a moment before another may wait for it on its own path.
 */
u32 preserve_adapt_skew_us(const struct preserve_group *group,
			   unsigned long usable)
{
	u64 first = U64_MAX, last = 0, arrival;
	const struct preserve_path *path;
	u32 now = (u32)tcp_clock_us();
	unsigned int i;

	for_each_set_bit(i, &usable, group->n_paths) {
		path = group->path[i];
		if (!path->rate)
			continue;
		arrival = arrival_us(path, now);
		first = min(first, arrival);
		last = max(last, arrival + div64_u64(2 * PACKET_BYTES *
						     USEC_PER_SEC, rate_of(path)));
	}
	return last > first ? min_t(u64, 2 * (last - first), USEC_PER_SEC) : 0;
}

/* Do all paths have queues of more than @us, and one @part-th of a round trip? */
static bool all_queue(const struct preserve_group *group, unsigned long usable,
		      u32 us, unsigned int part)
{
	const struct preserve_path *path;
	unsigned int i;

	for_each_set_bit(i, &usable, group->n_paths) {
		path = group->path[i];
		if (path->queue_us <= max(us, preserve_path_least_rtt(path) /
					  part))
			return false;
	}
	return usable;
}

bool preserve_adapt_is_busy(const struct preserve_group *group,
			    unsigned long usable)
{
	return all_queue(group, usable, QUEUE_BUSY_US, 2);
}

bool preserve_adapt_is_full(const struct preserve_group *group,
			    unsigned long usable)
{
	return all_queue(group, usable, QUEUE_ENOUGH_US, 1);
}

static void learn_rate(struct preserve_path *path, u64 rate)
{
	path->proven = max(rate, path->proven - (path->proven >> 3));
	if (path->span_busy)
		path->rate = rate < path->rate / 2 ? rate :
			(path->rate + rate) / 2;
	else if (rate > path->rate)
		path->rate = rate;
	else if (rate >= path->rate / BUSY_PART)
		/* It had no queue, so it might carry more. */
		path->rate += path->rate >> 4;
}

static void begin_span(struct preserve_path *path)
{
	path->span_reply_us = path->mark_reply_us;
	path->span_offered = path->mark_offered;
	path->span_busy = has_queue(path);
}

static u64 rate_of_span(const struct preserve_path *path, u32 apart_us)
{
	u64 bytes = path->mark_offered - path->span_offered;

	return clamp_t(u64, div64_u64(bytes * USEC_PER_SEC, max(apart_us, 1u)),
		       1, RATE_MAX);
}

static void measure(struct preserve_path *path)
{
	u32 apart_us = path->mark_reply_us - path->span_reply_us;

	path->span_busy &= has_queue(path);
	if (path->mark_offered - path->span_offered < SPAN_BYTES) {
		if (apart_us < SPAN_US)
			return;
	} else if (!path->rate) {
		path->rate = min(rate_of_span(path, apart_us), RATE_GUESS_MAX);
	} else if (apart_us >= SPAN_US) {
		learn_rate(path, rate_of_span(path, apart_us));
	} else {
		return;
	}
	begin_span(path);
}

/* The probe before the last one of a train was the one answered before. */
static void guess_rate(struct preserve_path *path, u32 apart_us, u64 bytes)
{
	u64 rate = div64_u64(bytes * USEC_PER_SEC, max(apart_us, 1u));

	path->rate = clamp_t(u64, rate, 1, RATE_GUESS_MAX);
	begin_span(path);
}

void preserve_adapt_sample(struct preserve_path *path, u32 sent_us, u64 offered,
			   u32 reply_us, bool train_end)
{
	u64 bytes = offered - path->mark_offered;
	u32 apart_us = reply_us - path->mark_reply_us;
	bool first = !path->mark_reply_us;

	/* Answers may overtake each other. */
	if (!first && offered <= path->mark_offered)
		return;
	path->window += first ? 0 : bytes;
	path->mark_sent_us = sent_us;
	path->mark_reply_us = reply_us ?: 1;
	WRITE_ONCE(path->mark_offered, offered);
	path->queue_us = reply_us - sent_us - preserve_path_least_rtt(path);
	if (first)
		begin_span(path);
	else if (train_end)
		guess_rate(path, apart_us, bytes);
	else
		measure(path);
}

void preserve_adapt_restart(struct preserve_path *path)
{
	path->window = WINDOW_FIRST;
	/* What happened before the pause is no measure of the path. */
	path->mark_reply_us = 0;
	WRITE_ONCE(path->mark_offered, preserve_path_offered(path));
	path->queue_us = 0;
}

void preserve_adapt_revive(struct preserve_path *path)
{
	path->late = false;
	path->dead = false;
	path->settled = path->probes;
	preserve_adapt_restart(path);
}
