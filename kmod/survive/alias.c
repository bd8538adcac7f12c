// SPDX-License-Identifier: GPL-2.0-only
#include "survive/alias.h"
#include "survive/migrate.h"
#include "conn/conn.h"
#include "conn/net.h"
#include "conn/paths_ops.h"
#include "survive/probe.h"
#include "wire/segment.h"
#include "wire/tuple.h"

#include <linux/netfilter.h>
#include <net/inet_hashtables.h>
#include <net/tcp.h>

/* A socket of its own under the packet's addresses goes before an alias. */
static bool has_own_socket(const struct preserve_net *pn,
			   const struct sk_buff *skb,
			   const struct preserve_segment *seg)
{
	struct preserve_tuple tuple;
	struct sock *sk;

	preserve_tuple_in(skb, &seg->th, &tuple);
	sk = preserve_tuple_sock(pn, &tuple, skb->dev->ifindex);
	if (!sk)
		return false;
	sock_gen_put(sk);
	return true;
}

static void attach(struct sk_buff *skb, struct sock *sk)
{
	skb_orphan(skb);
	skb->sk = sk;
	skb->destructor = sock_edemux;
}

unsigned int preserve_alias_receive(struct preserve_pair *pair,
				    struct sk_buff *skb,
				    const struct preserve_segment *seg)
{
	struct preserve_conn *conn = pair->conn;
	struct preserve_net *pn = conn->pn;
	bool alias = pair != READ_ONCE(conn->cur);
	enum preserve_probe_verdict probe = PRESERVE_PROBE_NONE;
	struct sock *sk;

	if (alias && has_own_socket(pn, skb, seg))
		return NF_ACCEPT;
	/*
	 * An honest peer resets on its current pair. On another one it may be
	 * the answer of a host that knows nothing of the pair.
	 */
	if (alias && seg->th.rst) {
		preserve_count(pn, PRESERVE_MIB_ALIASRSTDROPPED);
		return NF_DROP;
	}
	sk = preserve_conn_sock(conn);
	if (!sk) {
		if (alias)
			preserve_count(pn, PRESERVE_MIB_ALIASNOSOCKET);
		return NF_ACCEPT;
	}
	if (sk_fullsock(sk)) {
		if (!seg->payload)
			probe = preserve_probe_receive(pair, sk, skb, seg);
		if (probe == PRESERVE_PROBE_TAKEN) {
			sock_gen_put(sk);
			return NF_DROP;
		}
		if (conn->spreads)
			preserve_paths_tell(pn, heard, pair, seg);
		else if (alias && probe == PRESERVE_PROBE_NONE)
			preserve_migrate_follow(pair, sk, skb, seg);
	}
	attach(skb, sk);
	if (alias)
		preserve_count(pn, PRESERVE_MIB_ALIASRECEIVED);
	return NF_ACCEPT;
}

unsigned int preserve_alias_receive_rst(struct preserve_pair *pair)
{
	struct preserve_conn *conn = pair->conn;

	if (!READ_ONCE(conn->rst_guard))
		return NF_ACCEPT;
	preserve_count(conn->pn, PRESERVE_MIB_ALIASRSTDROPPED);
	pair->refused = true;
	preserve_conn_event(conn, PRESERVE_EVENT_REFUSED);
	return NF_DROP;
}
