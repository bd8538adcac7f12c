// SPDX-License-Identifier: GPL-2.0-only
#include "conn/account.h"
#include "conn/path.h"
#include "conn/paths_ops.h"
#include "conn/rank.h"
#include "paths/paths.h"
#include "paths/sched_adapt.h"
#include "paths/sched_pick.h"
#include "paths/sched_tcp.h"
#include "paths/spread.h"
#include "paths/window.h"
#include "survive/output.h"
#include "survive/probe.h"
#include "wire/segment.h"
#include "wire/tuple.h"

#include <linux/rculist.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <net/tcp.h>

/* Between two rounds of probes of the pairs that are not in use. */
#define ASK_INTERVAL (HZ / 2)

/* So many probes in a row without an answer, where echoes are not answered. */
#define MISSED_MAX 2

/* Data came on a pair no longer ago than this: it works, or did. */
#define HEARD_JUST_NOW (HZ / 50)
#define HEARD_OF_LATE (HZ / 5)

/* So much longer than another, and a round trip, a path may be without proof. */
#define STALE_US (50 * USEC_PER_MSEC)

/* States in which a socket sends segments of an established connection. */
#define SPREAD_STATES (TCPF_ESTABLISHED | TCPF_FIN_WAIT1 | TCPF_FIN_WAIT2 | \
		       TCPF_CLOSE_WAIT | TCPF_CLOSING | TCPF_LAST_ACK)

/* How many paths there can be; see spread.h. */
static unsigned int count_paths(unsigned int n_local, unsigned int n_remote)
{
	unsigned int n = n_local == 1 || n_remote == 1 ?
		max(n_local, n_remote) : min(n_local, n_remote);

	return min_t(unsigned int, n, PRESERVE_SPREAD_PATHS);
}

static void free_spread(struct preserve_spread *spread)
{
	unsigned int i;

	for (i = 0; i < PRESERVE_SPREAD_PATHS; i++)
		if (spread->group.path[i])
			preserve_sched_path_free(spread->group.path[i]);
	kfree(spread);
}

static void free_rcu_cb(struct rcu_head *rcu)
{
	free_spread(container_of(rcu, struct preserve_spread, rcu));
}

/* NULL: too many, or no memory. */
static struct preserve_spread *alloc_spread(struct preserve_paths *pp,
					    unsigned int n)
{
	unsigned int max = preserve_capped(&pp->ctl.scheduler_pairs_max,
					   &pp->caps->scheduler_pairs_max);
	struct preserve_spread *spread;
	struct preserve_path *path;

	if (pp->spreads.count >= max ||
	    !preserve_take(pp->pn->tenant, PRESERVE_SPREADS, 1))
		return NULL;
	spread = kzalloc(sizeof(*spread), PRESERVE_GFP);
	while (spread && spread->group.n_paths < n) {
		path = preserve_sched_path_alloc_pair(PRESERVE_GFP);
		if (!path) {
			free_spread(spread);
			spread = NULL;
			break;
		}
		spread->group.path[spread->group.n_paths++] = path;
	}
	if (!spread)
		preserve_give(pp->pn->tenant, PRESERVE_SPREADS, 1);
	return spread;
}

/* A path without a weight is for when no other works; see sched_pick.c. */
static void weigh(struct preserve_group *group)
{
	struct preserve_path *path;
	bool preferred = false;
	unsigned int i;

	for (i = 0; i < group->n_paths; i++)
		preferred |= !preserve_pair_is_backup(group->path[i]->pair);
	for (i = 0; i < group->n_paths; i++) {
		path = group->path[i];
		path->weight = !preferred || !preserve_pair_is_backup(path->pair);
	}
}

static void choose_pairs(struct preserve_conn *conn,
			 struct preserve_group *group)
{
	unsigned int room = group->n_paths, i;
	unsigned long local = 0, remote = 0;
	struct preserve_path *path;
	struct preserve_pair *pair;

	group->n_paths = 0;
	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++) {
		if (!pair->linked || group->n_paths == room ||
		    (conn->n_local > 1 && (local & BIT(pair->li))) ||
		    (conn->n_remote > 1 && (remote & BIT(pair->ri))))
			continue;
		local |= BIT(pair->li);
		remote |= BIT(pair->ri);
		path = group->path[group->n_paths++];
		path->pair = pair;
		path->state = PRESERVE_PATH_UNVERIFIED;
		WRITE_ONCE(pair->path, path);
	}
	/* The handshake has gone over it. */
	conn->first.path->state = PRESERVE_PATH_IDLE;
	weigh(group);
}

static void start(struct preserve_conn *conn)
{
	struct preserve_paths *pp = preserve_paths(conn->pn->net);
	struct preserve_spread *spread;

	lockdep_assert_held(&conn->pn->table.lock);
	lockdep_assert_held(&conn->lock);
	if (conn->n_pairs == 1)
		return;
	spread = alloc_spread(pp, count_paths(conn->n_local, conn->n_remote));
	if (!spread) {
		preserve_paths_count(pp, PRESERVE_MIB_SPREADLIMIT);
		return;
	}
	spin_lock_init(&spread->group.lock);
	spread->asked = jiffies - ASK_INTERVAL;
	spread->conn = conn;
	choose_pairs(conn, &spread->group);
	WRITE_ONCE(pp->spreads.count, pp->spreads.count + 1);
	list_add_tail_rcu(&spread->node, &pp->spreads.list);
	/* Pairs with preserve_spread_of(). */
	smp_store_release(&conn->spread, spread);
}

/* The routes go with it, a grace period later. */
static void stop(struct preserve_conn *conn)
{
	struct preserve_paths *pp = preserve_paths(conn->pn->net);
	struct preserve_spread *spread = conn->spread;
	struct preserve_pair *pair;
	unsigned int i;

	lockdep_assert_held(&conn->pn->table.lock);
	lockdep_assert_held(&conn->lock);
	if (!spread)
		return;
	WRITE_ONCE(conn->spread, NULL);
	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++)
		WRITE_ONCE(pair->path, NULL);
	WRITE_ONCE(pp->spreads.count, pp->spreads.count - 1);
	list_del_rcu(&spread->node);
	preserve_give(pp->pn->tenant, PRESERVE_SPREADS, 1);
	call_rcu(&spread->rcu, free_rcu_cb);
}

struct preserve_spread *preserve_spread_find(struct preserve_paths *pp,
					     const struct sk_buff *skb)
{
	const struct sock *sk = skb->sk;
	struct preserve_tuple tuple;
	struct preserve_pair *pair;

	if (!READ_ONCE(pp->spreads.count) ||
	    !READ_ONCE(pp->ctl.scheduler_pairs) ||
	    !sk || !sk_fullsock(sk) || !sk_is_tcp(sk) || sk->sk_bound_dev_if ||
	    preserve_compat_own_policy(sk) ||
	    !((1 << sk->sk_state) & SPREAD_STATES) ||
	    (tcp_flag_word(tcp_hdr(skb)) & (TCP_FLAG_SYN | TCP_FLAG_RST)))
		return NULL;
	preserve_tuple_out(skb, &tuple);
	pair = preserve_pair_find(pp->pn, &tuple);
	if (!pair || pair != READ_ONCE(pair->conn->cur))
		return NULL;
	return preserve_spread_of(pair->conn);
}

/* Neither proven nor judged by echoes: only a probe of the peer's module tells. */
static bool needs_probe(const struct preserve_path *path)
{
	return !preserve_pair_proven(path->pair) || path->dead ||
	       !path->answered;
}

static void ask_for_probes(struct preserve_spread *spread)
{
	struct preserve_group *group = &spread->group;
	unsigned int i;

	/* As long as the connection may be short, nothing is asked. */
	if (READ_ONCE(spread->conn->verifies) == PRESERVE_VERIFIES ||
	    time_before(jiffies, spread->asked + ASK_INTERVAL))
		return;
	for (i = 0; i < group->n_paths; i++)
		if (needs_probe(group->path[i]))
			break;
	if (i == group->n_paths)
		return;
	spread->asked = jiffies;
	preserve_conn_event(spread->conn, PRESERVE_EVENT_SPREAD);
}

static u32 distance_us(const struct preserve_path *path)
{
	return preserve_path_least_rtt(path) ?: path->pair->rtt_us;
}

/* Much nearer: by a quarter at least. */
static bool is_nearer(const struct preserve_path *a,
		      const struct preserve_path *b)
{
	return distance_us(a) < distance_us(b) / 4 * 3;
}

static bool heard_within(const struct preserve_path *path, unsigned long age)
{
	unsigned long heard = READ_ONCE(path->pair->heard);

	return heard && time_before(jiffies, heard + age);
}

static bool is_later(const struct preserve_path *a,
		     const struct preserve_path *b)
{
	unsigned long heard = READ_ONCE(a->pair->heard);

	return heard && (!b || time_after(heard, READ_ONCE(b->pair->heard)));
}

/*
 * Acknowledgments go where data came from of late, since that works, and of such
 * pairs on the nearest: then the sender learns soonest, and what it sends next
 * does not depend on the slowest path. Equal ones take turns: if one has just
 * died, not all that the sender waits for is lost. Without data the current pair
 * takes them.
 */
static unsigned long path_for_ack(struct preserve_spread *spread,
				  unsigned long usable)
{
	struct preserve_group *group = &spread->group;
	struct preserve_path *path, *near = NULL, *best = NULL;
	const struct preserve_pair *cur = READ_ONCE(spread->conn->cur);
	unsigned long bit = 0;
	unsigned int i;

	for_each_set_bit(i, &usable, group->n_paths) {
		path = group->path[i];
		if (path->pair == cur)
			bit = BIT(i);
		if (is_later(path, near))
			near = path;
	}
	for_each_set_bit(i, &usable, group->n_paths) {
		path = group->path[i];
		if (near && heard_within(path, HEARD_JUST_NOW) &&
		    is_nearer(path, near))
			near = path;
	}
	for_each_set_bit(i, &usable, group->n_paths) {
		path = group->path[i];
		if (!near || is_nearer(near, path) ||
		    (path != near && !heard_within(path, HEARD_OF_LATE)) ||
		    (best && (s32)(path->turn - best->turn) >= 0))
			continue;
		best = path;
		bit = BIT(i);
	}
	if (best)
		WRITE_ONCE(best->turn, atomic_inc_return(&group->turns));
	return bit;
}

/* When the latest of what was answered was sent: so long it surely worked; or 0. */
static u32 proven_us(const struct preserve_path *path)
{
	u32 echo = path->mark_sent_us, probe = READ_ONCE(path->pair->proven_us);

	return !echo || (probe && (s32)(probe - echo) > 0) ? probe : echo;
}

/* Is @a more surely alive than @b, by when they were proven to be? */
static bool is_surer(u32 a, u32 b)
{
	return a && (!b || (s32)(a - b) > 0);
}

static u32 latest_proof_us(const struct preserve_group *group,
			   unsigned long usable)
{
	u32 latest = 0;
	unsigned int i;

	for_each_set_bit(i, &usable, group->n_paths)
		if (is_surer(proven_us(group->path[i]), latest))
			latest = proven_us(group->path[i]);
	return latest;
}

/* Of what was never proven nothing is known, which is no sign of death. */
static bool is_stale(const struct preserve_path *path, u32 latest)
{
	u32 proven = proven_us(path);

	return proven && latest - proven > distance_us(path) + STALE_US;
}

/*
 * What is repeated takes a path that new data wait for as well. By a nearer one
 * it would be acknowledged before what was sent earlier by the others, and RACK
 * (RFC 8985) would take all that for lost. But only a path that can be as alive
 * as the others: it may be why something has to be repeated. Among equals it
 * takes the one that is most surely alive.
 */
static unsigned long path_for_repeated(const struct preserve_group *group,
				       unsigned long usable)
{
	const struct preserve_path *path, *best = NULL;
	u32 latest = latest_proof_us(group, usable);
	unsigned long bit = 0;
	unsigned int i;

	for_each_set_bit(i, &usable, group->n_paths) {
		path = group->path[i];
		if (is_stale(path, latest))
			continue;
		if (best && (is_nearer(path, best) ||
			     (!is_nearer(best, path) &&
			      !is_surer(proven_us(path), proven_us(best)))))
			continue;
		best = path;
		bit = BIT(i);
	}
	return bit;
}

unsigned long preserve_spread_narrow(struct preserve_spread *spread,
				     unsigned long usable,
				     const struct sk_buff *skb)
{
	ask_for_probes(spread);
	if (preserve_output_is_ack(skb))
		return path_for_ack(spread, usable);
	preserve_window_tend(&spread->group, skb);
	return preserve_tcp_is_repeated(skb) ?
		path_for_repeated(&spread->group, usable) : usable;
}

struct preserve_pair *preserve_spread_pair(struct preserve_paths *pp,
					   const struct sk_buff *skb,
					   const struct tcphdr *th)
{
	struct preserve_tuple tuple;
	struct preserve_pair *pair;

	if (!READ_ONCE(pp->spreads.count))
		return NULL;
	preserve_tuple_in(skb, th, &tuple);
	pair = preserve_pair_find(pp->pn, &tuple);
	return pair && READ_ONCE(pair->path) ? pair : NULL;
}

/* May the pair of @path be probed now? Notes what the last probe told. */
static bool wants_probe(struct preserve_path *path)
{
	bool wants;

	spin_lock_bh(&path->lock);
	if (!path->answered && path->pair->missed >= MISSED_MAX)
		WRITE_ONCE(path->dead, true);
	wants = needs_probe(path) && !preserve_pair_suspended(path->pair);
	spin_unlock_bh(&path->lock);
	return wants;
}

static void probe(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_spread *spread = preserve_spread_of(conn);
	struct preserve_pair *pair;
	struct preserve_path *path;
	unsigned int i;

	for (i = 0; spread && (pair = preserve_conn_pair(conn, i)); i++) {
		path = READ_ONCE(pair->path);
		if (path && READ_ONCE(pair->linked) && wants_probe(path) &&
		    preserve_path_check(pair, sk) == PRESERVE_CAUSE_NONE)
			preserve_probe_pair(pair, sk);
	}
}

static void verify(struct preserve_pair *pair)
{
	struct preserve_spread *spread = preserve_spread_of(pair->conn);
	struct preserve_path *path = READ_ONCE(pair->path);

	if (!spread || !path)
		return;
	spin_lock_bh(&path->lock);
	if (path->dead)
		preserve_adapt_revive(path);
	spin_unlock_bh(&path->lock);
}

static u32 slowest_us(struct preserve_conn *conn)
{
	struct preserve_spread *spread = preserve_spread_of(conn);
	struct preserve_path *path;
	u32 most = 0;
	unsigned int i;

	if (!spread)
		return 0;
	for (i = 0; i < spread->group.n_paths; i++) {
		path = spread->group.path[i];
		spin_lock_bh(&path->lock);
		if (preserve_pair_proven(path->pair) && !path->dead)
			most = max(most, path->srtt_us + 4 * path->rttvar_us);
		spin_unlock_bh(&path->lock);
	}
	return most;
}

/* Segments that come on every pair need the buffer that restores their order. */
static bool offers(const struct preserve_net *pn)
{
	const struct preserve_paths *pp = preserve_paths(pn->net);

	return READ_ONCE(pp->ctl.scheduler_pairs) &&
	       READ_ONCE(pp->ctl.scheduler_enabled) &&
	       READ_ONCE(pp->ctl.reorder_enabled);
}

static const struct preserve_paths_ops ops = {
	.offers = offers,
	.on_start = start,
	.on_stop = stop,
	.on_verify = verify,
	.on_probe = probe,
	.slowest_us = slowest_us,
};

void preserve_spread_open(struct preserve_paths *pp)
{
	INIT_LIST_HEAD(&pp->spreads.list);
	rcu_assign_pointer(pp->pn->paths, &ops);
}

void preserve_spread_close(struct preserve_paths *pp)
{
	struct preserve_conn_table *table = &pp->pn->table;
	struct preserve_spread *spread, *next;
	struct preserve_conn *conn;

	spin_lock_bh(&table->lock);
	RCU_INIT_POINTER(pp->pn->paths, NULL);
	list_for_each_entry_safe(spread, next, &pp->spreads.list, node) {
		conn = spread->conn;
		spin_lock(&conn->lock);
		stop(conn);
		spin_unlock(&conn->lock);
	}
	spin_unlock_bh(&table->lock);
}

void preserve_spread_show(struct seq_file *seq, struct preserve_spread *spread)
{
	struct preserve_path_given given;
	struct preserve_path *path;
	unsigned int i;

	for (i = 0; i < spread->group.n_paths; i++) {
		path = spread->group.path[i];
		given = preserve_path_given_sum(path);
		preserve_pair_show(seq, path->pair);
		seq_printf(seq, " %s %u %s %llu %llu %u %llu %u %u %u\n",
			   preserve_mode_name(spread->group.mode),
			   preserve_group_share(&spread->group, path),
			   preserve_path_state_name(path->state),
			   given.packets, given.bytes,
			   path->srtt_us ?: path->pair->rtt_us,
			   path->rate * BITS_PER_BYTE / 1000, path->probes,
			   path->lost, path->failures);
	}
}
