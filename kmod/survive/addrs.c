// SPDX-License-Identifier: GPL-2.0-only
#include "survive/addrs.h"
#include "conn/net.h"
#include "survive/announce.h"
#include "wire/option.h"

#include <linux/netdevice.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>

#define UNWANTED (IFA_F_TENTATIVE | IFA_F_DADFAILED | IFA_F_DEPRECATED | \
		  IFA_F_OPTIMISTIC)

/* A SYN waits for it: so many addresses are asked about, and no more. */
#define LOOKUPS 32

struct search {
	const struct preserve_net *pn;
	const struct preserve_addr *primary;
	unsigned int max;
	unsigned int lookups;	/* that may still be made */
	bool temporary;		/* primary is: no stable one beside it */
	struct preserve_addrs *addrs;
};

static const struct inet6_ifaddr *find(const struct inet6_dev *idev,
				       const struct preserve_addr *addr)
{
	const struct inet6_ifaddr *ifa;

	list_for_each_entry_rcu(ifa, &idev->addr_list, if_list)
		if (preserve_addr_equal(preserve_addr_of(&ifa->addr), addr))
			return ifa;
	return NULL;
}

static bool shares_network(const struct search *s, const struct preserve_addr *addr)
{
	const struct preserve_addr *taken = preserve_addr_of(s->addrs->addr);
	u64 network = preserve_addr_network(addr);
	unsigned int i;

	if (preserve_addr_network(s->primary) == network)
		return true;
	for (i = 0; i < s->addrs->count; i++)
		if (preserve_addr_network(&taken[i]) == network)
			return true;
	return false;
}

static bool is_wanted(struct search *s, const struct inet6_ifaddr *ifa)
{
	const struct preserve_addr *addr = preserve_addr_of(&ifa->addr);

	if ((ifa->flags & UNWANTED) ||
	    !preserve_option_addr_ok(&addr->in6, &s->primary->in6) ||
	    shares_network(s, addr))
		return false;
	if (s->temporary && !(ifa->flags & IFA_F_TEMPORARY) &&
	    !preserve_announce_names(s->pn, addr))
		return false;
	if (!s->lookups)
		return false;
	s->lookups--;
	return preserve_announce_allows(s->pn, ifa->idev->dev, addr);
}

/* Those whose flag IFA_F_TEMPORARY is @temporary. */
static void collect_kind(struct search *s, const struct inet6_dev *idev,
			 u32 temporary)
{
	const struct inet6_ifaddr *ifa;

	list_for_each_entry_rcu(ifa, &idev->addr_list, if_list) {
		if (s->addrs->count >= s->max)
			return;
		if ((ifa->flags & IFA_F_TEMPORARY) == temporary &&
		    is_wanted(s, ifa))
			s->addrs->addr[s->addrs->count++] = ifa->addr;
	}
}

static void collect_device(struct search *s, const struct inet6_dev *idev)
{
	collect_kind(s, idev, IFA_F_TEMPORARY);
	collect_kind(s, idev, 0);
}

/* Where the primary address is assigned. */
static const struct inet6_dev *find_own(struct search *s)
{
	const struct inet6_ifaddr *ifa;
	const struct inet6_dev *idev;
	struct net_device *dev;

	for_each_netdev_rcu(s->pn->net, dev) {
		idev = __in6_dev_get(dev);
		ifa = idev ? find(idev, s->primary) : NULL;
		if (ifa) {
			s->temporary = ifa->flags & IFA_F_TEMPORARY;
			return idev;
		}
	}
	return NULL;
}

void preserve_addrs_collect(const struct preserve_net *pn,
			    const struct preserve_addr *primary,
			    unsigned int max, struct preserve_addrs *addrs)
{
	struct search s = {
		.pn = pn,
		.primary = primary,
		.max = max,
		.lookups = LOOKUPS,
		.addrs = addrs,
	};
	const struct inet6_dev *idev, *own;
	struct net_device *dev;

	addrs->count = 0;
	rcu_read_lock();
	own = find_own(&s);
	for_each_netdev_rcu(pn->net, dev) {
		idev = __in6_dev_get(dev);
		if (idev && idev != own && netif_running(dev) &&
		    netif_carrier_ok(dev))
			collect_device(&s, idev);
	}
	if (own && netif_running(own->dev) && netif_carrier_ok(own->dev))
		collect_device(&s, own);
	rcu_read_unlock();
}
