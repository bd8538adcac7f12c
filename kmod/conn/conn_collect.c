// SPDX-License-Identifier: GPL-2.0-only
/* Connections whose socket is gone are found by looking at all, by turns. */
#include "conn/conn.h"
#include "conn/net.h"

#include <net/sock.h>

/* How many connections the collector looks at under one lock, and in one run. */
#define COLLECT_BATCH 256
#define COLLECT_BATCHES 64

/* So old, its other pairs are worth a probe. */
#define VERIFY_AGE HZ

/*
 * In one run, of all: thousands that began at once are not to fill their paths, and
 * the queues of both ends, with probes that can wait.
 */
#define VERIFY_MIN 512
#define VERIFY_SHARE 16

/* A handshake that takes longer goes on as plain TCP. */
#define HALF_OPEN_MAX (60 * HZ)

/* So long the answer with options may have been on its way when the offer was withdrawn. */
#define WITHDRAWN_MAX (3 * HZ)

/* After this long no peer asks for a PREFIX_ACK any more. */
#define ACKS_OWED_MAX (30 * HZ)

bool preserve_conn_verify_due(const struct preserve_conn *conn)
{
	unsigned long interval = READ_ONCE(conn->pn->ctl.verify_interval);

	return interval && READ_ONCE(conn->n_pairs) > 1 &&
	       time_after_eq(jiffies, READ_ONCE(conn->verified) + interval * HZ);
}

static bool is_overdue(const struct preserve_conn *conn)
{
	unsigned long withdrawn = READ_ONCE(conn->hs.withdrawn);

	return time_after(jiffies, conn->created + HALF_OPEN_MAX) ||
	       (withdrawn && time_after(jiffies, withdrawn + WITHDRAWN_MAX));
}

static bool wants_verify(const struct preserve_conn *conn)
{
	return (READ_ONCE(conn->verifies) &&
		time_after_eq(jiffies, conn->created + VERIFY_AGE)) ||
	       preserve_conn_verify_due(conn);
}

/* Those for whom nothing was left last time are next. */
static void verify(struct preserve_conn *conn)
{
	struct preserve_conn_table *table = &conn->pn->table;

	if (!table->verifies_left || conn->id <= table->verified_id)
		return;
	preserve_conn_event(conn, PRESERVE_EVENT_VERIFY);
	if (!--table->verifies_left)
		table->verified_id = conn->id;
}

/*
 * Is there still a socket behind @conn? The kernel takes a request out of its
 * table just before it puts the full socket in, so that missing it once proves
 * nothing.
 */
static bool in_use(struct preserve_conn *conn)
{
	bool seen, open;
	struct sock *sk;

	if (conn->state != PRESERVE_ESTABLISHED && is_overdue(conn))
		return false;
	spin_lock(&conn->lock);
	sk = __preserve_conn_sock(conn);
	if (conn->state == PRESERVE_ESTABLISHED &&
	    time_after(jiffies, conn->created + ACKS_OWED_MAX))
		preserve_conn_set_acks_left(conn, 0);
	if (conn->unlinked)
		preserve_pairs_reclaim(&conn->pn->table, conn);
	seen = sk || !conn->missing;
	conn->missing = !sk;
	spin_unlock(&conn->lock);
	/* In TIME_WAIT there is nothing to ask for. */
	open = sk && sk_fullsock(sk);
	if (sk)
		sock_gen_put(sk);
	if (!sk || conn->state != PRESERVE_ESTABLISHED)
		return seen;
	preserve_blackhole_passed(&conn->pn->blackholes, &conn->remote[0]);
	if (open && wants_verify(conn))
		verify(conn);
	return seen;
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
		__preserve_conn_drop(conn);
		preserve_conn_put(conn);
	}
	more = table->cursor != &table->conns;
	if (!more) {
		table->cursor = table->conns.next;
		if (table->verifies_left)
			table->verified_id = 0;
	}
	spin_unlock_bh(&table->lock);
	return more;
}

/* Nobody owes any more: the packets of the others need not be looked at. */
static void settle_acks(struct preserve_conn_table *table)
{
	if (!READ_ONCE(table->acks_owed) || atomic_read(&table->ack_phase))
		return;
	WRITE_ONCE(table->acks_owed, false);
	/* Either this or preserve_conn_set_acks_left() sees the other. */
	smp_mb();
	if (atomic_read(&table->ack_phase))
		WRITE_ONCE(table->acks_owed, true);
}

void preserve_conn_collect(struct preserve_net *pn)
{
	struct preserve_conn_table *table = &pn->table;
	unsigned int batches = COLLECT_BATCHES;

	table->verifies_left = max_t(unsigned int, VERIFY_MIN,
				     READ_ONCE(table->count) / VERIFY_SHARE);
	while (batches-- && collect_batch(pn))
		cond_resched();
	settle_acks(table);
}
