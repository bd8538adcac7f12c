// SPDX-License-Identifier: GPL-2.0-only
/*
 * The notifiers run under locks of their own, some in atomic context. So they
 * only note what changed and ask for a scan, and the scan wakes the connections
 * concerned. The first is looked at without delay; where they come in a stream,
 * as from a routing daemon or an interface that flaps, they are collected.
 *
 * A scan compares each connection with the changes, which costs little, and asks
 * the routing table for those only that have to do with one: the interface or the
 * local address of the current pair, or a route to its remote address.
 */
#include "conn/conn.h"
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

/* One jiffy: changes come in bursts, and the kernel's own work goes first. */
#define SCAN_DELAY 1

/* Between the beginnings of two scans. */
#define SCAN_INTERVAL (HZ / 10)

/* Connections looked at in one RCU read-side section. */
#define SCAN_BATCH 256

static bool same_change(const struct preserve_change *a,
			const struct preserve_change *b)
{
	return a->kind == b->kind && a->ifindex == b->ifindex &&
	       a->len == b->len && preserve_addr_equal(&a->prefix, &b->prefix);
}

/* NULL: anything. */
static void note(struct preserve_changes *changes,
		 const struct preserve_change *change)
{
	unsigned int i = 0;

	spin_lock_bh(&changes->lock);
	while (change && i < changes->n &&
	       !same_change(&changes->change[i], change))
		i++;
	if (!change || i == PRESERVE_CHANGES)
		changes->any = true;
	else if (i == changes->n)
		changes->change[changes->n++] = *change;
	spin_unlock_bh(&changes->lock);
}

static void ask_scan(struct net *net, const struct preserve_change *change)
{
	struct preserve_net *pn = preserve_netns(net);
	unsigned long due;

	/* See preserve_netns_stop(). */
	rcu_read_lock();
	if (pn && READ_ONCE(pn->running)) {
		note(&pn->changes, change);
		due = READ_ONCE(pn->changes.scanned) + SCAN_INTERVAL;
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

static int on_route(struct notifier_block *nb, unsigned long event, void *ptr)
{
	const struct fib_notifier_info *info = ptr;
	struct preserve_net *pn = container_of(nb, struct preserve_net, fib);

	struct preserve_change change = { .kind = PRESERVE_CHANGE_ROUTE };
	const struct fib6_info *route;

	if (info->family != AF_INET6)
		return NOTIFY_DONE;
	switch (event) {
	case FIB_EVENT_ENTRY_REPLACE:
	case FIB_EVENT_ENTRY_APPEND:
	case FIB_EVENT_ENTRY_ADD:
	case FIB_EVENT_ENTRY_DEL:
		route = container_of(info, struct fib6_entry_notifier_info,
				     info)->rt;
		change.prefix.in6 = route->fib6_dst.addr;
		change.len = route->fib6_dst.plen;
		ask_scan(pn->net, &change);
		break;
	default:
		ask_scan(pn->net, NULL);
	}
	return NOTIFY_DONE;
}

static struct notifier_block netdevice_nb = { .notifier_call = on_netdevice };
static struct notifier_block address_nb = { .notifier_call = on_address };

static bool changed_pair(const struct preserve_change *change,
			 const struct preserve_pair *pair)
{
	const struct preserve_conn *conn = pair->conn;
	int oif = READ_ONCE(conn->oif);

	switch (change->kind) {
	case PRESERVE_CHANGE_LINK:
		/* Of others than the current pair no interface is known. */
		return pair != READ_ONCE(conn->cur) || !oif ||
		       oif == change->ifindex;
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

/* Does the current pair work? Its interface may be another than before. */
static bool cur_works(struct preserve_conn *conn)
{
	struct preserve_pair *cur = READ_ONCE(conn->cur);

	if (preserve_path_check(cur, NULL) != PRESERVE_CAUSE_NONE)
		return false;
	WRITE_ONCE(conn->oif, preserve_path_interface(cur, NULL));
	return true;
}

/* A pair could not be used, or its address has had its probes: news count. */
static bool lacks_pairs(const struct preserve_changes *changes,
			struct preserve_conn *conn)
{
	struct preserve_pair *pair;
	unsigned int i;

	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++)
		if ((pair->unusable || conn->budget[pair->ri].sent) &&
		    touched(changes, pair))
			return true;
	return false;
}

static bool concerns(const struct preserve_changes *changes,
		     struct preserve_conn *conn)
{
	return READ_ONCE(conn->state) == PRESERVE_ESTABLISHED &&
	       conn->n_pairs > 1 &&
	       (READ_ONCE(conn->watch.no_pair) ||
		(READ_ONCE(conn->away) && touched(changes, &conn->first)) ||
		lacks_pairs(changes, conn) ||
		(touched(changes, READ_ONCE(conn->cur)) && !cur_works(conn)));
}

/*
 * From after the connection numbered @last on. Returns one to go on after, with
 * a reference, or NULL at the end of the list.
 */
static struct preserve_conn *scan_batch(struct preserve_net *pn,
					const struct preserve_changes *changes,
					struct preserve_conn *from, u32 last)
{
	unsigned int left = SCAN_BATCH;
	struct preserve_conn *conn;

	/* One that was dropped does not lead on any more: from the beginning. */
	conn = from && READ_ONCE(from->state) != PRESERVE_DEAD ? from :
		list_entry(&pn->table.conns, struct preserve_conn, node);
	list_for_each_entry_continue_rcu(conn, &pn->table.conns, node) {
		if (from && (s32)(conn->id - last) <= 0)
			continue;
		if (concerns(changes, conn))
			preserve_conn_event(conn, PRESERVE_EVENT_SCAN);
		if (!--left && refcount_inc_not_zero(&conn->ref))
			return conn;
	}
	return NULL;
}

static void scan_all(struct preserve_net *pn,
		     const struct preserve_changes *changes)
{
	struct preserve_conn *from = NULL, *next;
	u32 last = 0;

	do {
		rcu_read_lock();
		next = scan_batch(pn, changes, from, last);
		rcu_read_unlock();
		if (from)
			preserve_conn_put(from);
		from = next;
		if (from)
			last = from->id;
		cond_resched();
	} while (from);
}

void preserve_notify_scan(struct work_struct *work)
{
	struct preserve_net *pn = container_of(to_delayed_work(work),
					       struct preserve_net, scan);
	struct preserve_changes *changes = &pn->changes, now;

	WRITE_ONCE(changes->scanned, jiffies);
	spin_lock_bh(&changes->lock);
	now.any = changes->any;
	now.n = changes->n;
	memcpy(now.change, changes->change, now.n * sizeof(now.change[0]));
	changes->any = false;
	changes->n = 0;
	spin_unlock_bh(&changes->lock);
	scan_all(pn, &now);
}

void preserve_changes_init(struct preserve_changes *changes)
{
	spin_lock_init(&changes->lock);
	changes->scanned = jiffies - SCAN_INTERVAL;
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
