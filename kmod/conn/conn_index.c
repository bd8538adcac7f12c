// SPDX-License-Identifier: GPL-2.0-only
#include "conn/index.h"
#include "conn/conn.h"
#include "conn/net.h"

#include <linux/jhash.h>
#include <linux/random.h>
#include <linux/slab.h>

/* Together 8 kB, while a namespace is switched on. */
#define BUCKETS 512

/* Entries passed under one lock. */
#define BATCH 64

/* The same, of those that are next to each other and need no more than a look. */
#define NEIGHBOURS_PASSED 1024

struct preserve_index {
	u32 seed;
	struct list_head bucket[BUCKETS];
};

struct preserve_index *preserve_index_alloc(void)
{
	struct preserve_index *index = kvzalloc(sizeof(*index),
						GFP_KERNEL_ACCOUNT);
	unsigned int i;

	if (!index)
		return NULL;
	get_random_bytes(&index->seed, sizeof(index->seed));
	for (i = 0; i < BUCKETS; i++)
		INIT_LIST_HEAD(&index->bucket[i]);
	return index;
}

void preserve_index_free(struct preserve_index *index)
{
	kvfree(index);
}

size_t preserve_index_bytes(unsigned int n_local, unsigned int n_remote)
{
	return (n_local + n_remote) * sizeof(struct preserve_index_entry);
}

bool preserve_index_names(const struct preserve_change *change)
{
	return change->kind != PRESERVE_CHANGE_ROUTE ||
	       change->len >= preserve_addr_network_bits(&change->prefix);
}

/* Two with one key are looked at together; that one is not concerned is seen then. */
static u32 key_of(const struct preserve_index *index,
		  const struct preserve_change *change)
{
	u64 network;

	switch (change->kind) {
	case PRESERVE_CHANGE_LINK:
		return jhash_2words(change->kind, change->ifindex, index->seed);
	case PRESERVE_CHANGE_ADDRESS:
		return jhash(&change->prefix, sizeof(change->prefix),
			     index->seed);
	case PRESERVE_CHANGE_ROUTE:
		network = preserve_addr_network(&change->prefix);
		return jhash_3words(change->kind, network >> 32, network,
				    index->seed);
	}
	return index->seed;
}

static struct list_head *bucket_of(struct preserve_index *index, u32 key)
{
	return &index->bucket[key % BUCKETS];
}

static void add(struct preserve_conn *conn, struct preserve_index_entry *entry,
		const struct preserve_change *change)
{
	struct preserve_index *index = conn->pn->table.index;

	entry->conn = conn;
	entry->key = key_of(index, change);
	list_add_tail(&entry->node, bucket_of(index, entry->key));
}

static void add_interface(struct preserve_conn *conn,
			  struct preserve_index_entry *entry, int oif)
{
	const struct preserve_change change = {
		.kind = PRESERVE_CHANGE_LINK,
		.ifindex = oif,
	};

	add(conn, entry, &change);
}

static void add_addresses(struct preserve_conn *conn,
			  struct preserve_index_entry *entry,
			  enum preserve_change_kind kind,
			  const struct preserve_addr *addrs, unsigned int n)
{
	struct preserve_change change = { .kind = kind };

	while (n--) {
		change.prefix = *addrs++;
		add(conn, entry++, &change);
	}
}

void preserve_index_add(struct preserve_conn *conn)
{
	lockdep_assert_held(&conn->pn->table.lock);
	conn->home_oif = conn->oif;
	add_interface(conn, &conn->by_oif, conn->oif);
	add_interface(conn, &conn->by_home_oif, conn->home_oif);
	add_addresses(conn, conn->index, PRESERVE_CHANGE_ADDRESS,
		      conn->local, conn->n_local);
	add_addresses(conn, conn->index + conn->n_local, PRESERVE_CHANGE_ROUTE,
		      conn->remote, conn->n_remote);
}

void preserve_index_remove(struct preserve_conn *conn)
{
	unsigned int n = conn->n_local + conn->n_remote;

	lockdep_assert_held(&conn->pn->table.lock);
	if (!conn->index)
		return;
	list_del(&conn->by_oif.node);
	list_del(&conn->by_home_oif.node);
	while (n--)
		list_del(&conn->index[n].node);
}

static void move_interface(struct preserve_conn *conn,
			   struct preserve_index_entry *entry, int oif)
{
	list_del(&entry->node);
	add_interface(conn, entry, oif);
}

void preserve_index_interface(struct preserve_pair *pair, int oif)
{
	struct preserve_conn *conn = pair->conn;
	struct preserve_conn_table *table = &conn->pn->table;

	spin_lock_bh(&table->lock);
	spin_lock(&conn->lock);
	if (conn->cur == pair && conn->index && conn->state != PRESERVE_DEAD) {
		WRITE_ONCE(conn->oif, oif);
		move_interface(conn, &conn->by_oif, oif);
		if (pair == &conn->first) {
			WRITE_ONCE(conn->home_oif, oif);
			move_interface(conn, &conn->by_home_oif, oif);
		}
	}
	spin_unlock(&conn->lock);
	spin_unlock_bh(&table->lock);
}

static bool is_neighbour(const struct preserve_conn *conn,
			 const struct preserve_pair *pair)
{
	const struct preserve_pair *cur = READ_ONCE(conn->cur);

	return conn != pair->conn && READ_ONCE(conn->watched) &&
	       preserve_addr_equal(preserve_pair_local(cur),
				   preserve_pair_local(pair)) &&
	       preserve_addr_equal(preserve_pair_remote(cur),
				   preserve_pair_remote(pair));
}

unsigned int preserve_index_neighbours(const struct preserve_pair *pair,
				       struct preserve_conn **found,
				       unsigned int max)
{
	const struct preserve_change change = {
		.kind = PRESERVE_CHANGE_ROUTE,
		.prefix = *preserve_pair_remote(pair),
	};
	struct preserve_conn_table *table = &pair->conn->pn->table;
	u32 key = key_of(table->index, &change);
	struct preserve_index_entry *entry;
	unsigned int left = NEIGHBOURS_PASSED, n = 0;

	spin_lock_bh(&table->lock);
	/* Old ones are often idle. */
	list_for_each_entry_reverse(entry, bucket_of(table->index, key), node) {
		if (n == max || !left--)
			break;
		if (!entry->conn || entry->key != key ||
		    !is_neighbour(entry->conn, pair))
			continue;
		refcount_inc(&entry->conn->ref);
		found[n++] = entry->conn;
	}
	spin_unlock_bh(&table->lock);
	return n;
}

/* Without a key all are meant, each once: by the entry that never moves. */
static bool is_meant(const struct preserve_index_entry *entry, const u32 *key)
{
	return key ? entry->key == *key : entry == entry->conn->index;
}

/*
 * Those of one batch after @cursor, each with a reference. The cursor goes on, so
 * that what comes and goes meanwhile neither hides one nor has one seen twice.
 */
static unsigned int next_batch(struct preserve_conn_table *table,
			       struct list_head *bucket, const u32 *key,
			       struct preserve_index_entry *cursor,
			       struct preserve_conn **found, bool *more)
{
	struct preserve_index_entry *entry = cursor;
	unsigned int left = BATCH, n = 0;

	spin_lock_bh(&table->lock);
	list_for_each_entry_continue(entry, bucket, node) {
		if (!left--)
			break;
		if (!is_meant(entry, key))
			continue;
		refcount_inc(&entry->conn->ref);
		found[n++] = entry->conn;
	}
	*more = !list_entry_is_head(entry, bucket, node);
	if (*more)
		list_move_tail(&cursor->node, &entry->node);
	else
		list_del(&cursor->node);
	spin_unlock_bh(&table->lock);
	return n;
}

static void walk_bucket(struct preserve_conn_table *table,
			struct list_head *bucket, const u32 *key,
			preserve_index_look look,
			const struct preserve_changes *changes)
{
	/* Of no connection, for whoever else comes by. */
	struct preserve_index_entry cursor = {};
	struct preserve_conn *found[BATCH];
	unsigned int n, i;
	bool more;

	spin_lock_bh(&table->lock);
	list_add(&cursor.node, bucket);
	spin_unlock_bh(&table->lock);
	do {
		n = next_batch(table, bucket, key, &cursor, found, &more);
		for (i = 0; i < n; i++) {
			look(found[i], changes);
			preserve_conn_put(found[i]);
		}
		cond_resched();
	} while (more);
}

void preserve_index_walk(struct preserve_conn_table *table,
			 const struct preserve_change *change,
			 preserve_index_look look,
			 const struct preserve_changes *changes)
{
	struct preserve_index *index = table->index;
	u32 key = key_of(index, change);

	walk_bucket(table, bucket_of(index, key), &key, look, changes);
}

void preserve_index_walk_all(struct preserve_conn_table *table,
			     preserve_index_look look,
			     const struct preserve_changes *changes)
{
	unsigned int i;

	for (i = 0; i < BUCKETS; i++)
		if (!list_empty_careful(&table->index->bucket[i]))
			walk_bucket(table, &table->index->bucket[i], NULL, look,
				    changes);
}
