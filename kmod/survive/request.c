// SPDX-License-Identifier: GPL-2.0-only
#include "survive/request.h"
#include "conn/conn.h"
#include "conn/net.h"
#include "conn/path.h"
#include "survive/policy.h"
#include "survive/probe.h"

/* A program that asks again and again does not make us ask so often. */
#define ASK_INTERVAL (HZ / 10)

static struct preserve_pair *find(struct preserve_conn *conn,
				  const struct preserve_migrate *to)
{
	struct preserve_pair *pair;
	unsigned int i;

	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++)
		if (ipv6_addr_equal(&preserve_pair_local(pair)->in6,
				    &to->local) &&
		    ipv6_addr_equal(&preserve_pair_remote(pair)->in6,
				    &to->remote))
			return pair;
	return NULL;
}

/* The peer does not follow back so soon either. */
static bool in_holddown(const struct preserve_conn *conn)
{
	unsigned int ms = READ_ONCE(conn->pn->ctl.holddown_ms);

	return conn->cause != PRESERVE_CAUSE_NONE &&
	       time_before(jiffies, conn->moved + msecs_to_jiffies(ms));
}

static void ask(struct preserve_pair *pair, struct sock *sk)
{
	if (!pair->probed ||
	    time_after_eq(jiffies, pair->probed + ASK_INTERVAL))
		preserve_probe_pair(pair, sk);
}

int preserve_request(struct preserve_conn *conn, struct sock *sk,
		     const struct preserve_migrate *to)
{
	struct preserve_pair *pair = find(conn, to);
	int err;

	if (!pair)
		return -EADDRNOTAVAIL;
	if (pair == conn->cur) {
		/* As where it moves on request: it stays. */
		WRITE_ONCE(conn->away, false);
		return 0;
	}
	if (!pair->linked)
		return -EADDRINUSE;
	if (preserve_path_check(pair, sk) != PRESERVE_CAUSE_NONE)
		return -ENETUNREACH;
	if (preserve_pair_suspended(pair))
		return -EHOSTUNREACH;
	if (!preserve_pair_recent(pair)) {
		ask(pair, sk);
		return -EAGAIN;
	}
	if (in_holddown(conn))
		return -EBUSY;
	err = preserve_policy_move(pair, sk, PRESERVE_CAUSE_REQUESTED);
	return err == -ESTALE ? -ENOTCONN : err;
}
