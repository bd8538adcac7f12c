// SPDX-License-Identifier: GPL-2.0-only
/*
 * The worker of a connection: it takes the socket's lock when that is free, and lets
 * the policy look. So at most one looks at a time.
 */
#include "survive/migrate.h"
#include "survive/policy.h"
#include "survive/probe.h"
#include "survive/worker.h"
#include "conn/net.h"

#include <net/sock.h>

/* A socket that is in use is tried again after a jiffy, then ever later. */
#define BUSY_DOUBLINGS 10
#define BUSY_MAX ((unsigned long)HZ)

/*
 * Who holds the lock may do so for as long as he likes: a program that is made to
 * wait in the middle of a copy. No worker waits for him, others need it.
 */
static bool try_lock(struct sock *sk)
{
	bool mine;

	spin_lock_bh(&sk->sk_lock.slock);
	mine = !sk->sk_lock.owned;
	if (mine) {
		/* As lock_sock() does it; release_sock() undoes both. */
		sk->sk_lock.owned = 1;
		mutex_acquire(&sk->sk_lock.dep_map, 0, 1, _RET_IP_);
	}
	spin_unlock_bh(&sk->sk_lock.slock);
	return mine;
}

/* Events that came meanwhile are kept. Returns when to try again. */
static unsigned long busy(struct preserve_conn *conn)
{
	struct preserve_watch *w = &conn->watch;

	preserve_count(conn->pn, PRESERVE_MIB_SOCKETBUSY);
	if (w->busy < BUSY_DOUBLINGS)
		w->busy++;
	return min(1UL << (w->busy - 1), BUSY_MAX);
}

static unsigned long work_locked(struct preserve_conn *conn, struct sock *sk)
{
	unsigned long delay;

	conn->watch.busy = 0;
	if (!preserve_conn_owns(conn, sk))
		return 0;
	if (conn->watch.forced.unsettled)
		preserve_migrate_settle(conn, sk);
	delay = preserve_policy_look(conn, sk);
	return min_not_zero(delay, preserve_probe_announce_again(conn, sk));
}

/* What TCP sent when its lock was given back. False: somebody else has it now. */
static bool settle(struct preserve_conn *conn, struct sock *sk)
{
	if (!try_lock(sk))
		return false;
	if (preserve_conn_owns(conn, sk))
		preserve_migrate_settle(conn, sk);
	release_sock(sk);
	return true;
}

void preserve_work(struct work_struct *work)
{
	struct preserve_conn *conn = container_of(to_delayed_work(work),
						  struct preserve_conn, work);
	struct sock *sk = preserve_conn_sock(conn);
	unsigned long delay = 0;

	if (sk && sk_fullsock(sk) && !try_lock(sk)) {
		delay = busy(conn);
	} else if (sk && sk_fullsock(sk)) {
		delay = work_locked(conn, sk);
		release_sock(sk);
		if (conn->watch.forced.unsettled && !settle(conn, sk))
			delay = busy(conn);
	}
	if (sk)
		sock_gen_put(sk);
	if (delay)
		preserve_conn_wake_later(conn, delay);
	preserve_conn_put(conn);
}
