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

/* The first entries of a connection; those of its addresses follow. */
enum {
	ANY,
	CURRENT,	/* interface of the current pair */
	HOME,		/* and of the handshake pair, when last current */
	ADDRESSES,
};

struct preserve_index_entry {
	struct list_head node;
	struct preserve_conn *conn;
	u32 key;
};

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
	return (ADDRESSES + n_local + n_remote) *
	       sizeof(struct preserve_index_entry);
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

	if (!change)
		return index->seed;
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

static void add(struct preserve_conn *conn, unsigned int i,
		const struct preserve_change *change)
{
	struct preserve_index *index = conn->pn->table.index;
	struct preserve_index_entry *entry = &conn->index[i];

	entry->conn = conn;
	entry->key = key_of(index, change);
	list_add_tail(&entry->node, bucket_of(index, entry->key));
}

static void add_interface(struct preserve_conn *conn, unsigned int i, int oif)
{
	const struct preserve_change change = {
		.kind = PRESERVE_CHANGE_LINK,
		.ifindex = oif,
	};

	add(conn, i, &change);
}

static unsigned int add_addresses(struct preserve_conn *conn, unsigned int i,
				  enum preserve_change_kind kind,
				  const struct preserve_addr *addrs,
				  unsigned int n)
{
	struct preserve_change change = { .kind = kind };

	while (n--) {
		change.prefix = *addrs++;
		add(conn, i++, &change);
	}
	return i;
}

void preserve_index_add(struct preserve_conn *conn)
{
	unsigned int n;

	lockdep_assert_held(&conn->pn->table.lock);
	conn->home_oif = conn->oif;
	add(conn, ANY, NULL);
	add_interface(conn, CURRENT, conn->oif);
	add_interface(conn, HOME, conn->home_oif);
	n = add_addresses(conn, ADDRESSES, PRESERVE_CHANGE_ADDRESS,
			  conn->local, conn->n_local);
	add_addresses(conn, n, PRESERVE_CHANGE_ROUTE, conn->remote,
		      conn->n_remote);
}

void preserve_index_remove(struct preserve_conn *conn)
{
	unsigned int n = ADDRESSES + conn->n_local + conn->n_remote;

	lockdep_assert_held(&conn->pn->table.lock);
	while (conn->index && n--)
		list_del(&conn->index[n].node);
}

static void move_interface(struct preserve_conn *conn, unsigned int i, int oif)
{
	list_del(&conn->index[i].node);
	add_interface(conn, i, oif);
}

void preserve_index_interface(struct preserve_pair *pair, int oif)
{
	struct preserve_conn *conn = pair->conn;
	struct preserve_conn_table *table = &conn->pn->table;

	spin_lock_bh(&table->lock);
	spin_lock(&conn->lock);
	if (conn->cur == pair && conn->index && conn->state != PRESERVE_DEAD) {
		WRITE_ONCE(conn->oif, oif);
		move_interface(conn, CURRENT, oif);
		if (pair == &conn->first) {
			WRITE_ONCE(conn->home_oif, oif);
			move_interface(conn, HOME, oif);
		}
	}
	spin_unlock(&conn->lock);
	spin_unlock_bh(&table->lock);
}

/*
 * Those of one batch after @cursor, each with a reference. The cursor goes on, so
 * that what comes and goes meanwhile neither hides one nor has one seen twice.
 */
static unsigned int next_batch(struct preserve_conn_table *table,
			       struct preserve_index_entry *cursor,
			       struct preserve_conn **found, bool *more)
{
	struct list_head *bucket = bucket_of(table->index, cursor->key);
	struct preserve_index_entry *entry = cursor;
	unsigned int left = BATCH, n = 0;

	spin_lock_bh(&table->lock);
	list_for_each_entry_continue(entry, bucket, node) {
		if (!left--)
			break;
		if (entry->key != cursor->key)
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

void preserve_index_walk(struct preserve_conn_table *table,
			 const struct preserve_change *change,
			 void (*look)(struct preserve_conn *conn,
				      const struct preserve_changes *changes),
			 const struct preserve_changes *changes)
{
	struct preserve_index_entry cursor = {
		.key = key_of(table->index, change),
	};
	struct preserve_conn *found[BATCH];
	unsigned int n, i;
	bool more;

	spin_lock_bh(&table->lock);
	list_add(&cursor.node, bucket_of(table->index, cursor.key));
	spin_unlock_bh(&table->lock);
	do {
		n = next_batch(table, &cursor, found, &more);
		for (i = 0; i < n; i++) {
			look(found[i], changes);
			preserve_conn_put(found[i]);
		}
		cond_resched();
	} while (more);
}
