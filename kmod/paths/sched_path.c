// SPDX-License-Identifier: GPL-2.0-only
#include "conn/path.h"
#include "conn/xfrm.h"
#include "paths/sched_path.h"

#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/jhash.h>
#include <linux/slab.h>
#include <net/dst.h>
#include <net/ip6_fib.h>
#include <net/ip6_route.h>
#include <net/ip_fib.h>
#include <net/route.h>

/*
 * So long a path without a route is not asked again, and the local address of a
 * pair is believed to be there.
 */
#define ROUTE_KEPT (HZ / 20)

static struct preserve_path *alloc(unsigned int n_routes, gfp_t gfp)
{
	struct preserve_path *path;

	path = kzalloc(struct_size(path, route, n_routes), gfp);
	if (!path)
		return NULL;
	spin_lock_init(&path->lock);
	path->n_routes = n_routes;
	return path;
}

struct preserve_path *preserve_sched_path_alloc_device(void)
{
	struct preserve_path *path = alloc(PRESERVE_PATH_ROUTES, GFP_KERNEL);

	if (!path)
		return NULL;
	path->given = alloc_percpu(struct preserve_path_given);
	if (path->given)
		return path;
	kfree(path);
	return NULL;
}

struct preserve_path *preserve_sched_path_alloc_pair(gfp_t gfp)
{
	return alloc(1, gfp);
}

static void free_route(struct preserve_route *route)
{
	dst_release(route->dst);
	kfree(route);
}

static void free_route_cb(struct rcu_head *rcu)
{
	free_route(container_of(rcu, struct preserve_route, rcu));
}

/* What was in the slot goes when nobody reads it any more. */
static void put_route(struct preserve_path *path, unsigned int slot,
		      struct preserve_route *route)
{
	route = unrcu_pointer(xchg(&path->route[slot], RCU_INITIALIZER(route)));
	if (route)
		call_rcu(&route->rcu, free_route_cb);
}

void preserve_sched_path_free(struct preserve_path *path)
{
	struct preserve_route *route;
	unsigned int i;

	for (i = 0; i < path->n_routes; i++) {
		route = rcu_dereference_protected(path->route[i], true);
		if (route)
			free_route(route);
	}
	free_percpu(path->given);
	kfree(path);
}

static void free_path_cb(struct rcu_head *rcu)
{
	preserve_sched_path_free(container_of(rcu, struct preserve_path, rcu));
}

void preserve_sched_path_free_rcu(struct preserve_path *path)
{
	call_rcu(&path->rcu, free_path_cb);
}

struct preserve_path_given preserve_path_given_sum(const struct preserve_path *path)
{
	struct preserve_path_given sum = {};
	const struct preserve_path_given *part;
	unsigned int cpu;

	if (!path->given)
		return path->own;
	for_each_possible_cpu(cpu) {
		part = per_cpu_ptr(path->given, cpu);
		sum.packets += READ_ONCE(part->packets);
		sum.bytes += READ_ONCE(part->bytes);
	}
	return sum;
}

/* If another processor deals meanwhile, its path is a turn ahead. */
void preserve_path_forget_credit(struct preserve_path *path)
{
	unsigned int cpu;

	path->own.credit = 0;
	if (!path->given)
		return;
	for_each_possible_cpu(cpu)
		WRITE_ONCE(per_cpu_ptr(path->given, cpu)->credit, 0);
}

const char *preserve_path_state_name(enum preserve_path_state state)
{
	static const char * const names[] = {
		[PRESERVE_PATH_IDLE] = "idle",
		[PRESERVE_PATH_UP] = "up",
		[PRESERVE_PATH_DOWN] = "down",
		[PRESERVE_PATH_NO_ROUTE] = "no_route",
		[PRESERVE_PATH_DEAD] = "dead",
		[PRESERVE_PATH_UNVERIFIED] = "unverified",
	};

	return names[state];
}

static u8 proto_of(const struct preserve_route_key *key)
{
	return key->proto ?: IPPROTO_TCP;
}

static bool is_by(const struct dst_entry *dst, int ifindex)
{
	return dst->dev->ifindex == ifindex;
}

/*
 * With an interface given, IPv4 invents a route where there is none: ask the
 * tables first. An @echo goes the way of the segments, by a policy of its own.
 */
static struct dst_entry *look_up_ipv4(struct net *net, int ifindex,
				      const struct preserve_route_key *key,
				      bool echo)
{
	struct flowi4 fl4 = {
		.flowi4_oif = ifindex,
		.flowi4_proto = proto_of(key),
		.flowi4_mark = key->mark,
		.saddr = preserve_addr_v4(&key->saddr),
		.daddr = preserve_addr_v4(&key->daddr),
		.uli = key->ports,
	};
	struct fib_result res;
	struct rtable *rt;
	int err;

	rcu_read_lock();
	err = fib_lookup(net, &fl4, &res, 0);
	rcu_read_unlock();
	if (err || res.type != RTN_UNICAST)
		return NULL;
	rt = ip_route_output_key(net, &fl4);
	if (IS_ERR(rt))
		return NULL;
	if (!is_by(&rt->dst, ifindex)) {
		dst_release(&rt->dst);
		return NULL;
	}
	if (echo) {
		fl4.flowi4_proto = IPPROTO_ICMP;
		fl4.uli = (union flowi_uli) {};
		fl4.fl4_icmp_type = ICMP_ECHO;
	}
	return preserve_xfrm_route(net, &rt->dst, flowi4_to_flowi(&fl4), NULL);
}

static struct dst_entry *look_up_ipv6(struct net *net, int ifindex,
				      const struct preserve_route_key *key,
				      bool echo)
{
	struct flowi6 fl6 = {
		.flowi6_oif = ifindex,
		.flowi6_proto = proto_of(key),
		.flowi6_mark = key->mark,
		.saddr = key->saddr.in6,
		.daddr = key->daddr.in6,
		.uli = key->ports,
	};
	struct dst_entry *dst = ip6_route_output_flags(net, NULL, &fl6,
						       RT6_LOOKUP_F_IFACE);

	if (dst->error || !is_by(dst, ifindex)) {
		dst_release(dst);
		return NULL;
	}
	if (echo) {
		fl6.flowi6_proto = IPPROTO_ICMPV6;
		fl6.uli = (union flowi_uli) {};
		fl6.fl6_icmp_type = ICMPV6_ECHO_REQUEST;
	}
	return preserve_xfrm_route(net, dst, flowi6_to_flowi(&fl6), NULL);
}

/* Routing by source address, if there is any, finds the pair's own way. */
static struct dst_entry *look_up_pair(const struct preserve_pair *pair,
				      const struct preserve_route_key *key)
{
	if (!preserve_path_assigned(pair))
		return NULL;
	return preserve_path_route_for(pair, key->mark, key->uid);
}

static void look_up(struct net *net, const struct preserve_path *path,
		    int ifindex, struct preserve_route *route)
{
	if (path->pair) {
		route->dst = look_up_pair(path->pair, &route->key);
		if (route->dst)
			route->cookie = rt6_get_cookie(dst_rt6_info(route->dst));
	} else if (route->key.family == AF_INET6) {
		route->dst = look_up_ipv6(net, ifindex, &route->key, false);
		if (route->dst)
			route->cookie = rt6_get_cookie(dst_rt6_info(route->dst));
	} else {
		route->dst = look_up_ipv4(net, ifindex, &route->key, false);
	}
	/* Nothing may lead round the device, not a tunnel of IPsec either. */
	if (route->dst && !path->pair && !is_by(route->dst, ifindex)) {
		dst_release(route->dst);
		route->dst = NULL;
	}
	route->checked = jiffies;
}

static bool is_valid(const struct preserve_path *path,
		     const struct preserve_route *route)
{
	if ((!route->dst || path->pair) &&
	    time_after_eq(jiffies, route->checked + ROUTE_KEPT))
		return false;
	if (!route->dst)
		return true;
	return !READ_ONCE(route->dst->obsolete) ||
	       route->dst->ops->check(route->dst, route->cookie);
}

static bool same_key(const struct preserve_route_key *a,
		     const struct preserve_route_key *b)
{
	return a->family == b->family && a->mark == b->mark &&
	       uid_eq(a->uid, b->uid) && a->proto == b->proto &&
	       a->ports.gre_key == b->ports.gre_key &&
	       preserve_addr_equal(&a->daddr, &b->daddr) &&
	       preserve_addr_equal(&a->saddr, &b->saddr);
}

static enum preserve_path_state state_of(const struct preserve_path *path,
					 const struct preserve_route *route)
{
	if (!route->dst)
		return PRESERVE_PATH_NO_ROUTE;
	if (!preserve_path_device_works(route->dst->dev))
		return PRESERVE_PATH_DOWN;
	if (path->pair && !preserve_pair_proven(path->pair))
		return PRESERVE_PATH_UNVERIFIED;
	return path->dead ? PRESERVE_PATH_DEAD : PRESERVE_PATH_UP;
}

static u32 slot_of(const struct preserve_route_key *key)
{
	return jhash_1word((__force u32)key->ports.gre_key,
			   ipv6_addr_hash(&key->daddr.in6));
}

/* NULL: no memory. Until a grace period has passed it is good in any case. */
static const struct preserve_route *renew(struct net *net,
					  struct preserve_path *path,
					  int ifindex, unsigned int slot,
					  const struct preserve_route_key *key)
{
	struct preserve_route *route = kzalloc(sizeof(*route), GFP_ATOMIC);

	if (!route)
		return NULL;
	route->key = *key;
	look_up(net, path, ifindex, route);
	put_route(path, slot, route);
	/* Or the device has gone, and nobody would forget it. */
	if (READ_ONCE(path->ifindex) != ifindex)
		put_route(path, slot, NULL);
	return route;
}

struct dst_entry *preserve_sched_route(struct net *net,
				       struct preserve_path *path,
				       const struct preserve_route_key *key,
				       enum preserve_path_state *state)
{
	unsigned int slot = slot_of(key) % path->n_routes;
	int ifindex = READ_ONCE(path->ifindex);
	const struct preserve_route *route;

	*state = PRESERVE_PATH_DOWN;
	if (!ifindex && !path->pair)
		return NULL;
	route = rcu_dereference(path->route[slot]);
	if (!route || !same_key(&route->key, key) || !is_valid(path, route))
		route = renew(net, path, ifindex, slot, key);
	if (!route)
		return NULL;
	*state = state_of(path, route);
	return *state == PRESERVE_PATH_DOWN ? NULL : route->dst;
}

struct dst_entry *preserve_sched_route_echo(struct net *net,
					    const struct preserve_path *path,
					    const struct preserve_route_key *key,
					    struct dst_entry *dst)
{
	u32 wanted = preserve_xfrm_of_route(dst);
	struct dst_entry *echo;

	if (!preserve_compat_has_policies(net))
		return dst_clone(dst);
	if (path->pair)
		echo = preserve_path_route_echo(path->pair, key->mark, key->uid);
	else if (key->family == AF_INET6)
		echo = look_up_ipv6(net, path->ifindex, key, true);
	else
		echo = look_up_ipv4(net, path->ifindex, key, true);
	if (echo && wanted && preserve_xfrm_of_route(echo) != wanted) {
		dst_release(echo);
		return NULL;
	}
	return echo;
}

void preserve_sched_forget(struct preserve_path *path)
{
	unsigned int i;

	for (i = 0; i < path->n_routes; i++)
		put_route(path, i, NULL);
}
