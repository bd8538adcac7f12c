// SPDX-License-Identifier: GPL-2.0-only
/* Connections and their pairs in /proc, and as a program is told of its own. */
#include "conn/conn.h"
#include "conn/path.h"

#include <linux/export.h>
#include <linux/seq_file.h>

const char *preserve_role_name(enum preserve_role role)
{
	return role == PRESERVE_INITIATOR ? "initiator" : "responder";
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
		[PRESERVE_CAUSE_REQUESTED] = "requested",
	};

	return names[cause];
}

static void show_list(struct seq_file *seq, const struct preserve_addr *addr,
		      unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		seq_putc(seq, i ? ',' : ' ');
		preserve_addr_show(seq, &addr[i]);
	}
	seq_puts(seq, count ? "\n" : " -\n");
}

/* What the peer was told, beside the address that it sees. */
static void show_told(struct seq_file *seq, const struct preserve_conn *conn)
{
	lockdep_assert_held(&conn->lock);
	show_list(seq, &conn->local[1], conn->n_local - 1);
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
	struct preserve_tuple first = preserve_pair_tuple(&conn->first);

	spin_lock_bh(&conn->lock);
	seq_printf(seq, "%u %s %s ", conn->id, preserve_role_name(conn->role),
		   states[conn->state]);
	preserve_tuple_show(seq, &first);
	seq_putc(seq, ' ');
	preserve_addr_show(seq, preserve_pair_local(conn->cur));
	seq_putc(seq, ' ');
	preserve_addr_show(seq, preserve_pair_remote(conn->cur));
	seq_printf(seq, " %u %u %u %s ", conn->n_pairs, conn->migrations,
		   conn->followed, preserve_cause_name(conn->cause));
	if (conn->migrations || conn->followed)
		seq_printf(seq, "%u", jiffies_to_msecs(jiffies - conn->moved));
	else
		seq_putc(seq, '-');
	show_told(seq, conn);
	spin_unlock_bh(&conn->lock);
}

void preserve_pair_show(struct seq_file *seq, const struct preserve_pair *pair)
{
	struct preserve_tuple tuple = preserve_pair_tuple(pair);

	seq_printf(seq, "%u ", pair->conn->id);
	preserve_tuple_show(seq, &tuple);
}
EXPORT_SYMBOL_GPL(preserve_pair_show);

void preserve_conn_show_aliases(struct seq_file *seq,
				struct preserve_conn *conn)
{
	struct preserve_pair *pair;
	unsigned int i;

	spin_lock_bh(&conn->lock);
	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++) {
		preserve_pair_show(seq, pair);
		/* What is known: no reader has routes looked up, nor keys. */
		seq_printf(seq, " %u %u ", pair == conn->cur,
			   !pair->unusable && preserve_path_assigned(pair));
		if (pair->alive)
			seq_printf(seq, "%u\n",
				   jiffies_to_msecs(jiffies - pair->alive));
		else
			seq_puts(seq, "-\n");
	}
	spin_unlock_bh(&conn->lock);
}

static u32 count_proven(struct preserve_conn *conn)
{
	struct preserve_pair *pair;
	u32 proven = 0;
	unsigned int i;

	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++)
		proven += preserve_pair_proven(pair);
	return proven;
}

void preserve_conn_info(struct preserve_conn *conn, struct preserve_info *info)
{
	spin_lock_bh(&conn->lock);
	*info = (struct preserve_info) {
		.version = PRESERVE_INFO_VERSION,
		.id = conn->id,
		.state = conn->state == PRESERVE_ESTABLISHED ?
			PRESERVE_INFO_NEGOTIATED : PRESERVE_INFO_NEGOTIATING,
		.role = conn->role,
		.cause = conn->cause,
		.local_port = conn->lport,
		.remote_port = conn->rport,
		.local = conn->local[0].in6,
		.remote = conn->remote[0].in6,
		.current_local = preserve_pair_local(conn->cur)->in6,
		.current_remote = preserve_pair_remote(conn->cur)->in6,
		.pairs = conn->n_pairs,
		.proven = count_proven(conn),
		.migrations = conn->migrations,
		.followed = conn->followed,
	};
	if (conn->cause != PRESERVE_CAUSE_NONE)
		info->since_ms = jiffies_to_msecs(jiffies - conn->moved);
	spin_unlock_bh(&conn->lock);
}
