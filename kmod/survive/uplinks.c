// SPDX-License-Identifier: GPL-2.0-only
#include "survive/uplinks.h"
#include "conn/net.h"
#include "conn/path.h"
#include "conn/xfrm.h"
#include "survive/addrs.h"
#include "survive/handshake.h"
#include "survive/migrate.h"

#include <net/ip6_checksum.h>
#include <net/ip6_route.h>
#include <net/tcp.h>

/* Is @copy an entry for the SYN of @conn? The port may be another socket's there. */
static bool is_copy(const struct preserve_conn *copy,
		    const struct preserve_conn *conn)
{
	return copy->hs.elsewhere && copy->cookie == conn->cookie &&
	       copy->local_isn == conn->local_isn &&
	       (copy->state == PRESERVE_SYN || copy->state == PRESERVE_FALLBACK);
}

/*
 * Over another uplink than the first SYN's, whose addresses may be told, and as
 * protected as it is.
 */
static bool may_use(const struct preserve_conn *conn,
		    const struct preserve_tuple *tuple,
		    const struct dst_entry *dst, struct preserve_addrs *addrs)
{
	return dst->dev->ifindex != conn->oif &&
	       !(dst->dev->flags & IFF_LOOPBACK) &&
	       preserve_path_device_works(dst->dev) &&
	       (!conn->xfrm_out ||
		preserve_xfrm_of_route(dst) == conn->xfrm_out) &&
	       preserve_addrs_collect(conn->pn, dst->dev, &tuple->local, addrs);
}

/* A new entry for a copy of @skb from @tuple, or NULL; with a route, which is @dst. */
static struct preserve_conn *begin(struct preserve_conn *conn,
				   const struct sk_buff *skb,
				   const struct preserve_tuple *tuple,
				   struct dst_entry **dst)
{
	struct preserve_conn *copy;
	struct preserve_addrs addrs;

	copy = preserve_handshake_begin(conn->pn, skb, tuple);
	if (!copy)
		return NULL;
	copy->hs.elsewhere = true;
	copy->hs.origin = conn->local[0];
	*dst = preserve_path_route(&copy->first, skb->sk);
	if (!*dst)
		goto put;
	if (!may_use(conn, tuple, *dst, &addrs))
		goto release;
	copy->xfrm_out = preserve_xfrm_of_route(*dst);
	if (preserve_handshake_publish(copy, (*dst)->dev->ifindex, &addrs))
		return copy;
	dst_release(*dst);
	return NULL;
release:
	dst_release(*dst);
put:
	preserve_conn_put(copy);
	return NULL;
}

/* The entry of a copy from @tuple, there already or new, and its route. */
static struct preserve_conn *entry(struct preserve_conn *conn,
				   const struct sk_buff *skb,
				   const struct preserve_tuple *tuple,
				   struct dst_entry **dst)
{
	struct preserve_pair *pair = preserve_pair_find(conn->pn, tuple);

	if (!pair)
		return begin(conn, skb, tuple, dst);
	if (pair != &pair->conn->first || !is_copy(pair->conn, conn))
		return NULL;
	*dst = preserve_path_route(pair, skb->sk);
	return *dst ? pair->conn : NULL;
}

/* TCP leaves the sum to whoever sends the packet, all but the pseudo header. */
static struct sk_buff *copy_from(const struct sk_buff *skb,
				 const struct preserve_tuple *tuple,
				 struct dst_entry *dst)
{
	struct sk_buff *copy = NULL;
	struct ipv6hdr *ip6;

	if (skb->ip_summed == CHECKSUM_PARTIAL)
		copy = skb_copy(skb, GFP_ATOMIC);
	if (!copy) {
		dst_release(dst);
		return NULL;
	}
	nf_reset_ct(copy);
	skb_clear_hash(copy);
	skb_dst_drop(copy);
	skb_dst_set(copy, dst);
	copy->dev = dst->dev;
	ip6 = ipv6_hdr(copy);
	ip6->saddr = tuple->local.in6;
	tcp_hdr(copy)->check =
		~tcp_v6_check(copy->len - skb_transport_offset(copy),
			      &ip6->saddr, &ip6->daddr, 0);
	return copy;
}

static bool send_from(struct preserve_conn *conn, const struct sk_buff *skb,
		      const struct preserve_addr *local)
{
	struct preserve_tuple tuple = preserve_pair_tuple(&conn->first);
	struct preserve_conn *copy;
	struct dst_entry *dst;
	struct sk_buff *syn;

	tuple.local = *local;
	copy = entry(conn, skb, &tuple, &dst);
	if (!copy)
		return false;
	syn = copy_from(skb, &tuple, dst);
	if (!syn)
		return false;
	WRITE_ONCE(copy->state, conn->state);
	if (conn->state == PRESERVE_SYN)
		preserve_handshake_tag(copy, syn);
	preserve_count(conn->pn, PRESERVE_MIB_SYNELSEWHERE);
	/* Without a socket, so that our own hook lets it pass. */
	ip6_local_out(conn->pn->net, NULL, syn);
	return true;
}

void preserve_uplinks_send(struct preserve_conn *conn,
			   const struct sk_buff *skb)
{
	unsigned int left = READ_ONCE(conn->pn->ctl.syn_uplinks), li;

	/* A program that chose its address keeps it. */
	if (skb->sk->sk_userlocks & SOCK_BINDADDR_LOCK)
		return;
	for (li = 1; li < conn->n_local && left; li++)
		left -= send_from(conn, skb, &conn->local[li]);
}

/* Does @sk, which is locked, wait for the answer to the SYN that @conn copied? */
static bool waits(const struct preserve_conn *conn, struct sock *sk,
		  const struct preserve_tuple *origin)
{
	struct preserve_tuple tuple = preserve_tuple_of(sk);

	return !sock_owned_by_user(sk) && sk->sk_state == TCP_SYN_SENT &&
	       preserve_sock_cookie(sk) == conn->cookie &&
	       tcp_sk(sk)->snd_una == conn->local_isn &&
	       preserve_tuple_equal(&tuple, origin);
}

static struct preserve_tuple origin_of(const struct preserve_conn *conn)
{
	struct preserve_tuple origin = preserve_pair_tuple(&conn->first);

	origin.local = conn->hs.origin;
	return origin;
}

struct sock *preserve_uplinks_sock(const struct preserve_conn *conn)
{
	struct preserve_tuple origin = origin_of(conn);
	struct sock *sk = preserve_tuple_sock(conn->pn, &origin, 0);

	if (sk && !sk_fullsock(sk)) {
		sock_gen_put(sk);
		sk = NULL;
	}
	return sk;
}

bool preserve_uplinks_take(struct preserve_conn *conn)
{
	struct preserve_tuple origin = origin_of(conn);
	struct sock *sk = preserve_uplinks_sock(conn);
	bool taken;

	if (!sk)
		return false;
	bh_lock_sock(sk);
	taken = waits(conn, sk, &origin) && !preserve_migrate_opening(conn, sk);
	bh_unlock_sock(sk);
	sock_put(sk);
	if (taken)
		preserve_count(conn->pn, PRESERVE_MIB_OPENEDELSEWHERE);
	return taken;
}
