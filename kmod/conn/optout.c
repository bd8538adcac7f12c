// SPDX-License-Identifier: GPL-2.0-only
#include "conn/optout.h"
#include "conn/account.h"
#include "conn/net.h"

#include <linux/hashtable.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include <net/sock.h>

#define COLLECT_INTERVAL HZ

struct optout {
	struct hlist_node node;
	struct preserve_net *pn;
	struct sock *sk;
	struct optout *next;	/* of those that were taken out */
	struct rcu_head rcu;
};

static DEFINE_HASHTABLE(optouts, 10);
/* Who changes the table. Readers need RCU only. */
static DEFINE_SPINLOCK(lock);
static unsigned int count;

static void collect(struct work_struct *work);
static DECLARE_DELAYED_WORK(collector, collect);

static struct optout *find(const struct sock *sk)
{
	struct optout *optout;

	hash_for_each_possible_rcu(optouts, optout, node, (unsigned long)sk,
				   lockdep_is_held(&lock))
		if (optout->sk == sk)
			return optout;
	return NULL;
}

/* Out of the table; forget() comes after it, without the lock. */
static void take_out(struct optout *optout)
{
	lockdep_assert_held(&lock);
	hash_del_rcu(&optout->node);
	WRITE_ONCE(count, count - 1);
	preserve_give(optout->pn->tenant, PRESERVE_OPTOUTS, 1);
}

static void forget(struct optout *optout)
{
	sock_put(optout->sk);
	kfree_rcu(optout, rcu);
}

/* Those of @pn, or, when that is NULL, those that were closed. */
static bool is_due(const struct optout *optout, const struct preserve_net *pn)
{
	return pn ? optout->pn == pn : sock_flag(optout->sk, SOCK_DEAD);
}

/* The first of a chain of those that were in @bucket. */
static struct optout *take_out_due(struct hlist_head *bucket,
				   const struct preserve_net *pn)
{
	struct optout *optout, *first = NULL;
	struct hlist_node *next;

	spin_lock_bh(&lock);
	hlist_for_each_entry_safe(optout, next, bucket, node) {
		if (!is_due(optout, pn))
			continue;
		take_out(optout);
		optout->next = first;
		first = optout;
	}
	spin_unlock_bh(&lock);
	return first;
}

static void drop_due(const struct preserve_net *pn)
{
	struct optout *optout, *next;
	unsigned int i;

	for (i = 0; i < HASH_SIZE(optouts); i++)
		for (optout = take_out_due(&optouts[i], pn); optout;
		     optout = next) {
			next = optout->next;
			forget(optout);
		}
}

static void collect(struct work_struct *work)
{
	drop_due(NULL);
	if (READ_ONCE(count))
		schedule_delayed_work(&collector, COLLECT_INTERVAL);
}

int preserve_optout_add(struct preserve_net *pn, struct sock *sk)
{
	struct optout *optout;

	if (preserve_optout_has(sk))
		return 0;
	optout = kzalloc(sizeof(*optout), GFP_KERNEL_ACCOUNT);
	if (!optout)
		return -ENOMEM;
	if (!preserve_take(pn->tenant, PRESERVE_OPTOUTS, 1)) {
		drop_due(NULL);
		if (!preserve_take(pn->tenant, PRESERVE_OPTOUTS, 1)) {
			kfree(optout);
			return -ENOBUFS;
		}
	}
	sock_hold(sk);
	optout->sk = sk;
	optout->pn = pn;
	spin_lock_bh(&lock);
	hash_add_rcu(optouts, &optout->node, (unsigned long)sk);
	WRITE_ONCE(count, count + 1);
	spin_unlock_bh(&lock);
	schedule_delayed_work(&collector, COLLECT_INTERVAL);
	return 0;
}

void preserve_optout_remove(struct sock *sk)
{
	struct optout *optout;

	spin_lock_bh(&lock);
	optout = find(sk);
	if (optout)
		take_out(optout);
	spin_unlock_bh(&lock);
	if (optout)
		forget(optout);
}

bool preserve_optout_has(const struct sock *sk)
{
	bool has;

	if (likely(!READ_ONCE(count)))
		return false;
	rcu_read_lock();
	has = find(sk);
	rcu_read_unlock();
	return has;
}

void preserve_optout_flush(struct preserve_net *pn)
{
	drop_due(pn);
}

void preserve_optout_exit(void)
{
	cancel_delayed_work_sync(&collector);
}
