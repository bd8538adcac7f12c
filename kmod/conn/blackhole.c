// SPDX-License-Identifier: GPL-2.0-only
#include "conn/account.h"
#include "conn/blackhole.h"
#include "wire/addr.h"

#include <linux/jiffies.h>
#include <linux/seq_file.h>
#include <linux/siphash.h>
#include <linux/slab.h>

/* For so long at first; and no shift of it overflows. */
#define FIRST_SECONDS 60
#define MAX_DOUBLINGS 16

/* So long ago is lately. */
#define PASSED_LATELY (600 * HZ)

/* A network gets so many entries. */
#define NETWORK_MAX 16

struct blackhole {
	struct hlist_node node;
	struct preserve_addr addr;
	u64 expires;		/* jiffies_64: a week does not fit 32 bits */
	unsigned int failures;
};

/* Of its network; 0 is nobody's. */
static u32 hash_of(const struct preserve_addr *addr)
{
	static siphash_key_t key __read_mostly;

	net_get_random_once(&key, sizeof(key));
	return (u32)siphash_1u64(preserve_addr_network(addr), &key) ?: 1;
}

/* All addresses of a network are in one bucket. */
static struct hlist_head *bucket_of(struct preserve_blackholes *bhs,
				    const struct preserve_addr *addr)
{
	return &bhs->bucket[hash_of(addr) & (ARRAY_SIZE(bhs->bucket) - 1)];
}

void preserve_blackhole_passed(struct preserve_blackholes *bhs,
			       const struct preserve_addr *addr)
{
	u32 hash = hash_of(addr);
	unsigned int i = hash % PRESERVE_BLACKHOLE_PASSED;

	WRITE_ONCE(bhs->passed[i].when, (u32)jiffies);
	WRITE_ONCE(bhs->passed[i].network, hash);
}

static bool passed_lately(const struct preserve_blackholes *bhs,
			  const struct preserve_addr *addr)
{
	u32 hash = hash_of(addr);
	unsigned int i = hash % PRESERVE_BLACKHOLE_PASSED;

	return READ_ONCE(bhs->passed[i].network) == hash &&
	       (u32)jiffies - READ_ONCE(bhs->passed[i].when) < PASSED_LATELY;
}

static struct blackhole *find(struct hlist_head *head,
			      const struct preserve_addr *addr)
{
	struct blackhole *bh;

	hlist_for_each_entry(bh, head, node)
		if (preserve_addr_equal(&bh->addr, addr))
			return bh;
	return NULL;
}

static void forget(struct preserve_blackholes *bhs, struct blackhole *bh)
{
	hlist_del(&bh->node);
	bhs->count--;
	preserve_give(bhs->tenant, PRESERVE_BLACKHOLES, 1);
	kfree(bh);
}

static struct blackhole *sooner(struct blackhole *a, struct blackhole *b)
{
	return !a || time_before64(b->expires, a->expires) ? b : a;
}

/*
 * Make room for @addr: in its network, or else in the table, the one that expires
 * first goes, which is one that has expired if there is any.
 */
static void make_room(struct preserve_blackholes *bhs, struct hlist_head *head,
		      const struct preserve_addr *addr)
{
	u64 network = preserve_addr_network(addr);
	struct blackhole *bh, *victim = NULL;
	unsigned int i, n = 0;

	hlist_for_each_entry(bh, head, node) {
		if (preserve_addr_network(&bh->addr) != network)
			continue;
		victim = sooner(victim, bh);
		n++;
	}
	if (n >= NETWORK_MAX) {
		forget(bhs, victim);
		return;
	}
	if (bhs->count < PRESERVE_BLACKHOLE_MAX)
		return;
	victim = NULL;
	for (i = 0; i < ARRAY_SIZE(bhs->bucket); i++)
		hlist_for_each_entry(bh, &bhs->bucket[i], node)
			victim = sooner(victim, bh);
	forget(bhs, victim);
}

void preserve_blackhole_init(struct preserve_blackholes *bhs,
			     struct preserve_tenant *tenant)
{
	bhs->tenant = tenant;
	spin_lock_init(&bhs->lock);
}

void preserve_blackhole_flush(struct preserve_blackholes *bhs)
{
	struct hlist_node *next;
	struct blackhole *bh;
	unsigned int i;

	spin_lock_bh(&bhs->lock);
	for (i = 0; i < ARRAY_SIZE(bhs->bucket); i++)
		hlist_for_each_entry_safe(bh, next, &bhs->bucket[i], node)
			forget(bhs, bh);
	spin_unlock_bh(&bhs->lock);
	memset(bhs->passed, 0, sizeof(bhs->passed));
}

static struct blackhole *create(struct preserve_blackholes *bhs)
{
	struct blackhole *bh;

	if (!preserve_take(bhs->tenant, PRESERVE_BLACKHOLES, 1))
		return NULL;
	bh = kzalloc(sizeof(*bh), PRESERVE_GFP);
	if (!bh)
		preserve_give(bhs->tenant, PRESERVE_BLACKHOLES, 1);
	return bh;
}

static bool in_force(const struct blackhole *bh)
{
	return time_before64(get_jiffies_64(), bh->expires);
}

/* Failures of one period, of many connections at once, are one. */
static void fail(struct blackhole *bh, unsigned int seconds)
{
	unsigned int doublings;

	if (in_force(bh))
		return;
	doublings = min_t(unsigned int, bh->failures++, MAX_DOUBLINGS);
	seconds = min(seconds, (unsigned int)FIRST_SECONDS << doublings);
	bh->expires = get_jiffies_64() + (u64)seconds * HZ;
}

bool preserve_blackhole_add(struct preserve_blackholes *bhs,
			    const struct preserve_addr *addr, unsigned int seconds)
{
	struct hlist_head *head = bucket_of(bhs, addr);
	struct blackhole *bh;

	if (!seconds || passed_lately(bhs, addr))
		return false;
	spin_lock_bh(&bhs->lock);
	bh = find(head, addr);
	if (!bh) {
		make_room(bhs, head, addr);
		bh = create(bhs);
		if (bh) {
			bh->addr = *addr;
			hlist_add_head(&bh->node, head);
			bhs->count++;
		}
	}
	if (bh)
		fail(bh, seconds);
	spin_unlock_bh(&bhs->lock);
	return bh;
}

void preserve_blackhole_remove(struct preserve_blackholes *bhs,
			       const struct preserve_addr *addr)
{
	struct blackhole *bh;

	preserve_blackhole_passed(bhs, addr);
	if (!READ_ONCE(bhs->count))
		return;
	spin_lock_bh(&bhs->lock);
	bh = find(bucket_of(bhs, addr), addr);
	if (bh)
		forget(bhs, bh);
	spin_unlock_bh(&bhs->lock);
}

/*
 * An expired entry answers no, so that the option is tried again, but stays:
 * if the option is dropped once more the next timeout is longer.
 */
bool preserve_blackhole_known(struct preserve_blackholes *bhs,
			      const struct preserve_addr *addr)
{
	struct blackhole *bh;
	bool known;

	if (!READ_ONCE(bhs->count))
		return false;
	spin_lock_bh(&bhs->lock);
	bh = find(bucket_of(bhs, addr), addr);
	known = bh && in_force(bh);
	spin_unlock_bh(&bhs->lock);
	return known;
}

static void show(struct seq_file *seq, const struct blackhole *bh)
{
	u64 now = get_jiffies_64();

	if (!time_before64(now, bh->expires))
		return;
	preserve_addr_show(seq, &bh->addr);
	seq_printf(seq, " %llu %u\n", div_u64(bh->expires - now, HZ),
		   bh->failures);
}

void preserve_blackhole_show(struct seq_file *seq,
			     struct preserve_blackholes *bhs)
{
	struct blackhole *bh;
	unsigned int i;

	seq_puts(seq, "address remaining_s failures\n");
	spin_lock_bh(&bhs->lock);
	for (i = 0; i < ARRAY_SIZE(bhs->bucket); i++)
		hlist_for_each_entry(bh, &bhs->bucket[i], node)
			show(seq, bh);
	spin_unlock_bh(&bhs->lock);
}
