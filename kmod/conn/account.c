// SPDX-License-Identifier: GPL-2.0-only
#include "conn/account.h"

#include <linux/err.h>
#include <linux/export.h>
#include <linux/list.h>
#include <linux/memcontrol.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/percpu_counter.h>
#include <linux/slab.h>
#include <linux/user_namespace.h>
#include <net/net_namespace.h>
#include <net/sock.h>

/*
 * Whose namespaces have one account: those of a user; or, as what root makes is
 * for others, those of a container, which has the outermost user namespace. Of
 * neither is what root made without one, each for itself.
 */
struct payer {
	kuid_t user;		/* or invalid */
	const struct user_namespace *container; /* or NULL; not held, see below */
};

struct preserve_tenant {
	struct list_head node;	/* under lock */
	unsigned int namespaces; /* under lock */
	struct payer payer;
	bool shares;		/* all but the initial namespace */
	struct percpu_counter used[PRESERVE_RESOURCES];
};

static DEFINE_MUTEX(lock);
static LIST_HEAD(tenants);

static struct percpu_counter total[PRESERVE_RESOURCES];
/* What those have that share. */
static struct percpu_counter shared[PRESERVE_RESOURCES];

static unsigned long ceilings[PRESERVE_RESOURCES];

module_param_named(max_connections, ceilings[PRESERVE_CONNECTIONS], ulong, 0644);
MODULE_PARM_DESC(max_connections, "Connections of all network namespaces together (default: one for every 32 KiB of memory)");
module_param_named(max_spreads, ceilings[PRESERVE_SPREADS], ulong, 0644);
MODULE_PARM_DESC(max_spreads, "Connections of all network namespaces together that are spread over their pairs (default: one for every 128 KiB of memory)");
module_param_named(max_reorder_bytes, ceilings[PRESERVE_REORDER_BYTES], ulong, 0644);
MODULE_PARM_DESC(max_reorder_bytes, "Bytes in the reorder buffers of all network namespaces together (default: a 64th of the memory)");
module_param_named(max_blackholes, ceilings[PRESERVE_BLACKHOLES], ulong, 0644);
MODULE_PARM_DESC(max_blackholes, "Remembered destinations of all network namespaces together (default: one for every 256 KiB of memory)");
module_param_named(max_optouts, ceilings[PRESERVE_OPTOUTS], ulong, 0644);
MODULE_PARM_DESC(max_optouts, "Sockets of all network namespaces together whose programs want plain TCP (default: one for every 128 KiB of memory)");

/* log2 of the bytes of memory for one. */
static const unsigned int shifts[PRESERVE_RESOURCES] = {
	[PRESERVE_CONNECTIONS] = 15,
	[PRESERVE_SPREADS] = 17,
	[PRESERVE_REORDER_BYTES] = 6,
	[PRESERVE_BLACKHOLES] = 18,
	[PRESERVE_OPTOUTS] = 17,
};

/* What a processor may have taken or given that the others do not see yet. */
static s32 batch_of(enum preserve_resource resource)
{
	return resource == PRESERVE_REORDER_BYTES ? SZ_64K : 1;
}

void preserve_charge(struct preserve_tenant *tenant,
		     enum preserve_resource resource, long amount)
{
	s32 batch = batch_of(resource);

	percpu_counter_add_batch(&total[resource], amount, batch);
	if (!tenant->shares)
		return;
	percpu_counter_add_batch(&shared[resource], amount, batch);
	percpu_counter_add_batch(&tenant->used[resource], amount, batch);
}
EXPORT_SYMBOL_GPL(preserve_charge);

bool preserve_has_room(struct preserve_tenant *tenant,
		       enum preserve_resource resource, long amount)
{
	s64 ceiling = READ_ONCE(ceilings[resource]);

	if (percpu_counter_read_positive(&total[resource]) + amount > ceiling)
		return false;
	/* own + amount <= (ceiling / 2 - what the others have) / 2 */
	return !tenant->shares ||
	       percpu_counter_read_positive(&tenant->used[resource]) +
	       percpu_counter_read_positive(&shared[resource]) +
	       2 * amount <= ceiling / 2;
}
EXPORT_SYMBOL_GPL(preserve_has_room);

bool preserve_take(struct preserve_tenant *tenant,
		   enum preserve_resource resource, long amount)
{
	if (!preserve_has_room(tenant, resource, amount))
		return false;
	preserve_charge(tenant, resource, amount);
	return true;
}
EXPORT_SYMBOL_GPL(preserve_take);

static void destroy_counters(struct percpu_counter *counters, unsigned int n)
{
	while (n--)
		percpu_counter_destroy(&counters[n]);
}

static int init_counters(struct percpu_counter *counters)
{
	unsigned int i;
	int err;

	for (i = 0; i < PRESERVE_RESOURCES; i++) {
		err = percpu_counter_init(&counters[i], 0, GFP_KERNEL_ACCOUNT);
		if (err) {
			destroy_counters(counters, i);
			return err;
		}
	}
	return 0;
}

/*
 * A network namespace holds its user namespace, and that all around it. So a
 * container stands for itself as long as its tenant has one network namespace.
 */
static struct payer payer_of(const struct net *net)
{
	const struct user_namespace *ns = net->user_ns;

	if (ns == &init_user_ns)
		return (struct payer) { .user = INVALID_UID };
	while (ns->parent != &init_user_ns)
		ns = ns->parent;
	if (uid_eq(ns->owner, GLOBAL_ROOT_UID))
		return (struct payer) { .user = INVALID_UID, .container = ns };
	return (struct payer) { .user = ns->owner };
}

static bool has_one_account(const struct payer *a, const struct payer *b)
{
	return uid_valid(a->user) ? uid_eq(a->user, b->user) :
		a->container && a->container == b->container;
}

static struct preserve_tenant *create(const struct net *net,
				      const struct payer *payer)
{
	struct preserve_tenant *tenant;
	int err;

	tenant = kzalloc(sizeof(*tenant), GFP_KERNEL_ACCOUNT);
	if (!tenant)
		return ERR_PTR(-ENOMEM);
	err = init_counters(tenant->used);
	if (err) {
		kfree(tenant);
		return ERR_PTR(err);
	}
	tenant->payer = *payer;
	tenant->shares = net != &init_net;
	list_add(&tenant->node, &tenants);
	return tenant;
}

static struct preserve_tenant *find(const struct payer *payer)
{
	struct preserve_tenant *tenant;

	list_for_each_entry(tenant, &tenants, node)
		if (has_one_account(payer, &tenant->payer))
			return tenant;
	return NULL;
}

struct preserve_tenant *preserve_tenant_get(const struct net *net)
{
	const struct payer payer = payer_of(net);
	struct preserve_tenant *tenant;

	mutex_lock(&lock);
	tenant = find(&payer);
	if (!tenant)
		tenant = create(net, &payer);
	if (!IS_ERR(tenant))
		tenant->namespaces++;
	mutex_unlock(&lock);
	return tenant;
}

void preserve_tenant_put(struct preserve_tenant *tenant)
{
	mutex_lock(&lock);
	if (!--tenant->namespaces) {
		list_del(&tenant->node);
		destroy_counters(tenant->used, PRESERVE_RESOURCES);
		kfree(tenant);
	}
	mutex_unlock(&lock);
}

struct mem_cgroup *preserve_memcg_get(const struct sock *sk)
{
#ifdef CONFIG_MEMCG
	struct mem_cgroup *memcg;

	if (sk && sk->sk_state == TCP_NEW_SYN_RECV)
		sk = inet_reqsk(sk)->rsk_listener;
	if (!sk || !sk_fullsock(sk))
		return NULL;
	memcg = READ_ONCE(sk->sk_memcg);
	if (memcg && css_tryget(&memcg->css))
		return memcg;
#endif
	return NULL;
}
EXPORT_SYMBOL_GPL(preserve_memcg_get);

int preserve_account_init(void)
{
	u64 bytes = (u64)totalram_pages() << PAGE_SHIFT;
	unsigned int i;
	int err;

	for (i = 0; i < PRESERVE_RESOURCES; i++)
		if (!ceilings[i])
			ceilings[i] = bytes >> shifts[i];
	err = init_counters(total);
	if (err)
		return err;
	err = init_counters(shared);
	if (err)
		destroy_counters(total, PRESERVE_RESOURCES);
	return err;
}

void preserve_account_exit(void)
{
	destroy_counters(shared, PRESERVE_RESOURCES);
	destroy_counters(total, PRESERVE_RESOURCES);
}
