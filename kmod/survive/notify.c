// SPDX-License-Identifier: GPL-2.0-only
/*
 * The notifiers run under locks of their own, some in atomic context. So they
 * only ask for a scan, and the scan wakes the connections concerned.
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

/* One jiffy: changes come in bursts, and the kernel's own work goes first. */
#define SCAN_DELAY 1

static void ask_scan(struct net *net)
{
	struct preserve_net *pn = preserve_netns(net);

	/* See preserve_netns_stop(). */
	rcu_read_lock();
	if (pn && READ_ONCE(pn->running))
		schedule_delayed_work(&pn->scan, SCAN_DELAY);
	rcu_read_unlock();
}

static int on_netdevice(struct notifier_block *nb, unsigned long event,
			void *ptr)
{
	const struct net_device *dev = netdev_notifier_info_to_dev(ptr);

	switch (event) {
	case NETDEV_UNREGISTER:
	case NETDEV_REGISTER:
	case NETDEV_CHANGENAME:
	case NETDEV_UP:
	case NETDEV_DOWN:
	case NETDEV_CHANGE:
		ask_scan(dev_net(dev));
	}
	return NOTIFY_DONE;
}

static int on_address(struct notifier_block *nb, unsigned long event, void *ptr)
{
	const struct inet6_ifaddr *ifa = ptr;

	ask_scan(dev_net(ifa->idev->dev));
	return NOTIFY_DONE;
}

static int on_route(struct notifier_block *nb, unsigned long event, void *ptr)
{
	const struct fib_notifier_info *info = ptr;
	struct preserve_net *pn = container_of(nb, struct preserve_net, fib);

	if (info->family == AF_INET6)
		ask_scan(pn->net);
	return NOTIFY_DONE;
}

static struct notifier_block netdevice_nb = { .notifier_call = on_netdevice };
static struct notifier_block address_nb = { .notifier_call = on_address };

/* A pair could not be used, or its address has had its probes: news count. */
static bool lacks_pairs(struct preserve_conn *conn)
{
	struct preserve_pair *pair;
	unsigned int i;

	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++)
		if (pair->unusable || conn->budget[pair->ri].sent)
			return true;
	return false;
}

static bool concerns(struct preserve_conn *conn)
{
	return READ_ONCE(conn->state) == PRESERVE_ESTABLISHED &&
	       conn->n_pairs > 1 &&
	       (conn->away || conn->watch.no_pair || lacks_pairs(conn) ||
		preserve_path_check(READ_ONCE(conn->cur), NULL) !=
		PRESERVE_CAUSE_NONE);
}

void preserve_notify_scan(struct work_struct *work)
{
	struct preserve_net *pn = container_of(to_delayed_work(work),
					       struct preserve_net, scan);
	struct preserve_conn *conn;

	rcu_read_lock();
	list_for_each_entry_rcu(conn, &pn->table.conns, node)
		if (concerns(conn))
			preserve_conn_event(conn, PRESERVE_EVENT_SCAN);
	rcu_read_unlock();
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
