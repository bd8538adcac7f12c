/* SPDX-License-Identifier: GPL-2.0-only */
/* The connections of a namespace; see conn.h. */
#ifndef PRESERVE_TABLE_H
#define PRESERVE_TABLE_H

#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/list.h>
#include <linux/rhashtable.h>
#include <linux/spinlock.h>

struct preserve_index;
struct workqueue_struct;

struct preserve_conn_table {
	/*
	 * Read for each packet, without a lock, and seldom written: apart from
	 * what every handshake writes. guarded changes under lock.
	 */
	unsigned int guarded;	/* those that IPsec protects */
	bool acks_owed;		/* ack_phase may be above 0 */
	struct workqueue_struct *workqueue; /* of conn->work, while running */
	struct rhashtable pairs;

	spinlock_t lock ____cacheline_aligned_in_smp; /* all below but the atomic ones */
	struct list_head conns;
	struct list_head *cursor; /* where the collector goes on */
	unsigned int verifies_left; /* that the collector may yet cause in this run, ... */
	u32 verified_id;	/* ... of connections behind this one */
	struct preserve_index *index; /* while running */
	unsigned int count;
	unsigned int half_open;	/* of those, initiators without an answer */
	u32 last_id;
	atomic_t ack_phase;	/* connections with acks_left */
	atomic_t watched;	/* and those whose worker waits for their peer */
} ____cacheline_aligned_in_smp;

#endif /* PRESERVE_TABLE_H */
