// SPDX-License-Identifier: GPL-2.0-only
#include "survive/budget.h"
#include "conn/conn.h"
#include "conn/net.h"
#include "conn/path.h"

#include <linux/mm.h>
#include <linux/random.h>
#include <linux/siphash.h>
#include <linux/slab.h>
#include <net/tcp.h>

/* For an address that never answered; the pauses are as well those of a refusal. */
#define FREE_PROBES 3
#define PAUSE_MIN HZ
#define PAUSE_MAX (60 * HZ)

/* For a /64 in a namespace. */
#define SHARE 3
#define SHARE_PERIOD (10 * HZ)

/* Together 40 kB. */
#define BUCKETS 2048
#define KNOWN 1024

/* A pair of addresses that was answered on. */
struct known {
	u64 hash;	/* 0: none */
	u32 heard;	/* tcp_jiffies32, by whichever connection */
};

/*
 * Neither table has keys that could be pushed out to begin anew: prefixes that
 * share a bucket share its three packets, and a pair that another one replaced
 * in known[] counts as never answered.
 */
struct preserve_strangers {
	spinlock_t lock;		/* known and sent */
	siphash_key_t key;
	struct known known[KNOWN];
	u32 sent[BUCKETS][SHARE];	/* jiffies of the last packets, oldest first */
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

static u32 *bucket_of(struct preserve_strangers *strangers,
		      const struct preserve_pair *pair)
{
	u64 network = preserve_addr_network(preserve_pair_remote(pair));
	u64 hash = siphash_1u64(network, &strangers->key);

	return strangers->sent[hash % BUCKETS];
}

/*
 * The last packet of a share is for a reply: where both ends have many new
 * connections at once, and each had spent all on questions, nobody would ever
 * be answered.
 */
static bool take_share(u32 *sent, bool reply)
{
	u32 now = jiffies;
	unsigned int i;

	if (now - sent[reply ? 0 : 1] < SHARE_PERIOD)
		return false;
	for (i = 1; i < SHARE; i++)
		sent[i - 1] = sent[i];
	sent[SHARE - 1] = now;
	return true;
}

static bool strangers_take(struct preserve_pair *pair, bool reply)
{
	struct preserve_strangers *strangers = pair->conn->pn->strangers;
	u64 hash = hash_of(strangers, pair);
	bool may;

	spin_lock_bh(&strangers->lock);
	may = strangers->known[hash % KNOWN].hash == hash ||
	      take_share(bucket_of(strangers, pair), reply);
	spin_unlock_bh(&strangers->lock);
	return may;
}

void preserve_pair_note_heard(const struct preserve_pair *pair, u32 when)
{
	struct preserve_strangers *strangers = pair->conn->pn->strangers;
	u64 hash = hash_of(strangers, pair);
	struct known *known = &strangers->known[hash % KNOWN];

	spin_lock_bh(&strangers->lock);
	if (known->hash != hash || before(known->heard, when))
		*known = (struct known) { .hash = hash, .heard = when };
	spin_unlock_bh(&strangers->lock);
}

bool preserve_pair_heard(const struct preserve_pair *pair, u32 *when)
{
	struct preserve_strangers *strangers = pair->conn->pn->strangers;
	u64 hash = hash_of(strangers, pair);
	const struct known *known = &strangers->known[hash % KNOWN];
	bool heard;

	spin_lock_bh(&strangers->lock);
	heard = known->hash == hash;
	*when = known->heard;
	spin_unlock_bh(&strangers->lock);
	return heard;
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
	lockdep_assert_held(&pair->conn->lock);
	pair->waiting = false;
	WRITE_ONCE(pair->suspended, jiffies + pause(pair->refusals));
	WRITE_ONCE(pair->refusals, min(pair->refusals + 1, U8_MAX));
	preserve_count(pair->conn->pn, PRESERVE_MIB_PAIRSUSPENDED);
	preserve_conn_report_pair(pair->conn, PRESERVE_GENL_REFUSED, NULL, pair);
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
