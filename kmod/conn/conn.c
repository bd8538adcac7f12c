// SPDX-License-Identifier: GPL-2.0-only
#include "conn/account.h"
#include "conn/conn.h"
#include "conn/index.h"
#include "conn/net.h"
#include "conn/paths_ops.h"

#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/memcontrol.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <net/inet_hashtables.h>
#include <net/tcp_states.h>

/* The share of the table that connections in handshake may take. */
#define HALF_OPEN_SHARE 4

/* Of a namespace that work at a time; see max_workers(). */
#define MAX_WORKERS 16

static struct kmem_cache *conn_cache;
static work_func_t conn_work;

static void free_rcu_cb(struct rcu_head *rcu)
{
	struct preserve_conn *conn = container_of(rcu, struct preserve_conn,
						  rcu);

	kfree(conn->more);
	mem_cgroup_put(conn->memcg);
	kmem_cache_free(conn_cache, conn);
}

void preserve_conn_put(struct preserve_conn *conn)
{
	if (refcount_dec_and_test(&conn->ref))
		call_rcu(&conn->rcu, free_rcu_cb);
}

static void unqueue(struct preserve_conn *conn)
{
	if (cancel_delayed_work(&conn->work))
		preserve_conn_put(conn);
}

/*
 * A pending work item owns a reference; the worker puts it. The queue goes away
 * after the last connection was dropped and all RCU read-side sections and
 * workers are over, and either this or __preserve_conn_drop() sees the other.
 */
static void wake(struct preserve_conn *conn, unsigned long delay, bool sooner)
{
	struct preserve_conn_table *table = &conn->pn->table;
	bool owned;

	if (!refcount_inc_not_zero(&conn->ref))
		return;
	rcu_read_lock();
	if (READ_ONCE(conn->state) == PRESERVE_DEAD)
		owned = false;
	else if (sooner)
		owned = !mod_delayed_work(table->workqueue, &conn->work, delay);
	else
		owned = queue_delayed_work(table->workqueue, &conn->work,
					   delay);
	/* Pairs with the barrier in __preserve_conn_drop(). */
	smp_mb();
	if (owned && READ_ONCE(conn->state) == PRESERVE_DEAD)
		unqueue(conn);
	rcu_read_unlock();
	if (!owned)
		preserve_conn_put(conn);
}

void preserve_conn_wake(struct preserve_conn *conn)
{
	wake(conn, 0, true);
}
EXPORT_SYMBOL_GPL(preserve_conn_wake);

void preserve_conn_wake_later(struct preserve_conn *conn, unsigned long delay)
{
	wake(conn, delay, false);
}

static void init_pair(struct preserve_pair *pair, struct preserve_conn *conn,
		      u8 li, u8 ri)
{
	pair->conn = conn;
	pair->li = li;
	pair->ri = ri;
}

struct preserve_conn *preserve_conn_alloc(struct preserve_net *pn,
					  enum preserve_role role,
					  const struct preserve_tuple *tuple,
					  const struct sock *sk)
{
	struct mem_cgroup *memcg = preserve_memcg_get(sk), *outer;
	struct preserve_conn *conn;

	outer = set_active_memcg(memcg);
	conn = kmem_cache_zalloc(conn_cache, PRESERVE_GFP);
	set_active_memcg(outer);
	if (!conn) {
		mem_cgroup_put(memcg);
		preserve_fallback(pn, tuple, PRESERVE_MIB_FALLBACKLIMIT);
		return NULL;
	}
	conn->memcg = memcg;
	spin_lock_init(&conn->lock);
	refcount_set(&conn->ref, 1);
	conn->pn = pn;
	conn->role = role;
	conn->lport = tuple->lport;
	conn->rport = tuple->rport;
	conn->local[0] = tuple->local;
	conn->remote[0] = tuple->remote;
	conn->n_local = 1;
	conn->n_remote = 1;
	conn->n_pairs = 1;
	conn->created = jiffies;
	conn->moved = jiffies;
	init_pair(&conn->first, conn, 0, 0);
	conn->cur = &conn->first;
	INIT_DELAYED_WORK(&conn->work, conn_work);
	return conn;
}

/*
 * Many attempts that nobody answers must not push out negotiated connections.
 * Those of peers are bounded by the backlog of their listener.
 */
static bool table_full(struct preserve_net *pn, enum preserve_role role)
{
	unsigned int limit = preserve_capped(&pn->ctl.max_connections,
					     &pn->caps->max_connections);

	return pn->table.count >= limit ||
	       (role == PRESERVE_INITIATOR &&
		pn->table.half_open >= DIV_ROUND_UP(limit, HALF_OPEN_SHARE));
}

bool preserve_conn_publish(struct preserve_conn *conn)
{
	struct preserve_net *pn = conn->pn;
	struct preserve_conn_table *table = &pn->table;
	struct preserve_tuple tuple = preserve_pair_tuple(&conn->first);
	bool taken = false;

	spin_lock_bh(&table->lock);
	conn->id = table->last_id + 1;
	if (!table_full(pn, conn->role) &&
	    preserve_take(pn->tenant, PRESERVE_CONNECTIONS, 1)) {
		taken = !preserve_pair_claim(table, &conn->first);
		if (!taken)
			preserve_give(pn->tenant, PRESERVE_CONNECTIONS, 1);
	}
	if (taken) {
		table->last_id++;
		table->count++;
		table->half_open += conn->role == PRESERVE_INITIATOR;
		list_add_tail_rcu(&conn->node, &table->conns);
	}
	spin_unlock_bh(&table->lock);
	if (!taken) {
		preserve_fallback(pn, &tuple, PRESERVE_MIB_FALLBACKLIMIT);
		preserve_conn_put(conn);
	}
	return taken;
}

void preserve_conn_set_acks_left(struct preserve_conn *conn, u8 acks)
{
	struct preserve_conn_table *table = &conn->pn->table;

	lockdep_assert_held(&conn->lock);
	if (!conn->acks_left && acks) {
		atomic_inc(&table->ack_phase);
		/* Pairs with the barrier in settle_acks(). */
		smp_mb__after_atomic();
		if (!READ_ONCE(table->acks_owed))
			WRITE_ONCE(table->acks_owed, true);
	} else if (conn->acks_left && !acks) {
		atomic_dec(&table->ack_phase);
	}
	WRITE_ONCE(conn->acks_left, acks);
}

void __preserve_conn_drop(struct preserve_conn *conn)
{
	struct preserve_net *pn = conn->pn;
	struct preserve_conn_table *table = &pn->table;

	lockdep_assert_held(&table->lock);
	spin_lock(&conn->lock);
	if (conn->state == PRESERVE_ESTABLISHED) {
		preserve_count(pn, PRESERVE_MIB_CLOSED);
		preserve_conn_report(conn, PRESERVE_GENL_CLOSED);
	} else {
		table->half_open -= conn->role == PRESERVE_INITIATOR;
	}
	preserve_conn_set_acks_left(conn, 0);
	atomic_sub(conn->watched, &table->watched);
	WRITE_ONCE(table->guarded, table->guarded - conn->guarded);
	WRITE_ONCE(conn->state, PRESERVE_DEAD);
	if (conn->spreads)
		preserve_paths_tell(pn, stop, conn);
	preserve_pairs_unlink(table, conn);
	spin_unlock(&conn->lock);
	preserve_index_remove(conn);
	if (table->cursor == &conn->node)
		table->cursor = conn->node.next;
	list_del_rcu(&conn->node);
	table->count--;
	preserve_give(pn->tenant, PRESERVE_CONNECTIONS, 1);
	/* Pairs with the barrier in wake(). */
	smp_mb();
	unqueue(conn);
}

void preserve_conn_drop(struct preserve_conn *conn)
{
	struct preserve_conn_table *table = &conn->pn->table;
	bool mine = false;

	spin_lock_bh(&table->lock);
	if (conn->state != PRESERVE_DEAD) {
		__preserve_conn_drop(conn);
		mine = true;
	}
	spin_unlock_bh(&table->lock);
	if (mine)
		preserve_conn_put(conn);
}

bool preserve_conn_retire(struct preserve_conn *conn)
{
	struct sock *sk = preserve_conn_sock(conn);
	bool live = sk && sk->sk_state != TCP_TIME_WAIT;

	if (sk)
		sock_gen_put(sk);
	if (!live)
		preserve_conn_drop(conn);
	return !live;
}

/*
 * The order in which pairs are tried: the handshake pair, those with the same
 * rank on both sides (with routing by source address most likely the two ends
 * of one link), then the rest, best ranks first.
 */
static unsigned int fill_pairs(struct preserve_conn *conn,
			       struct preserve_pair *pairs)
{
	unsigned int diagonal = min(conn->n_local, conn->n_remote);
	unsigned int n = 0;
	u8 li, ri;

	for (li = 1; li < diagonal; li++)
		init_pair(&pairs[n++], conn, li, li);
	for (li = 0; li < conn->n_local; li++)
		for (ri = 0; ri < conn->n_remote; ri++)
			if (li != ri)
				init_pair(&pairs[n++], conn, li, ri);
	return n;
}

void preserve_conn_set_remote(struct preserve_conn *conn,
			      const struct preserve_addrs *remote)
{
	memcpy(&conn->remote[1], remote->addr,
	       remote->count * sizeof(remote->addr[0]));
	conn->remote_flags[0] = remote->primary_flags;
	memcpy(&conn->remote_flags[1], remote->flags, remote->count);
	conn->n_remote = remote->count + 1;
	conn->hs.peer_spreads = remote->spread;
}

/* Is @other the same handshake over other addresses, which this one outran? */
static bool is_rival(const struct preserve_conn *conn,
		     const struct preserve_conn *other)
{
	if (other == conn || other->role != conn->role ||
	    other->rport != conn->rport || other->lport != conn->lport)
		return false;
	if (conn->role == PRESERVE_RESPONDER)
		return other->state == PRESERVE_ACK &&
		       other->remote_isn == conn->remote_isn;
	return (other->state == PRESERVE_SYN ||
		other->state == PRESERVE_FALLBACK) &&
	       other->cookie == conn->cookie &&
	       other->local_isn == conn->local_isn;
}

/* A SYN may go by several uplinks: what it left of the others is an alias now. */
static void outdo_rivals(struct preserve_conn *conn)
{
	struct preserve_conn_table *table = &conn->pn->table;
	struct preserve_pair *pair, *theirs;
	struct preserve_tuple tuple;
	unsigned int i;

	lockdep_assert_held(&table->lock);
	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++) {
		if (pair->linked)
			continue;
		tuple = preserve_pair_tuple(pair);
		theirs = preserve_pair_find(conn->pn, &tuple);
		if (!theirs || !is_rival(conn, theirs->conn))
			continue;
		__preserve_conn_drop(theirs->conn);
		preserve_conn_put(theirs->conn);
		preserve_pair_link(table, pair);
	}
}

int preserve_conn_establish(struct preserve_conn *conn,
			    const struct preserve_answer *answer)
{
	const struct preserve_addrs *remote = answer->remote;
	unsigned int n_remote = remote ? remote->count + 1 : conn->n_remote;
	unsigned int n_local = answer->echoed ? conn->n_local : 1;
	struct preserve_conn_table *table = &conn->pn->table;
	unsigned int total = n_local * n_remote, i;
	struct preserve_pair *more = NULL;
	struct mem_cgroup *outer;
	int err = 0;

	outer = set_active_memcg(conn->memcg);
	if (total > 1) {
		more = kzalloc((total - 1) * sizeof(*more) +
			       preserve_index_bytes(n_local, n_remote),
			       PRESERVE_GFP);
		if (!more) {
			set_active_memcg(outer);
			return -ENOMEM;
		}
	}

	spin_lock_bh(&table->lock);
	spin_lock(&conn->lock);
	if (conn->state == PRESERVE_DEAD ||
	    conn->state == PRESERVE_ESTABLISHED) {
		err = -EALREADY;
		goto out;
	}
	conn->n_local = n_local;
	conn->remote_isn = answer->remote_isn;
	conn->xfrm_in = answer->xfrm_in;
	if (remote)
		preserve_conn_set_remote(conn, remote);
	if (more) {
		fill_pairs(conn, more);
		conn->more = more;
		conn->index = (void *)&more[total - 1];
		preserve_index_add(conn);
		more = NULL;
	}
	for (i = 0; i < total - 1; i++)
		/* A pair that another connection owns is not ours to use. */
		if (preserve_pair_link(table, &conn->more[i]))
			conn->unlinked = true;
	conn->verifies = total > 1 ? PRESERVE_VERIFIES : 0;
	conn->verified = jiffies;
	/* The handshake has gone there and back. */
	conn->budget[0].answered = true;
	/* Pairs with preserve_conn_pair(), which takes no lock. */
	smp_store_release(&conn->n_pairs, total);
	conn->spreads = answer->echoed && conn->hs.spreads &&
			conn->hs.peer_spreads;
	if (conn->spreads) {
		preserve_count(conn->pn, PRESERVE_MIB_SPREADAGREED);
		preserve_paths_tell(conn->pn, start, conn);
	}
	table->half_open -= conn->role == PRESERVE_INITIATOR;
	conn->guarded = conn->xfrm_out || conn->xfrm_in;
	WRITE_ONCE(table->guarded, table->guarded + conn->guarded);
	WRITE_ONCE(conn->state, PRESERVE_ESTABLISHED);
	preserve_count(conn->pn, PRESERVE_MIB_ESTABLISHED);
	if (total == 1)
		preserve_count(conn->pn, PRESERVE_MIB_SINGLEPAIR);
	preserve_conn_report(conn, PRESERVE_GENL_CREATED);
out:
	spin_unlock(&conn->lock);
	if (!err)
		outdo_rivals(conn);
	spin_unlock_bh(&table->lock);
	set_active_memcg(outer);
	kfree(more);
	return err;
}

static void drop_all(struct preserve_conn_table *table)
{
	struct preserve_conn *conn;

	spin_lock_bh(&table->lock);
	while (!list_empty(&table->conns)) {
		conn = list_first_entry(&table->conns, struct preserve_conn,
					node);
		__preserve_conn_drop(conn);
		preserve_conn_put(conn);
		spin_unlock_bh(&table->lock);
		cond_resched();
		spin_lock_bh(&table->lock);
	}
	spin_unlock_bh(&table->lock);
}

static void release(struct preserve_conn_table *table)
{
	if (table->workqueue)
		destroy_workqueue(table->workqueue);
	table->workqueue = NULL;
	preserve_index_free(table->index);
	table->index = NULL;
}

/*
 * None waits for a socket, see worker.c, so that more of them than processors get
 * no more done: they would only take the time from whoever receives packets, when
 * that is a thread as well.
 */
static int max_workers(void)
{
	return min_t(unsigned int, MAX_WORKERS,
		     DIV_ROUND_UP(num_online_cpus(), 2));
}

int preserve_conn_start(struct preserve_net *pn)
{
	/*
	 * One for each namespace: whoever makes work slow in one, or makes much
	 * of it, does not keep the others waiting.
	 */
	pn->table.workqueue = alloc_workqueue("preserve", WQ_UNBOUND,
					      max_workers());
	pn->table.index = preserve_index_alloc();
	if (pn->table.workqueue && pn->table.index)
		return 0;
	release(&pn->table);
	return -ENOMEM;
}

void preserve_conn_stop(struct preserve_net *pn)
{
	struct preserve_conn_table *table = &pn->table;

	drop_all(table);
	/* Who found one before queues no more work, see wake(). */
	synchronize_rcu();
	release(table);
}

int preserve_conn_init(work_func_t work)
{
	conn_work = work;
	preserve_pairs_seed();
	conn_cache = KMEM_CACHE(preserve_conn, SLAB_ACCOUNT);
	if (!conn_cache)
		return -ENOMEM;
	return 0;
}

void preserve_conn_exit(void)
{
	/* Connections are freed by RCU callbacks that live in this module. */
	rcu_barrier();
	kmem_cache_destroy(conn_cache);
}
