/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the layers below ask of the one that spreads connections over their
 * pairs, paths/, if there is one: it registers itself as pn->paths. Every call
 * is made within an RCU read-side section, so that it is over before whoever
 * took pn->paths away has waited for a grace period.
 */
#ifndef PRESERVE_PATHS_OPS_H
#define PRESERVE_PATHS_OPS_H

#include "conn/net.h"

#include <linux/rcupdate.h>

struct preserve_conn;
struct preserve_pair;
struct sock;

struct preserve_paths_ops {
	/* May this end offer now to take segments on every pair? */
	bool (*offers)(const struct preserve_net *pn);

	/*
	 * @conn, which spreads, was established, or is dropped. The caller holds
	 * table->lock and conn->lock.
	 */
	void (*on_start)(struct preserve_conn *conn);
	void (*on_stop)(struct preserve_conn *conn);

	/* The peer answered a probe on @pair. */
	void (*on_verify)(struct preserve_pair *pair);

	/* The worker: probe the pairs that need it. @sk is locked. */
	void (*on_probe)(struct preserve_conn *conn, struct sock *sk);

	/* What an answer takes at most on those pairs that work. */
	u32 (*slowest_us)(struct preserve_conn *conn);
};

/* Call on_@op if there is anybody to call. */
#define preserve_paths_tell(pn, op, ...)				\
	do {								\
		const struct preserve_paths_ops *__ops;			\
									\
		rcu_read_lock();					\
		__ops = rcu_dereference((pn)->paths);			\
		if (__ops)						\
			__ops->on_##op(__VA_ARGS__);			\
		rcu_read_unlock();					\
	} while (0)

static inline bool preserve_paths_offers(const struct preserve_net *pn)
{
	const struct preserve_paths_ops *ops;
	bool offers;

	rcu_read_lock();
	ops = rcu_dereference(pn->paths);
	offers = ops && ops->offers(pn);
	rcu_read_unlock();
	return offers;
}

static inline u32 preserve_paths_slowest_us(const struct preserve_net *pn,
					    struct preserve_conn *conn)
{
	const struct preserve_paths_ops *ops;
	u32 slowest_us;

	rcu_read_lock();
	ops = rcu_dereference(pn->paths);
	slowest_us = ops ? ops->slowest_us(conn) : 0;
	rcu_read_unlock();
	return slowest_us;
}

#endif /* PRESERVE_PATHS_OPS_H */
