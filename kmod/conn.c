// SPDX-License-Identifier: GPL-2.0-only
#include "conn.h"
#include "netns.h"
#include "path.h"
#include "policy.h"
#include "spread.h"

#include <linux/seq_file.h>
#include <linux/siphash.h>
#include <net/inet6_hashtables.h>
#include <net/ipv6.h>
#include <net/tcp.h>

/* The share of the table that connections in handshake may take. */
#define HALF_OPEN_SHARE 4

/* How many connections the collector looks at under one lock, and in one run. */
#define COLLECT_BATCH 256
#define COLLECT_BATCHES 64

/* A new connection may precede its socket's appearance in the tables. */
#define COLLECT_GRACE HZ

/* A handshake that takes longer goes on as plain TCP. */
#define HALF_OPEN_MAX (60 * HZ)

/* After this long no peer asks for a PREFIX_ACK any more. */
#define HANDSHAKE_KEPT (30 * HZ)

static struct kmem_cache *conn_cache;
static struct workqueue_struct *workqueue;
static siphash_key_t pair_key;

static u32 tuple_hash(const struct in6_addr *local,
		      const struct in6_addr *remote, __be16 lport, __be16 rport,
		      u32 seed)
{
	struct {
		struct in6_addr local;
		struct in6_addr remote;
		u64 rest;
	} __aligned(SIPHASH_ALIGNMENT) in = {
		.local = *local,
		.remote = *remote,
		.rest = (u64)seed << 32 | (__force u32)lport << 16 |
			(__force u32)rport,
	};

	return siphash(&in, sizeof(in), &pair_key);
}

static u32 key_hash(const void *data, u32 len, u32 seed)
{
	const struct preserve_tuple *t = data;

	return tuple_hash(&t->local, &t->remote, t->lport, t->rport, seed);
}

static u32 pair_hash(const void *data, u32 len, u32 seed)
{
	const struct preserve_pair *pair = data;

	return tuple_hash(preserve_pair_local(pair), preserve_pair_remote(pair),
			  pair->conn->lport, pair->conn->rport, seed);
}

static int pair_cmp(struct rhashtable_compare_arg *arg, const void *obj)
{
	const struct preserve_tuple *t = arg->key;
	const struct preserve_pair *pair = obj;

	return t->lport != pair->conn->lport || t->rport != pair->conn->rport ||
	       !ipv6_addr_equal(&t->local, preserve_pair_local(pair)) ||
	       !ipv6_addr_equal(&t->remote, preserve_pair_remote(pair));
}

static const struct rhashtable_params pair_params = {
	.key_len = sizeof(struct preserve_tuple),
	.head_offset = offsetof(struct preserve_pair, node),
	.hashfn = key_hash,
	.obj_hashfn = pair_hash,
	.obj_cmpfn = pair_cmp,
	.automatic_shrinking = true,
};

struct preserve_tuple preserve_pair_tuple(const struct preserve_pair *pair)
{
	return (struct preserve_tuple) {
		.local = *preserve_pair_local(pair),
		.remote = *preserve_pair_remote(pair),
		.lport = pair->conn->lport,
		.rport = pair->conn->rport,
	};
}

static void free_rcu_cb(struct rcu_head *rcu)
{
	struct preserve_conn *conn = container_of(rcu, struct preserve_conn,
						  rcu);

	kfree(conn->hs);
	preserve_spread_free(conn->spread);
	kfree(conn->more);
	kmem_cache_free(conn_cache, conn);
}

void preserve_conn_put(struct preserve_conn *conn)
{
	if (refcount_dec_and_test(&conn->ref))
		call_rcu(&conn->rcu, free_rcu_cb);
}

/* A pending work item owns a reference; the worker puts it. */
void preserve_conn_wake(struct preserve_conn *conn)
{
	if (!refcount_inc_not_zero(&conn->ref))
		return;
	if (READ_ONCE(conn->state) == PRESERVE_DEAD ||
	    mod_delayed_work(workqueue, &conn->work, 0))
		preserve_conn_put(conn);
}

void preserve_conn_wake_later(struct preserve_conn *conn, unsigned long delay)
{
	if (!refcount_inc_not_zero(&conn->ref))
		return;
	if (READ_ONCE(conn->state) == PRESERVE_DEAD ||
	    !queue_delayed_work(workqueue, &conn->work, delay))
		preserve_conn_put(conn);
}

static int link_pair(struct preserve_conn_table *table,
		     struct preserve_pair *pair)
{
	struct preserve_tuple tuple = preserve_pair_tuple(pair);
	struct preserve_pair *old;

	old = rhashtable_lookup_get_insert_key(&table->pairs, &tuple,
					       &pair->node, pair_params);
	if (IS_ERR(old))
		return PTR_ERR(old);
	if (old)
		return -EEXIST;
	pair->linked = true;
	return 0;
}

static void init_pair(struct preserve_pair *pair, struct preserve_conn *conn,
		      u8 li, u8 ri)
{
	pair->conn = conn;
	pair->li = li;
	pair->ri = ri;
}

static struct preserve_conn *alloc_conn(struct preserve_net *pn,
					enum preserve_role role,
					const struct preserve_tuple *tuple)
{
	struct preserve_conn *conn = kmem_cache_zalloc(conn_cache, GFP_ATOMIC);

	if (!conn)
		return NULL;
	conn->hs = kzalloc(sizeof(*conn->hs), GFP_ATOMIC);
	if (!conn->hs) {
		kmem_cache_free(conn_cache, conn);
		return NULL;
	}
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
	INIT_DELAYED_WORK(&conn->work, preserve_policy_work);
	return conn;
}

/* A flood of handshakes must not push out negotiated connections. */
static bool table_full(struct preserve_net *pn)
{
	unsigned int limit = READ_ONCE(pn->ctl.max_connections);

	return pn->table.count >= limit ||
	       pn->table.half_open >= DIV_ROUND_UP(limit, HALF_OPEN_SHARE);
}

struct preserve_conn *preserve_conn_create(struct preserve_net *pn,
					   enum preserve_role role,
					   const struct preserve_tuple *tuple)
{
	struct preserve_conn_table *table = &pn->table;
	struct preserve_conn *conn = alloc_conn(pn, role, tuple);
	bool taken = false;

	if (conn) {
		spin_lock_bh(&table->lock);
		if (!table_full(pn) && !link_pair(table, &conn->first)) {
			conn->id = ++table->last_id;
			table->count++;
			table->half_open++;
			list_add_tail_rcu(&conn->node, &table->conns);
			taken = true;
		}
		spin_unlock_bh(&table->lock);
		if (!taken)
			preserve_conn_put(conn);
	}
	if (!taken)
		preserve_count(pn, PRESERVE_MIB_FALLBACKLIMIT);
	return taken ? conn : NULL;
}

static void unlink_pairs(struct preserve_conn_table *table,
			 struct preserve_conn *conn)
{
	struct preserve_pair *pair;
	unsigned int i;

	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++) {
		if (!pair->linked)
			continue;
		rhashtable_remove_fast(&table->pairs, &pair->node, pair_params);
		pair->linked = false;
	}
}

void preserve_conn_set_acks_left(struct preserve_conn *conn, u8 acks)
{
	struct preserve_conn_table *table = &conn->pn->table;

	lockdep_assert_held(&conn->lock);
	if (!conn->acks_left && acks)
		atomic_inc(&table->ack_phase);
	else if (conn->acks_left && !acks)
		atomic_dec(&table->ack_phase);
	conn->acks_left = acks;
}

static void __drop(struct preserve_conn *conn)
{
	struct preserve_net *pn = conn->pn;
	struct preserve_conn_table *table = &pn->table;

	lockdep_assert_held(&table->lock);
	spin_lock(&conn->lock);
	if (conn->state == PRESERVE_ESTABLISHED)
		preserve_count(pn, PRESERVE_MIB_CLOSED);
	else
		table->half_open--;
	preserve_conn_set_acks_left(conn, 0);
	WRITE_ONCE(conn->state, PRESERVE_DEAD);
	preserve_spread_stop(conn);
	unlink_pairs(table, conn);
	spin_unlock(&conn->lock);
	if (table->cursor == &conn->node)
		table->cursor = conn->node.next;
	list_del_rcu(&conn->node);
	table->count--;
}

void preserve_conn_drop(struct preserve_conn *conn)
{
	struct preserve_conn_table *table = &conn->pn->table;
	bool mine = false;

	spin_lock_bh(&table->lock);
	if (conn->state != PRESERVE_DEAD) {
		__drop(conn);
		mine = true;
	}
	spin_unlock_bh(&table->lock);
	if (mine)
		preserve_conn_put(conn);
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

int preserve_conn_establish(struct preserve_conn *conn,
			    const struct preserve_addrs *local,
			    const struct preserve_addrs *remote)
{
	struct preserve_conn_table *table = &conn->pn->table;
	bool spreads = local->spread && remote->spread;
	struct preserve_spread *spread = NULL;
	struct preserve_pair *more = NULL;
	unsigned int total, i;
	int err = 0;

	total = (local->count + 1) * (remote->count + 1);
	if (total > 1) {
		more = kcalloc(total - 1, sizeof(*more), GFP_ATOMIC);
		if (!more)
			return -ENOMEM;
		if (spreads)
			spread = preserve_spread_alloc(conn->pn,
						       local->count + 1,
						       remote->count + 1);
	}

	spin_lock_bh(&table->lock);
	spin_lock(&conn->lock);
	if (conn->state == PRESERVE_DEAD ||
	    conn->state == PRESERVE_ESTABLISHED) {
		err = -EALREADY;
		goto out;
	}
	memcpy(&conn->local[1], local->addr,
	       local->count * sizeof(local->addr[0]));
	memcpy(&conn->remote[1], remote->addr,
	       remote->count * sizeof(remote->addr[0]));
	conn->n_local = local->count + 1;
	conn->n_remote = remote->count + 1;
	if (more) {
		fill_pairs(conn, more);
		conn->more = more;
		more = NULL;
	}
	for (i = 0; i < total - 1; i++)
		/* A pair that another connection owns is not ours to use. */
		link_pair(table, &conn->more[i]);
	conn->n_pairs = total;
	conn->spreads = spreads;
	if (spread)
		preserve_spread_start(conn, spread);
	spread = NULL;
	table->half_open--;
	WRITE_ONCE(conn->state, PRESERVE_ESTABLISHED);
out:
	spin_unlock(&conn->lock);
	spin_unlock_bh(&table->lock);
	preserve_spread_free(spread);
	kfree(more);
	return err;
}

struct preserve_pair *preserve_pair_find(struct preserve_net *pn,
					 const struct preserve_tuple *tuple)
{
	return rhashtable_lookup(&pn->table.pairs, tuple, pair_params);
}

struct sock *preserve_tuple_sock(const struct preserve_net *pn,
				 const struct preserve_tuple *tuple, int dif)
{
	struct net *net = pn->net;

	return __inet6_lookup_established(net,
					  net->ipv4.tcp_death_row.hashinfo,
					  &tuple->remote, tuple->rport,
					  &tuple->local, ntohs(tuple->lport),
					  dif, 0);
}

struct sock *__preserve_conn_sock(struct preserve_conn *conn)
{
	struct preserve_tuple tuple = preserve_pair_tuple(conn->cur);

	lockdep_assert_held(&conn->lock);
	return preserve_tuple_sock(conn->pn, &tuple, 0);
}

struct sock *preserve_conn_sock(struct preserve_conn *conn)
{
	struct sock *sk;

	spin_lock_bh(&conn->lock);
	sk = __preserve_conn_sock(conn);
	spin_unlock_bh(&conn->lock);
	return sk;
}

bool preserve_conn_owns(struct preserve_conn *conn, const struct sock *sk)
{
	const int dead = TCPF_CLOSE | TCPF_LISTEN | TCPF_SYN_SENT |
			 TCPF_SYN_RECV;

	return READ_ONCE(conn->state) != PRESERVE_DEAD &&
	       !((1 << sk->sk_state) & dead) &&
	       ipv6_addr_equal(&sk->sk_v6_daddr,
			       preserve_pair_remote(conn->cur)) &&
	       ipv6_addr_equal(&sk->sk_v6_rcv_saddr,
			       preserve_pair_local(conn->cur));
}

/* Is there still a socket behind @conn? Frees what it needs no more. */
static bool in_use(struct preserve_conn *conn)
{
	struct sock *sk;

	if (time_before(jiffies, conn->created + COLLECT_GRACE))
		return true;
	if (conn->state != PRESERVE_ESTABLISHED &&
	    time_after(jiffies, conn->created + HALF_OPEN_MAX))
		return false;
	spin_lock(&conn->lock);
	sk = __preserve_conn_sock(conn);
	if (conn->state == PRESERVE_ESTABLISHED && conn->hs &&
	    time_after(jiffies, conn->created + HANDSHAKE_KEPT)) {
		preserve_conn_set_acks_left(conn, 0);
		kfree_rcu(conn->hs, rcu);
		WRITE_ONCE(conn->hs, NULL);
	}
	spin_unlock(&conn->lock);
	if (!sk)
		return false;
	sock_gen_put(sk);
	return true;
}

/* One batch from the cursor on; false when the end of the list was reached. */
static bool collect_batch(struct preserve_net *pn)
{
	struct preserve_conn_table *table = &pn->table;
	unsigned int left = COLLECT_BATCH;
	struct preserve_conn *conn;
	bool more;

	spin_lock_bh(&table->lock);
	while (left-- && table->cursor != &table->conns) {
		conn = list_entry(table->cursor, struct preserve_conn, node);
		table->cursor = conn->node.next;
		if (in_use(conn))
			continue;
		if (conn->state != PRESERVE_ESTABLISHED)
			preserve_count(pn, PRESERVE_MIB_HALFOPENEXPIRED);
		__drop(conn);
		preserve_conn_put(conn);
	}
	more = table->cursor != &table->conns;
	if (!more)
		table->cursor = table->conns.next;
	spin_unlock_bh(&table->lock);
	return more;
}

void preserve_conn_collect(struct preserve_net *pn)
{
	unsigned int batches = COLLECT_BATCHES;

	while (batches-- && collect_batch(pn))
		cond_resched();
}

void preserve_conn_flush(struct preserve_net *pn)
{
	struct preserve_conn_table *table = &pn->table;
	struct preserve_conn *conn;

	spin_lock_bh(&table->lock);
	while (!list_empty(&table->conns)) {
		conn = list_first_entry(&table->conns, struct preserve_conn,
					node);
		__drop(conn);
		spin_unlock_bh(&table->lock);
		/* Nobody queues work for a dead one; what is queued is put. */
		if (cancel_delayed_work_sync(&conn->work))
			preserve_conn_put(conn);
		preserve_conn_put(conn);
		spin_lock_bh(&table->lock);
	}
	spin_unlock_bh(&table->lock);
	flush_workqueue(workqueue);
}

const char *preserve_cause_name(enum preserve_cause cause)
{
	static const char * const names[] = {
		[PRESERVE_CAUSE_NONE] = "none",
		[PRESERVE_CAUSE_RTO] = "rto",
		[PRESERVE_CAUSE_NO_ROUTE] = "no_route",
		[PRESERVE_CAUSE_LINK_DOWN] = "link_down",
		[PRESERVE_CAUSE_ADDRESS_REMOVED] = "address_removed",
		[PRESERVE_CAUSE_PATH_RESTORED] = "path_restored",
		[PRESERVE_CAUSE_FOLLOWED] = "followed",
	};

	return names[cause];
}

void preserve_conn_show(struct seq_file *seq, struct preserve_conn *conn)
{
	static const char * const states[] = {
		[PRESERVE_SYN] = "syn",
		[PRESERVE_FALLBACK] = "fallback",
		[PRESERVE_ACK] = "ack",
		[PRESERVE_ESTABLISHED] = "established",
		[PRESERVE_DEAD] = "dead",
	};

	spin_lock_bh(&conn->lock);
	seq_printf(seq, "%u %s %s %pI6c %u %pI6c %u %pI6c %pI6c %u %u %u %s ",
		   conn->id,
		   conn->role == PRESERVE_INITIATOR ? "initiator" : "responder",
		   states[conn->state], &conn->local[0], ntohs(conn->lport),
		   &conn->remote[0], ntohs(conn->rport),
		   preserve_pair_local(conn->cur),
		   preserve_pair_remote(conn->cur), conn->n_pairs,
		   conn->migrations, conn->followed,
		   preserve_cause_name(conn->cause));
	if (conn->migrations || conn->followed)
		seq_printf(seq, "%u\n", jiffies_to_msecs(jiffies - conn->moved));
	else
		seq_puts(seq, "-\n");
	spin_unlock_bh(&conn->lock);
}

void preserve_conn_show_aliases(struct seq_file *seq,
				struct preserve_conn *conn)
{
	struct preserve_pair *pair;
	unsigned int i;

	spin_lock_bh(&conn->lock);
	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++) {
		seq_printf(seq, "%u %pI6c %u %pI6c %u %u %u ", conn->id,
			   preserve_pair_local(pair), ntohs(conn->lport),
			   preserve_pair_remote(pair), ntohs(conn->rport),
			   pair == conn->cur,
			   preserve_path_check(pair, NULL) ==
			   PRESERVE_CAUSE_NONE);
		if (pair->alive)
			seq_printf(seq, "%u\n",
				   jiffies_to_msecs(jiffies - pair->alive));
		else
			seq_puts(seq, "-\n");
	}
	spin_unlock_bh(&conn->lock);
}

int preserve_conn_table_init(struct preserve_conn_table *table)
{
	spin_lock_init(&table->lock);
	INIT_LIST_HEAD(&table->conns);
	table->cursor = &table->conns;
	return rhashtable_init(&table->pairs, &pair_params);
}

void preserve_conn_table_destroy(struct preserve_conn_table *table)
{
	rhashtable_destroy(&table->pairs);
}

int preserve_conn_init(void)
{
	get_random_bytes(&pair_key, sizeof(pair_key));
	conn_cache = KMEM_CACHE(preserve_conn, SLAB_ACCOUNT);
	if (!conn_cache)
		return -ENOMEM;
	workqueue = alloc_workqueue("preserve", WQ_UNBOUND, 0);
	if (!workqueue) {
		kmem_cache_destroy(conn_cache);
		return -ENOMEM;
	}
	return 0;
}

void preserve_conn_exit(void)
{
	destroy_workqueue(workqueue);
	/* Connections are freed by RCU callbacks that live in this module. */
	rcu_barrier();
	kmem_cache_destroy(conn_cache);
}
