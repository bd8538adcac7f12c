/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which connections of a namespace a change of this host may concern: found by
 * what changed, not by asking all.
 *
 * A connection with a choice of pairs stands under each of its local addresses,
 * the network of each remote one, the interface of its current pair, and that
 * of its handshake pair, to which it returns. All entries come with the pairs,
 * so that nothing can fail when it moves.
 */
#ifndef PRESERVE_INDEX_H
#define PRESERVE_INDEX_H

#include <linux/list.h>
#include <linux/types.h>

struct preserve_change;
struct preserve_changes;
struct preserve_conn;
struct preserve_conn_table;
struct preserve_index;
struct preserve_pair;

struct preserve_index_entry {
	struct list_head node;
	struct preserve_conn *conn;
	u32 key;
};

typedef void (*preserve_index_look)(struct preserve_conn *conn,
				    const struct preserve_changes *changes);

struct preserve_index *preserve_index_alloc(void);
void preserve_index_free(struct preserve_index *index);

/* The bytes that the entries for so many addresses of a connection take. */
size_t preserve_index_bytes(unsigned int n_local, unsigned int n_remote);

/* @conn->index is room for those entries. The caller holds the table's lock. */
void preserve_index_add(struct preserve_conn *conn);
void preserve_index_remove(struct preserve_conn *conn);

/* @pair leaves by this interface now, if it is still the current one. */
void preserve_index_interface(struct preserve_pair *pair, int oif);

/* Of a route to many networks it is not known by name whom it concerns. */
bool preserve_index_names(const struct preserve_change *change);

/*
 * Give @look, which may sleep, all connections that @change may concern, or all
 * there are. One walk of a namespace at a time.
 */
void preserve_index_walk(struct preserve_conn_table *table,
			 const struct preserve_change *change,
			 preserve_index_look look,
			 const struct preserve_changes *changes);
void preserve_index_walk_all(struct preserve_conn_table *table,
			     preserve_index_look look,
			     const struct preserve_changes *changes);

/*
 * Connections whose current pair has the addresses of @pair, other than its own, and
 * whose worker waits for their peer: at most @max in @found, each with a reference.
 */
unsigned int preserve_index_neighbours(const struct preserve_pair *pair,
				       struct preserve_conn **found,
				       unsigned int max);

#endif /* PRESERVE_INDEX_H */
