// SPDX-License-Identifier: GPL-2.0-only
#include "survive/addrs.h"
#include "wire/option.h"

#include <linux/netdevice.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>
#include <net/ipv6.h>

#define UNWANTED (IFA_F_TENTATIVE | IFA_F_DADFAILED | IFA_F_DEPRECATED | \
		  IFA_F_TEMPORARY | IFA_F_OPTIMISTIC)

static bool holds(struct inet6_dev *idev, const struct in6_addr *addr)
{
	const struct inet6_ifaddr *ifa;

	list_for_each_entry_rcu(ifa, &idev->addr_list, if_list)
		if (ipv6_addr_equal(&ifa->addr, addr))
			return true;
	return false;
}

static bool shares_prefix(const struct preserve_addrs *addrs,
			  const struct in6_addr *primary,
			  const struct in6_addr *addr)
{
	unsigned int i;

	if (ipv6_prefix_equal(primary, addr, 64))
		return true;
	for (i = 0; i < addrs->count; i++)
		if (ipv6_prefix_equal(&addrs->addr[i], addr, 64))
			return true;
	return false;
}

static void collect_device(struct inet6_dev *idev,
			   const struct in6_addr *primary, unsigned int max,
			   struct preserve_addrs *addrs)
{
	const struct inet6_ifaddr *ifa;

	list_for_each_entry_rcu(ifa, &idev->addr_list, if_list) {
		if (addrs->count >= max)
			return;
		if ((ifa->flags & UNWANTED) ||
		    !preserve_option_addr_ok(&ifa->addr, primary) ||
		    shares_prefix(addrs, primary, &ifa->addr))
			continue;
		addrs->addr[addrs->count++] = ifa->addr;
	}
}

void preserve_addrs_collect(struct net *net, const struct in6_addr *primary,
			    unsigned int max, struct preserve_addrs *addrs)
{
	struct inet6_dev *idev, *own = NULL;
	struct net_device *dev;

	addrs->count = 0;
	rcu_read_lock();
	for_each_netdev_rcu(net, dev) {
		idev = __in6_dev_get(dev);
		if (!idev || !netif_running(dev) || !netif_carrier_ok(dev))
			continue;
		if (holds(idev, primary))
			own = idev;
		else
			collect_device(idev, primary, max, addrs);
	}
	if (own)
		collect_device(own, primary, max, addrs);
	rcu_read_unlock();
}
