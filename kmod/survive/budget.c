// SPDX-License-Identifier: GPL-2.0-only
#include "survive/budget.h"
#include "conn/conn.h"
#include "conn/net.h"
#include "conn/path.h"
#include "conn/trace.h"

#include <linux/mm.h>
#include <linux/random.h>
#include <linux/siphash.h>
#include <linux/slab.h>
#include <net/tcp.h>

/* For an address that never answered; the pauses are as well those of a refusal. */
#define FREE_PROBES 3
#define PAUSE_MIN HZ
#define PAUSE_MAX (60 * HZ)

/* For a /64 in a namespace, of the connections that begin in another one. */
#define SHARE 6
#define SHARE_PERIOD (10 * HZ)

/*
 * Of these at a time. A crowd asks in one moment: were its share gone in that, then one
 * loss, or one connection that its peer has just closed, would keep all from asking.
 */
#define BURST 3
#define BURST_PERIOD (HZ / 5)

/* Of all connections; and for all strangers, of those that begin in one /64. */
#define TARGET_MAX 48
#define ORIGIN_MAX 64

/* Of all connections of the same addresses, on these, see preserve_crowd_take(). */
#define CROWD_MAX 8
#define CROWD_PERIOD msecs_to_jiffies(4)

/* Together 112 kB. */
#define BUCKETS 2048
#define KNOWN 1024
#define CROWDS 512

/* A pair of addresses that was answered on. */
struct known {
	u64 hash;	/* 0: none */
	u32 heard;	/* tcp_jiffies32, by whichever connection */
};

/* What was heard before is forgotten, before the clock goes round. */
#define HEARD_KEPT (3600U * HZ)

/* Packets in a period. */
struct quota {
	u32 since;	/* jiffies */
	u32 taken;
};

/* Those that ask on a pair of addresses; what they heard they keep when known[] loses it. */
struct crowd {
	struct known pair;
	struct quota asked;
	u32 looked;	/* tcp_jiffies32 when what they heard was last looked for */
};

/*
 * No table has keys that could be pushed out to begin anew: prefixes that share a
 * bucket share its packets, and a pair that another one replaced in known[] counts
 * as never answered. Only crowds[] has such, because there others must keep nobody
 * from asking; whom his own crowd kept from it hears what that heard.
 *
 * A hostile peer has what he takes from the networks of others counted where his
 * own connections begin, which he had to show by a handshake: so it is little, and
 * not taken from who begins elsewhere. Many such peers meet the limit of a target.
 */
struct preserve_strangers {
	spinlock_t lock;		/* all of these */
	siphash_key_t key;
	struct known known[KNOWN];
	u32 sent[BUCKETS][SHARE];	/* jiffies of the last packets, oldest first */
	struct quota target[BUCKETS];
	struct quota origin[BUCKETS];
	struct crowd crowds[CROWDS];
};

struct preserve_strangers *preserve_strangers_alloc(void)
{
	struct preserve_strangers *strangers =
		kvzalloc(sizeof(*strangers), GFP_KERNEL_ACCOUNT);
	unsigned int i, k;

	if (!strangers)
		return NULL;
	spin_lock_init(&strangers->lock);
	get_random_bytes(&strangers->key, sizeof(strangers->key));
	for (i = 0; i < BUCKETS; i++)
		for (k = 0; k < SHARE; k++)
			strangers->sent[i][k] = (u32)jiffies - SHARE_PERIOD;
	return strangers;
}

void preserve_strangers_free(struct preserve_strangers *strangers)
{
	kvfree(strangers);
}

static u64 hash_of(const struct preserve_strangers *strangers,
		   const struct preserve_pair *pair)
{
	struct preserve_addr addrs[] = {
		*preserve_pair_local(pair), *preserve_pair_remote(pair),
	};

	return siphash(addrs, sizeof(addrs), &strangers->key) ?: 1;
}

static bool has_left(struct quota *quota, u32 max, u32 period)
{
	if ((u32)jiffies - quota->since >= period)
		*quota = (struct quota) { .since = jiffies };
	return quota->taken < max;
}

/* Were fewer than @n of the last packets sent in the last @period? */
static bool is_below(const u32 *sent, unsigned int n, u32 period)
{
	return (u32)jiffies - sent[SHARE - n] >= period;
}

/*
 * The last packet of a share and of a burst is for a reply: where both ends have
 * many new connections at once, and each had spent all on questions, nobody would
 * ever be answered.
 */
static bool is_free(const u32 *sent, bool reply)
{
	return is_below(sent, SHARE - !reply, SHARE_PERIOD) &&
	       is_below(sent, BURST - !reply, BURST_PERIOD);
}

static bool take_share(struct preserve_strangers *strangers,
		       const struct preserve_pair *pair, bool reply)
{
	u64 from = preserve_addr_network(preserve_pair_remote(&pair->conn->first));
	u64 to = preserve_addr_network(preserve_pair_remote(pair));
	const siphash_key_t *key = &strangers->key;
	struct quota *target = &strangers->target[siphash_1u64(to, key) % BUCKETS];
	struct quota *origin = &strangers->origin[siphash_1u64(from, key) % BUCKETS];
	u32 *sent = strangers->sent[siphash_2u64(from, to, key) % BUCKETS];

	if (!is_free(sent, reply) ||
	    !has_left(target, TARGET_MAX, SHARE_PERIOD) ||
	    !has_left(origin, ORIGIN_MAX, SHARE_PERIOD))
		return false;
	memmove(&sent[0], &sent[1], (SHARE - 1) * sizeof(*sent));
	sent[SHARE - 1] = jiffies;
	target->taken++;
	origin->taken++;
	return true;
}

static bool strangers_take(struct preserve_pair *pair, bool reply)
{
	struct preserve_strangers *strangers = pair->conn->pn->strangers;
	u64 hash = hash_of(strangers, pair);
	bool may;

	spin_lock_bh(&strangers->lock);
	may = strangers->known[hash % KNOWN].hash == hash ||
	      take_share(strangers, pair, reply);
	spin_unlock_bh(&strangers->lock);
	return may;
}

static bool is_old(const struct known *known)
{
	return tcp_jiffies32 - known->heard > HEARD_KEPT;
}

void preserve_pair_note_heard(const struct preserve_pair *pair, u32 when)
{
	struct preserve_strangers *strangers = pair->conn->pn->strangers;
	u64 hash = hash_of(strangers, pair);
	struct known *known = &strangers->known[hash % KNOWN];
	struct known *crowd = &strangers->crowds[hash % CROWDS].pair;

	spin_lock_bh(&strangers->lock);
	if (known->hash != hash || is_old(known) || before(known->heard, when))
		*known = (struct known) { .hash = hash, .heard = when };
	if (crowd->hash == hash &&
	    (is_old(crowd) || before(crowd->heard, when)))
		crowd->heard = when;
	spin_unlock_bh(&strangers->lock);
}

bool preserve_pair_heard(const struct preserve_pair *pair, u32 *when)
{
	struct preserve_strangers *strangers = pair->conn->pn->strangers;
	u64 hash = hash_of(strangers, pair);
	const struct known *known = &strangers->known[hash % KNOWN];
	bool heard;

	spin_lock_bh(&strangers->lock);
	if (known->hash != hash)
		known = &strangers->crowds[hash % CROWDS].pair;
	heard = known->hash == hash && !is_old(known);
	*when = known->heard;
	spin_unlock_bh(&strangers->lock);
	return heard;
}

static struct crowd *crowd_of(struct preserve_strangers *strangers, u64 hash)
{
	struct crowd *crowd = &strangers->crowds[hash % CROWDS];

	lockdep_assert_held(&strangers->lock);
	if (crowd->pair.hash != hash)
		*crowd = (struct crowd) {
			.pair.hash = hash,
			.pair.heard = tcp_jiffies32 - HEARD_KEPT - 1,
			.looked = tcp_jiffies32 - 1,
		};
	return crowd;
}

bool preserve_crowd_take(const struct preserve_pair *pair)
{
	struct preserve_strangers *strangers = pair->conn->pn->strangers;
	u64 hash = hash_of(strangers, pair);
	struct crowd *crowd;
	bool may;

	spin_lock_bh(&strangers->lock);
	crowd = crowd_of(strangers, hash);
	may = has_left(&crowd->asked, CROWD_MAX, CROWD_PERIOD);
	crowd->asked.taken += may;
	spin_unlock_bh(&strangers->lock);
	return may;
}

bool preserve_crowd_looked(const struct preserve_pair *pair, u32 when)
{
	struct preserve_strangers *strangers = pair->conn->pn->strangers;
	u64 hash = hash_of(strangers, pair);
	bool looked;

	spin_lock_bh(&strangers->lock);
	looked = crowd_of(strangers, hash)->looked == when;
	spin_unlock_bh(&strangers->lock);
	return looked;
}

void preserve_crowd_note_look(const struct preserve_pair *pair, u32 when)
{
	struct preserve_strangers *strangers = pair->conn->pn->strangers;
	u64 hash = hash_of(strangers, pair);

	spin_lock_bh(&strangers->lock);
	crowd_of(strangers, hash)->looked = when;
	spin_unlock_bh(&strangers->lock);
}

static struct preserve_budget *budget_of(struct preserve_pair *pair)
{
	lockdep_assert_held(&pair->conn->lock);
	return &pair->conn->budget[pair->ri];
}

/* 1, 2, 4 ... seconds. */
static unsigned long pause(unsigned int number)
{
	return min_t(unsigned long, PAUSE_MAX, PAUSE_MIN << min(number, 6U));
}

static bool withhold(struct preserve_pair *pair)
{
	preserve_count(pair->conn->pn, PRESERVE_MIB_PROBEWITHHELD);
	return false;
}

bool preserve_budget_take(struct preserve_pair *pair)
{
	struct preserve_budget *budget = budget_of(pair);

	if (budget->answered)
		return true;
	if (budget->sent >= FREE_PROBES && time_before(jiffies, budget->next))
		return withhold(pair);
	if (!strangers_take(pair, false))
		return withhold(pair);
	budget->sent += budget->sent < U8_MAX;
	if (budget->sent >= FREE_PROBES)
		budget->next = jiffies + pause(budget->sent - FREE_PROBES);
	return true;
}

bool preserve_budget_take_reply(struct preserve_pair *pair)
{
	if (budget_of(pair)->answered || strangers_take(pair, true))
		return true;
	return withhold(pair);
}

void preserve_budget_answered(struct preserve_pair *pair)
{
	struct preserve_budget *budget = budget_of(pair);

	budget->answered = true;
	budget->sent = 0;
	WRITE_ONCE(pair->refusals, 0);
	preserve_pair_note_heard(pair, tcp_jiffies32);
}

/* The reply and one probe are fewer bytes than thrice those of the probe. */
void preserve_budget_heard(struct preserve_pair *pair)
{
	budget_of(pair)->next = jiffies;
}

void __preserve_pair_suspend(struct preserve_pair *pair)
{
	unsigned long rest = pause(pair->refusals);

	lockdep_assert_held(&pair->conn->lock);
	pair->waiting = false;
	WRITE_ONCE(pair->suspended, jiffies + rest);
	WRITE_ONCE(pair->refusals, min(pair->refusals + 1, U8_MAX));
	preserve_count(pair->conn->pn, PRESERVE_MIB_PAIRSUSPENDED);
	preserve_conn_report_pair(pair->conn, PRESERVE_GENL_REFUSED, NULL, pair);
	trace_preserve_refused(pair, jiffies_to_msecs(rest));
}

void preserve_pair_suspend(struct preserve_pair *pair)
{
	spin_lock_bh(&pair->conn->lock);
	__preserve_pair_suspend(pair);
	spin_unlock_bh(&pair->conn->lock);
}

bool preserve_budget_usable(struct preserve_pair *pair, const struct sock *sk)
{
	bool usable = preserve_path_check(pair, sk) == PRESERVE_CAUSE_NONE;
	struct preserve_conn *conn = pair->conn;

	if (usable != pair->unusable)
		return usable;
	spin_lock_bh(&conn->lock);
	pair->unusable = !usable;
	if (usable) {
		budget_of(pair)->sent = 0;
		conn->verifies = max_t(u8, conn->verifies, 1);
	}
	spin_unlock_bh(&conn->lock);
	return usable;
}
