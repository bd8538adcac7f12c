// SPDX-License-Identifier: GPL-2.0-only
#include "survive/addrs.h"
#include "conn/net.h"
#include "survive/announce.h"
#include "survive/prefer.h"
#include "wire/option.h"

#include <linux/hash.h>
#include <linux/jiffies.h>
#include <linux/netdevice.h>
#include <linux/percpu.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>
#include <net/l3mdev.h>

#define UNWANTED (IFA_F_TENTATIVE | IFA_F_DADFAILED | IFA_F_DEPRECATED | \
		  IFA_F_OPTIMISTIC)

/* A SYN waits for it: so many addresses are asked about, and no more. */
#define LOOKUPS 32

/* What was collected for a primary address in this tick. */
struct address_set {
	const struct preserve_net *pn;
	const struct net_device *dev;
	struct preserve_addr primary;
	unsigned long collected; /* jiffies */
	int version;		/* offer_version */
	bool allowed;
	struct preserve_addrs addrs;
};

#define SET_BITS 3

/* A busy host would collect the same for each of its connections. */
static DEFINE_PER_CPU(struct address_set, sets[1 << SET_BITS]);

struct search {
	const struct preserve_net *pn;
	const struct preserve_addr *primary;
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

/*
 * Behind those of flags as good. Of more than there is room for, the last are left
 * out.
 */
static void insert(struct preserve_addrs *addrs, const struct in6_addr *addr,
		   u8 flags)
{
	unsigned int at = addrs->count;

	if (at == PRESERVE_MAX_ALTERNATIVES)
		at--;
	else
		addrs->count++;
	for (; at && addrs->flags[at - 1] > flags; at--) {
		addrs->addr[at] = addrs->addr[at - 1];
		addrs->flags[at] = addrs->flags[at - 1];
	}
	addrs->addr[at] = *addr;
	addrs->flags[at] = flags;
}

static bool has_room(const struct preserve_addrs *addrs, u8 flags)
{
	return addrs->count < PRESERVE_MAX_ALTERNATIVES ||
	       addrs->flags[addrs->count - 1] > flags;
}

/* Those whose flag IFA_F_TEMPORARY is @temporary. */
static void collect_kind(struct search *s, const struct inet6_dev *idev,
			 u32 temporary)
{
	u8 flags = preserve_prefer_flags(s->pn, idev->dev);
	const struct inet6_ifaddr *ifa;

	list_for_each_entry_rcu(ifa, &idev->addr_list, if_list) {
		if (!has_room(s->addrs, flags))
			return;
		if ((ifa->flags & IFA_F_TEMPORARY) == temporary &&
		    is_wanted(s, ifa))
			insert(s->addrs, &ifa->addr, flags);
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

/* Those of the VRF, or of none, that the connection is in, which leaves by @by. */
static void collect(const struct preserve_net *pn, const struct net_device *by,
		    const struct preserve_addr *primary,
		    struct preserve_addrs *addrs)
{
	struct search s = {
		.pn = pn,
		.primary = primary,
		.lookups = LOOKUPS,
		.addrs = addrs,
	};
	const struct inet6_dev *idev, *own;
	struct net_device *dev;
	int vrf;

	rcu_read_lock();
	own = find_own(&s);
	addrs->primary_flags = preserve_prefer_flags(pn, own ? own->dev : by);
	vrf = l3mdev_master_ifindex_rcu(by);
	for_each_netdev_rcu(pn->net, dev) {
		idev = __in6_dev_get(dev);
		if (idev && idev != own && netif_running(dev) &&
		    netif_carrier_ok(dev) &&
		    l3mdev_master_ifindex_rcu(dev) == vrf)
			collect_device(&s, idev);
	}
	if (own && netif_running(own->dev) && netif_carrier_ok(own->dev))
		collect_device(&s, own);
	rcu_read_unlock();
}

static bool is_fresh(const struct address_set *set, const struct preserve_net *pn,
		     const struct net_device *dev,
		     const struct preserve_addr *primary)
{
	unsigned long tick = jiffies;

	return set->pn == pn && set->dev == dev && set->collected == tick &&
	       set->version == atomic_read(&pn->offer_version) &&
	       preserve_addr_equal(&set->primary, primary);
}

static void renew(struct address_set *set, const struct preserve_net *pn,
		  const struct net_device *dev,
		  const struct preserve_addr *primary)
{
	*set = (struct address_set) {
		.pn = pn,
		.dev = dev,
		.primary = *primary,
		.collected = jiffies,
		.version = atomic_read(&pn->offer_version),
	};
	set->allowed = preserve_announce_allows(pn, dev, primary);
	if (set->allowed)
		collect(pn, dev, primary, &set->addrs);
}

bool preserve_addrs_collect(const struct preserve_net *pn,
			    const struct net_device *dev,
			    const struct preserve_addr *primary,
			    struct preserve_addrs *addrs)
{
	struct address_set *set;
	bool allowed;

	local_bh_disable();
	set = this_cpu_ptr(&sets[hash_32(ipv6_addr_hash(&primary->in6),
					 SET_BITS)]);
	if (!is_fresh(set, pn, dev, primary))
		renew(set, pn, dev, primary);
	addrs->count = min(set->addrs.count, READ_ONCE(pn->ctl.max_prefixes));
	memcpy(addrs->addr, set->addrs.addr,
	       addrs->count * sizeof(addrs->addr[0]));
	memcpy(addrs->flags, set->addrs.flags, addrs->count);
	addrs->primary_flags = set->addrs.primary_flags;
	allowed = set->allowed;
	local_bh_enable();
	return allowed;
}
