// SPDX-License-Identifier: GPL-2.0-only
/*
 * The default rule asks the routing tables when addresses are collected. The FIB
 * notifier would not do: of several routes to one prefix it tells the one of the
 * least metric only, and the others are those of the interfaces that a connection
 * is to move to.
 */
#include "survive/announce.h"
#include "conn/net.h"
#include "conn/words.h"

#include <linux/if_arp.h>
#include <linux/netdevice.h>
#include <linux/slab.h>
#include <net/ip6_fib.h>
#include <net/ip6_route.h>
#include <net/rtnetlink.h>

/* What is written for the default rule; an interface cannot be called "*". */
#define BY_ROUTE "default"
#define ALL "*"

/* Some routers announce all that is global instead of ::/0. */
#define DEFAULT_ROUTE_LEN 3

struct preserve_announce {
	struct rcu_head rcu;
	u8 n_devices;
	u8 n_prefixes;		/* 0: any address */
	char device[PRESERVE_WORDS_MAX][IFNAMSIZ];
	struct preserve_prefix prefix[PRESERVE_WORDS_MAX];
};

/* In a namespace where nobody wrote a list. */
static const struct preserve_announce initial = {
	.n_devices = 1,
	.device = { BY_ROUTE },
};

static const struct preserve_announce *current_lists(const struct preserve_net *pn)
{
	return rcu_dereference_check(pn->announce,
				     lockdep_is_held(&pn->cfg)) ?: &initial;
}

/* Interfaces that stand on one another. */
#define DEPTH_MAX 8

/* What packets of an interface leave by. */
enum below {
	BELOW_TUNNEL = 1,
	BELOW_HARDWARE = 2,
};

static bool has_tunnel_name(const char *name)
{
	static const char * const names[] = {
		"tun", "wireguard", "vxlan", "geneve", "gretap", "ip6gretap",
		"erspan", "ip6erspan", "l2tpeth",
	};

	return match_string(names, ARRAY_SIZE(names), name) >= 0;
}

/* An interface whose packets travel in those of another one. */
static bool is_tunnel(const struct net_device *dev)
{
	switch (dev->type) {
	case ARPHRD_TUNNEL:
	case ARPHRD_TUNNEL6:
	case ARPHRD_SIT:
	case ARPHRD_IPGRE:
	case ARPHRD_IP6GRE:
		return true;
	case ARPHRD_NONE:
		/* Modems have this type, too, and hardware behind them. */
		if (!dev->dev.parent)
			return true;
	}
	return (dev->rtnl_link_ops && has_tunnel_name(dev->rtnl_link_ops->kind)) ||
	       (dev->dev.type && has_tunnel_name(dev->dev.type->name));
}

/* Bits of enum below, by all that @dev stands on. */
static unsigned int look_below(const struct net_device *dev,
			       unsigned int depth)
{
	/* Neither is changed. */
	struct net_device *upper = (struct net_device *)dev;
	struct list_head *iter = &upper->adj_list.lower;
	struct net_device *lower;
	unsigned int below = 0;

	if (is_tunnel(dev) || depth == DEPTH_MAX)
		return BELOW_TUNNEL;
	while ((lower = netdev_next_lower_dev_rcu(upper, &iter)))
		below |= look_below(lower, depth + 1);
	return dev->dev.parent ? below | BELOW_HARDWARE : below;
}

/*
 * A bridge is on the network of its hardware, whatever machines and tunnels are its
 * other ports.
 */
static bool leaves_by_tunnel(const struct net_device *dev)
{
	return look_below(dev, 0) == BELOW_TUNNEL;
}

/*
 * Does what has @addr as its source get out by @dev to any address? With an
 * interface asked for, the tables that the rules lead to are searched until one
 * has a route by it, whatever its metric.
 */
static bool has_default_route(const struct net_device *dev,
			      const struct preserve_addr *addr)
{
	static const struct in6_addr anywhere = { .s6_addr = { 0x20 } };
	const struct fib6_info *from;
	struct rt6_info *route;
	bool found;

	route = rt6_lookup(dev_net(dev), &anywhere, &addr->in6, dev->ifindex,
			   NULL, RT6_LOOKUP_F_IFACE);
	if (!route)
		return false;
	from = rcu_dereference(route->from);
	found = from && from->fib6_dst.plen <= DEFAULT_ROUTE_LEN;
	ip6_rt_put(route);
	return found;
}

static bool allows_device(const struct preserve_announce *lists,
			  const struct net_device *dev,
			  const struct preserve_addr *addr)
{
	unsigned int i;

	for (i = 0; i < lists->n_devices; i++) {
		const char *name = lists->device[i];

		if (!strcmp(name, ALL) || !strcmp(name, dev->name) ||
		    (!strcmp(name, BY_ROUTE) && !leaves_by_tunnel(dev) &&
		     has_default_route(dev, addr)))
			return true;
	}
	return false;
}

static bool allows_addr(const struct preserve_announce *lists,
			const struct preserve_addr *addr)
{
	unsigned int i;

	for (i = 0; i < lists->n_prefixes; i++)
		if (preserve_prefix_has(&lists->prefix[i], addr))
			return true;
	return !lists->n_prefixes;
}

bool preserve_announce_allows(const struct preserve_net *pn,
			      const struct net_device *dev,
			      const struct preserve_addr *addr)
{
	const struct preserve_announce *lists = current_lists(pn);

	return allows_addr(lists, addr) && allows_device(lists, dev, addr);
}

bool preserve_announce_names(const struct preserve_net *pn,
			     const struct preserve_addr *addr)
{
	const struct preserve_announce *lists = current_lists(pn);
	unsigned int i;

	for (i = 0; i < lists->n_prefixes; i++)
		if (lists->prefix[i].len == 128 &&
		    preserve_addr_equal(addr, &lists->prefix[i].addr))
			return true;
	return false;
}

static int add_device(void *owner, char *word)
{
	struct preserve_announce *lists = owner;

	if (lists->n_devices == PRESERVE_WORDS_MAX ||
	    (strcmp(word, ALL) && !dev_valid_name(word)))
		return -EINVAL;
	strscpy(lists->device[lists->n_devices++], word, IFNAMSIZ);
	return 0;
}

static int add_prefix(void *owner, char *word)
{
	struct preserve_announce *lists = owner;

	if (lists->n_prefixes == PRESERVE_WORDS_MAX)
		return -EINVAL;
	return preserve_prefix_parse(&lists->prefix[lists->n_prefixes++], word);
}

/* A copy of the lists, to be changed and put in their place. */
static struct preserve_announce *copy_lists(const struct preserve_net *pn)
{
	const struct preserve_announce *lists;
	struct preserve_announce *copy;

	copy = kmalloc(sizeof(*copy), GFP_KERNEL_ACCOUNT);
	if (!copy)
		return NULL;
	rcu_read_lock();
	lists = current_lists(pn);
	*copy = *lists;
	rcu_read_unlock();
	return copy;
}

static int replace(struct preserve_net *pn, struct preserve_announce *lists,
		   int err)
{
	if (err) {
		kfree(lists);
		return err;
	}
	lists = rcu_replace_pointer(pn->announce, lists,
				    lockdep_is_held(&pn->cfg));
	if (lists)
		kfree_rcu(lists, rcu);
	atomic_inc(&pn->offer_version);
	return 0;
}

int preserve_announce_devices_set(void *owner, char *text)
{
	struct preserve_announce *lists = copy_lists(owner);

	if (!lists)
		return -ENOMEM;
	lists->n_devices = 0;
	return replace(owner, lists, preserve_words_add(lists, text, add_device));
}

int preserve_announce_prefixes_set(void *owner, char *text)
{
	struct preserve_announce *lists = copy_lists(owner);

	if (!lists)
		return -ENOMEM;
	lists->n_prefixes = 0;
	return replace(owner, lists, preserve_words_add(lists, text, add_prefix));
}

void preserve_announce_devices_get(const void *owner, char *text)
{
	const struct preserve_announce *lists;
	unsigned int i;
	int len = 0;

	*text = 0;
	rcu_read_lock();
	lists = current_lists(owner);
	for (i = 0; i < lists->n_devices; i++)
		len += scnprintf(text + len, PRESERVE_WORDS_TEXT - len,
				 "%s%s", i ? " " : "", lists->device[i]);
	rcu_read_unlock();
}

void preserve_announce_prefixes_get(const void *owner, char *text)
{
	const struct preserve_announce *lists;
	unsigned int i;
	int len = 0;

	*text = 0;
	rcu_read_lock();
	lists = current_lists(owner);
	for (i = 0; i < lists->n_prefixes; i++)
		len += scnprintf(text + len, PRESERVE_WORDS_TEXT - len,
				 "%s%pI6c/%u", i ? " " : "",
				 &lists->prefix[i].addr.in6,
				 lists->prefix[i].len);
	rcu_read_unlock();
}

void preserve_announce_free(struct preserve_net *pn)
{
	kfree(rcu_dereference_protected(pn->announce, true));
}
