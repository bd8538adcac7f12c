// SPDX-License-Identifier: GPL-2.0-only
#include "conn/path.h"
#include "conn/net.h"
#include "conn/xfrm.h"

#include <linux/export.h>
#include <linux/icmpv6.h>
#include <net/addrconf.h>
#include <net/ip6_route.h>
#include <net/neighbour.h>
#include <net/sock.h>

static void fill_flow(struct flowi6 *fl6, const struct preserve_pair *pair,
		      u32 mark, kuid_t uid)
{
	*fl6 = (struct flowi6) {
		.saddr = preserve_pair_local(pair)->in6,
		.daddr = preserve_pair_remote(pair)->in6,
		.flowi6_proto = IPPROTO_TCP,
		.flowi6_mark = mark,
		.flowi6_uid = uid,
		.fl6_sport = pair->conn->lport,
		.fl6_dport = pair->conn->rport,
	};
}

/* As the routing tables have it, before any policy of IPsec. */
static struct dst_entry *plain_route(const struct preserve_pair *pair,
				     const struct sock *sk, struct flowi6 *fl6)
{
	struct dst_entry *dst = ip6_route_output(pair->conn->pn->net, sk, fl6);

	if (dst->error) {
		dst_release(dst);
		return NULL;
	}
	return dst;
}

/*
 * The keys have been renewed, perhaps by other algorithms. By which, the handshake
 * pair tells; where nothing can be sent on that, the pair in use.
 */
static void renew(const struct preserve_pair *pair, u32 found,
		  const struct sock *sk)
{
	struct preserve_conn *conn = pair->conn;
	struct dst_entry *dst;

	if (pair == &conn->first) {
		preserve_xfrm_renew(pair, found);
	} else if (pair == READ_ONCE(conn->cur)) {
		/* This asks itself what it finds there. */
		dst = preserve_path_assigned(&conn->first) ?
			preserve_path_route(&conn->first, sk) : NULL;
		if (!dst)
			preserve_xfrm_renew(pair, found);
		dst_release(dst);
	}
}

bool preserve_path_may_send(const struct preserve_pair *pair,
			    const struct dst_entry *dst, const struct sock *sk)
{
	u32 found = preserve_xfrm_of_route(dst);

	if (sk && preserve_xfrm_differs(pair, found))
		renew(pair, found, sk);
	return preserve_xfrm_may_send(pair, found);
}

static struct dst_entry *route(const struct preserve_pair *pair,
			       const struct sock *sk, u32 mark, kuid_t uid)
{
	struct dst_entry *dst;
	struct flowi6 fl6;

	fill_flow(&fl6, pair, mark, uid);
	if (sk)
		preserve_compat_classify_flow(sk, flowi6_to_flowi_common(&fl6));
	dst = plain_route(pair, sk, &fl6);
	if (dst)
		dst = preserve_xfrm_route(pair->conn->pn->net, dst,
					  flowi6_to_flowi(&fl6), sk);
	if (dst && !preserve_path_may_send(pair, dst, sk)) {
		dst_release(dst);
		return NULL;
	}
	return dst;
}

struct dst_entry *preserve_path_route_for(const struct preserve_pair *pair,
					  u32 mark, kuid_t uid)
{
	return route(pair, NULL, mark, uid);
}
EXPORT_SYMBOL_GPL(preserve_path_route_for);

struct dst_entry *preserve_path_route_echo(const struct preserve_pair *pair,
					   u32 mark, kuid_t uid)
{
	struct dst_entry *dst;
	struct flowi6 fl6;

	fill_flow(&fl6, pair, mark, uid);
	dst = plain_route(pair, NULL, &fl6);
	if (!dst)
		return NULL;
	fl6.flowi6_proto = IPPROTO_ICMPV6;
	fl6.uli = (union flowi_uli) {};
	fl6.fl6_icmp_type = ICMPV6_ECHO_REQUEST;
	return preserve_xfrm_route(pair->conn->pn->net, dst,
				   flowi6_to_flowi(&fl6), NULL);
}
EXPORT_SYMBOL_GPL(preserve_path_route_echo);

struct dst_entry *preserve_path_route(const struct preserve_pair *pair,
				      const struct sock *sk)
{
	return route(pair, sk, sk ? READ_ONCE(sk->sk_mark) : 0,
		     sock_net_uid(pair->conn->pn->net, sk));
}

int preserve_path_interface(const struct preserve_pair *pair,
			    const struct sock *sk)
{
	struct dst_entry *dst = preserve_path_route(pair, sk);
	int oif = 0;

	if (dst) {
		oif = dst->dev->ifindex;
		dst_release(dst);
	}
	return oif;
}

bool preserve_path_assigned(const struct preserve_pair *pair)
{
	return ipv6_chk_addr(pair->conn->pn->net,
			     &preserve_pair_local(pair)->in6, NULL, 0);
}
EXPORT_SYMBOL_GPL(preserve_path_assigned);

/* The interface that the current pair was seen to use is known by number. */
static bool old_device_works(const struct preserve_pair *pair)
{
	const struct preserve_conn *conn = pair->conn;
	const struct net_device *dev;
	int oif = READ_ONCE(conn->oif);
	bool works = true;

	if (pair != READ_ONCE(conn->cur) || !oif)
		return true;
	rcu_read_lock();
	dev = dev_get_by_index_rcu(conn->pn->net, oif);
	works = dev && preserve_path_device_works(dev);
	rcu_read_unlock();
	return works;
}

/* Keys are for addresses: on another pair nothing would be signed. */
static bool would_be_unsigned(const struct preserve_pair *pair,
			      const struct sock *sk)
{
	return sk && pair != READ_ONCE(pair->conn->cur) &&
	       preserve_compat_signed(sk);
}

enum preserve_cause preserve_path_check(const struct preserve_pair *pair,
					const struct sock *sk)
{
	enum preserve_cause cause = PRESERVE_CAUSE_NONE;
	struct dst_entry *dst;

	if (would_be_unsigned(pair, sk))
		return PRESERVE_CAUSE_NO_ROUTE;
	if (!preserve_path_assigned(pair))
		/* An interface that goes down loses its addresses as well. */
		return old_device_works(pair) ? PRESERVE_CAUSE_ADDRESS_REMOVED :
			PRESERVE_CAUSE_LINK_DOWN;
	dst = preserve_path_route(pair, sk);
	if (!dst)
		return old_device_works(pair) ? PRESERVE_CAUSE_NO_ROUTE :
			PRESERVE_CAUSE_LINK_DOWN;
	if (!preserve_path_device_works(dst->dev))
		cause = PRESERVE_CAUSE_LINK_DOWN;
	dst_release(dst);
	return cause;
}
EXPORT_SYMBOL_GPL(preserve_path_check);

void preserve_path_flush(const struct preserve_pair *pair,
			 const struct sock *sk)
{
	struct dst_entry *dst = preserve_path_route(pair, sk);
	struct neighbour *neigh;

	if (!dst)
		return;
	neigh = dst_neigh_lookup(dst, &preserve_pair_remote(pair)->in6);
	if (neigh) {
		if (READ_ONCE(neigh->nud_state) & NUD_INCOMPLETE)
			neigh_update(neigh, NULL, NUD_FAILED, 0, 0);
		neigh_release(neigh);
	}
	dst_release(dst);
}
