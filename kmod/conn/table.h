/* SPDX-License-Identifier: GPL-2.0-only */
/* The connections of a namespace; see conn.h. */
#ifndef PRESERVE_TABLE_H
#define PRESERVE_TABLE_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/rhashtable.h>
#include <linux/spinlock.h>

struct workqueue_struct;

struct preserve_conn_table {
	struct rhashtable pairs;
	spinlock_t lock;	/* all below but workqueue and ack_phase */
	struct list_head conns;
	struct list_head *cursor; /* where the collector goes on */
	unsigned int count;
	unsigned int half_open;	/* of those, initiators without an answer */
	unsigned int guarded;	/* those that IPsec protects; read without */
	u32 last_id;
	struct workqueue_struct *workqueue; /* of conn->work, while running */
	atomic_t ack_phase;	/* connections with acks_left */
};

#endif /* PRESERVE_TABLE_H */
