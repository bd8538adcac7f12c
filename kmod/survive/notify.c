// SPDX-License-Identifier: GPL-2.0-only
/*
 * The notifiers run under locks of their own, some in atomic context. So they
 * only note what changed and ask for a scan, and the scan wakes the connections
 * concerned. The first is looked at without delay; where they come in a stream,
 * as from a routing daemon or an interface that flaps, they are collected.
 *
 * A scan looks at those connections only that the index has under what changed:
 * the interface of the current pair, or of the handshake pair; a local address,
 * which is one of those of an interface as well; the network of a remote address,
 * where a route to it changed. Only a shorter route, or the rules, may concern all.
 */
#include "conn/conn.h"
#include "conn/index.h"
#include "conn/net.h"
#include "survive/notify.h"
#include "conn/path.h"

#include <linux/inetdevice.h>
#include <linux/netdevice.h>
#include <linux/rculist.h>
#include <net/addrconf.h>
#include <net/fib_notifier.h>
#include <net/if_inet6.h>
#include <net/ip6_fib.h>
#include <net/tcp.h>

/* One jiffy: changes come in bursts, and the kernel's own work goes first. */
#define SCAN_DELAY 1

/* Between the beginnings of two scans. */
#define SCAN_INTERVAL (HZ / 10)

/*
 * And so many times as long as one took there is none. Many connections and routes
 * that never rest would keep a processor busy.
 */
#define SCAN_REST 4

static bool same_change(const struct preserve_change *a,
			const struct preserve_change *b)
{
	return a->kind == b->kind && a->ifindex == b->ifindex &&
	       a->len == b->len && preserve_addr_equal(&a->prefix, &b->prefix);
}

/* NULL: anything. */
static void add(struct preserve_changes *changes,
		const struct preserve_change *change)
{
	unsigned int i = 0;

	while (change && i < changes->n &&
	       !same_change(&changes->change[i], change))
		i++;
	if (!change || i == PRESERVE_CHANGES)
		changes->any = true;
	else if (i == changes->n)
		changes->change[changes->n++] = *change;
}

static void ask_scan(struct net *net, const struct preserve_change *change)
{
	struct preserve_net *pn = preserve_netns(net);
	unsigned long due;

	if (!pn)
		return;
	atomic_inc(&pn->offer_version);
	/* See preserve_netns_stop(). */
	rcu_read_lock();
	if (READ_ONCE(pn->running)) {
		spin_lock_bh(&pn->changes.lock);
		add(&pn->changes, change);
		spin_unlock_bh(&pn->changes.lock);
		due = READ_ONCE(pn->changes.due);
		queue_delayed_work(system_unbound_wq, &pn->scan,
				   time_after(due, jiffies + SCAN_DELAY) ?
				   due - jiffies : SCAN_DELAY);
	}
	rcu_read_unlock();
}

static int on_netdevice(struct notifier_block *nb, unsigned long event,
			void *ptr)
{
	const struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	const struct preserve_change change = {
		.kind = PRESERVE_CHANGE_LINK,
		.ifindex = dev->ifindex,
	};

	switch (event) {
	case NETDEV_UNREGISTER:
	case NETDEV_REGISTER:
	case NETDEV_CHANGENAME:
	case NETDEV_UP:
	case NETDEV_DOWN:
	case NETDEV_CHANGE:
		ask_scan(dev_net(dev), &change);
	}
	return NOTIFY_DONE;
}

static int on_address(struct notifier_block *nb, unsigned long event, void *ptr)
{
	const struct inet6_ifaddr *ifa = ptr;
	const struct preserve_change change = {
		.kind = PRESERVE_CHANGE_ADDRESS,
		.prefix.in6 = ifa->addr,
	};

	ask_scan(dev_net(ifa->idev->dev), &change);
	return NOTIFY_DONE;
}

/* A route to an address of this host comes when that may be used. */
static void on_entry(struct net *net, const struct fib6_info *route)
{
	struct preserve_change change = {
		.kind = route->fib6_type == RTN_LOCAL ?
			PRESERVE_CHANGE_ADDRESS : PRESERVE_CHANGE_ROUTE,
		.prefix.in6 = route->fib6_dst.addr,
	};

	if (route->fib6_type == RTN_MULTICAST)
		return;
	if (change.kind == PRESERVE_CHANGE_ROUTE)
		change.len = route->fib6_dst.plen;
	ask_scan(net, &change);
}

static int on_route(struct notifier_block *nb, unsigned long event, void *ptr)
{
	const struct fib_notifier_info *info = ptr;
	struct preserve_net *pn = container_of(nb, struct preserve_net, fib);

	if (info->family != AF_INET6)
		return NOTIFY_DONE;
	switch (event) {
	case FIB_EVENT_ENTRY_REPLACE:
	case FIB_EVENT_ENTRY_APPEND:
	case FIB_EVENT_ENTRY_ADD:
	case FIB_EVENT_ENTRY_DEL:
		on_entry(pn->net,
			 container_of(info, struct fib6_entry_notifier_info,
				      info)->rt);
		break;
	default:
		ask_scan(pn->net, NULL);
	}
	return NOTIFY_DONE;
}

static struct notifier_block netdevice_nb = { .notifier_call = on_netdevice };
static struct notifier_block address_nb = { .notifier_call = on_address };

/* Zero: it may be any. */
static bool changed_link(int ifindex, const struct preserve_pair *pair)
{
	const struct preserve_conn *conn = pair->conn;
	int oif = READ_ONCE(conn->oif);

	if (pair == READ_ONCE(conn->cur) && (!oif || oif == ifindex))
		return true;
	return pair == &conn->first && READ_ONCE(conn->home_oif) == ifindex;
}

static bool changed_pair(const struct preserve_change *change,
			 const struct preserve_pair *pair)
{
	switch (change->kind) {
	case PRESERVE_CHANGE_LINK:
		return changed_link(change->ifindex, pair);
	case PRESERVE_CHANGE_ADDRESS:
		return preserve_addr_equal(&change->prefix,
					   preserve_pair_local(pair));
	case PRESERVE_CHANGE_ROUTE:
		return preserve_addr_begins(preserve_pair_remote(pair),
					    &change->prefix, change->len);
	}
	return true;
}

static bool touched(const struct preserve_changes *changes,
		    const struct preserve_pair *pair)
{
	unsigned int i;

	if (changes->any)
		return true;
	for (i = 0; i < changes->n; i++)
		if (changed_pair(&changes->change[i], pair))
			return true;
	return false;
}

/* The interface of the current pair may be another than before. */
static bool works_for(struct preserve_conn *conn, const struct sock *sk)
{
	struct preserve_pair *cur = READ_ONCE(conn->cur);
	int oif;

	if (preserve_path_check(cur, sk) != PRESERVE_CAUSE_NONE)
		return false;
	oif = preserve_path_interface(cur, sk);
	if (oif == READ_ONCE(conn->oif))
		return true;
	preserve_index_interface(cur, oif);
	/* What happened to that one before it was listed under it? */
	return preserve_path_check(cur, sk) == PRESERVE_CAUSE_NONE;
}

/*
 * Does the current pair work? Rules may lead another owner, or another mark,
 * elsewhere, so that only the socket knows. Without one there is nobody to move.
 */
static bool cur_works(struct preserve_conn *conn)
{
	struct sock *sk = preserve_conn_sock(conn);
	bool works;

	if (!sk)
		return true;
	works = !sk_fullsock(sk) || works_for(conn, sk);
	sock_gen_put(sk);
	return works;
}

/*
 * A pair could not be used, or its address has had its probes: news count, whether
 * or not the worker saw that it did not work meanwhile.
 */
static bool lacks_pairs(const struct preserve_changes *changes,
			struct preserve_conn *conn)
{
	struct preserve_pair *pair;
	bool lacks = false;
	unsigned int i;

	spin_lock_bh(&conn->lock);
	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++) {
		if (!touched(changes, pair) ||
		    (!pair->unusable && !conn->budget[pair->ri].sent))
			continue;
		pair->unusable = true;
		lacks = true;
	}
	spin_unlock_bh(&conn->lock);
	return lacks;
}

static bool concerns(const struct preserve_changes *changes,
		     struct preserve_conn *conn)
{
	return lacks_pairs(changes, conn) || READ_ONCE(conn->watch.no_pair) ||
	       (READ_ONCE(conn->away) && touched(changes, &conn->first)) ||
	       (touched(changes, READ_ONCE(conn->cur)) && !cur_works(conn));
}

/* Once in a scan, however many of the changes led to it. */
static void look(struct preserve_conn *conn,
		 const struct preserve_changes *changes)
{
	if (conn->scan == changes->scan)
		return;
	conn->scan = changes->scan;
	preserve_count(conn->pn, PRESERVE_MIB_SCANNED);
	if (concerns(changes, conn))
		preserve_conn_event(conn, PRESERVE_EVENT_SCAN);
}

/* What is sent from the addresses of an interface has to do with it as well. */
static void add_addresses(struct net *net, struct preserve_changes *changes,
			  int ifindex)
{
	struct preserve_change change = { .kind = PRESERVE_CHANGE_ADDRESS };
	const struct inet6_ifaddr *ifa;
	struct inet6_dev *idev = NULL;
	struct net_device *dev;

	rcu_read_lock();
	dev = dev_get_by_index_rcu(net, ifindex);
	if (dev)
		idev = __in6_dev_get(dev);
	if (idev) {
		read_lock_bh(&idev->lock);
		list_for_each_entry(ifa, &idev->addr_list, if_list) {
			change.prefix.in6 = ifa->addr;
			add(changes, &change);
		}
		read_unlock_bh(&idev->lock);
	}
	rcu_read_unlock();
}

static void take(struct preserve_net *pn, struct preserve_changes *now)
{
	const struct preserve_change unknown = { .kind = PRESERVE_CHANGE_LINK };
	struct preserve_changes *changes = &pn->changes;
	unsigned int i, n;

	now->scan = ++changes->scan;
	spin_lock_bh(&changes->lock);
	now->any = changes->any;
	now->n = changes->n;
	memcpy(now->change, changes->change, now->n * sizeof(now->change[0]));
	changes->any = false;
	changes->n = 0;
	spin_unlock_bh(&changes->lock);
	n = now->n;
	for (i = 0; i < n; i++) {
		if (now->change[i].kind != PRESERVE_CHANGE_LINK)
			continue;
		add_addresses(pn->net, now, now->change[i].ifindex);
		add(now, &unknown);
	}
}

void preserve_notify_scan(struct work_struct *work)
{
	struct preserve_net *pn = container_of(to_delayed_work(work),
					       struct preserve_net, scan);
	unsigned long begin = jiffies, due = READ_ONCE(pn->changes.due), took;
	struct preserve_changes now;
	unsigned int i;
	bool all;

	/* Asked for while the last one ran: nobody knew yet how long that takes. */
	if (time_before(begin, due)) {
		queue_delayed_work(system_unbound_wq, &pn->scan, due - begin);
		return;
	}
	WRITE_ONCE(pn->changes.due, begin + SCAN_INTERVAL);
	take(pn, &now);
	preserve_count(pn, PRESERVE_MIB_SCANS);
	all = now.any;
	for (i = 0; i < now.n; i++)
		all |= !preserve_index_names(&now.change[i]);
	if (all)
		preserve_index_walk_all(&pn->table, look, &now);
	for (i = 0; i < now.n && !all; i++)
		preserve_index_walk(&pn->table, &now.change[i], look, &now);
	took = jiffies - begin;
	WRITE_ONCE(pn->changes.due, begin + max_t(unsigned long, SCAN_INTERVAL,
						  (1 + SCAN_REST) * took));
}

void preserve_changes_init(struct preserve_changes *changes)
{
	spin_lock_init(&changes->lock);
	changes->due = jiffies;
}

int preserve_notify_start(struct preserve_net *pn)
{
	pn->fib.notifier_call = on_route;
	return register_fib_notifier(pn->net, &pn->fib, NULL, NULL);
}

void preserve_notify_stop(struct preserve_net *pn)
{
	unregister_fib_notifier(pn->net, &pn->fib);
	cancel_delayed_work_sync(&pn->scan);
}

int preserve_notify_init(void)
{
	int err = register_netdevice_notifier(&netdevice_nb);

	if (err)
		return err;
	err = register_inet6addr_notifier(&address_nb);
	if (err)
		unregister_netdevice_notifier(&netdevice_nb);
	return err;
}

void preserve_notify_exit(void)
{
	unregister_inet6addr_notifier(&address_nb);
	unregister_netdevice_notifier(&netdevice_nb);
}
