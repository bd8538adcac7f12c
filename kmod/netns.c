// SPDX-License-Identifier: GPL-2.0-only
/*
 * A namespace is created idle: no hook is registered in it, so that it costs
 * nothing until its switch is turned on.
 */
#include "survive/input.h"
#include "netns.h"
#include "survive/notify.h"
#include "survive/output.h"
#include "ctl/proc.h"

#include <linux/netfilter.h>
#include <linux/netfilter_ipv6.h>
#include <linux/slab.h>
#include <net/netns/generic.h>

#define COLLECT_INTERVAL HZ

static unsigned int netns_id __read_mostly;

struct preserve_net *preserve_netns(const struct net *net)
{
	return net_generic(net, netns_id);
}

static const struct nf_hook_ops hook_template[PRESERVE_HOOKS] = {
	{
		.hook = preserve_output,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_OUT,
		/* Before the scheduler, which may cut and send it. */
		.priority = NF_IP6_PRI_LAST - 1,
	},
	{
		.hook = preserve_input,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_IN,
		.priority = NF_IP6_PRI_LAST - 1,
	},
};

static void collect(struct work_struct *work)
{
	struct preserve_net *pn = container_of(to_delayed_work(work),
					       struct preserve_net, gc);

	preserve_conn_collect(pn);
	schedule_delayed_work(&pn->gc, COLLECT_INTERVAL);
}

int preserve_netns_start(struct preserve_net *pn)
{
	unsigned int i;
	int err;

	lockdep_assert_held(&pn->cfg);
	memcpy(pn->hooks, hook_template, sizeof(pn->hooks));
	for (i = 0; i < PRESERVE_HOOKS; i++)
		pn->hooks[i].priv = pn;
	err = preserve_notify_start(pn);
	if (err)
		return err;
	err = nf_register_net_hooks(pn->net, pn->hooks, PRESERVE_HOOKS);
	if (err) {
		preserve_notify_stop(pn);
		return err;
	}
	WRITE_ONCE(pn->running, true);
	schedule_delayed_work(&pn->gc, COLLECT_INTERVAL);
	return 0;
}

/*
 * Nothing of ours runs when this returns. The order is that of who starts whom:
 *  - hooks make connections and wake their workers: gone, and those inside have
 *    left, after synchronize_net();
 *  - notifiers queue the scan if they see running, in an RCU read-side section:
 *    whoever saw it has queued by then as well;
 *  - the scan wakes workers: cancelled, and nobody is left to queue it;
 *  - the collector queues only itself, which cancelling it prevents;
 *  - workers queue themselves, and what is above or has hooks of its own (the
 *    scheduler) wakes them: preserve_conn_flush() lets all connections die, and
 *    waits for those who saw one alive before it cancels. No new one can come.
 */
void preserve_netns_stop(struct preserve_net *pn)
{
	lockdep_assert_held(&pn->cfg);
	if (!pn->running)
		return;
	WRITE_ONCE(pn->running, false);
	nf_unregister_net_hooks(pn->net, pn->hooks, PRESERVE_HOOKS);
	synchronize_net();
	preserve_notify_stop(pn);
	cancel_delayed_work_sync(&pn->gc);
	preserve_conn_flush(pn);
	preserve_blackhole_flush(&pn->blackholes);
}

static int __net_init netns_init(struct net *net)
{
	struct preserve_net *pn = preserve_netns(net);
	int err = -ENOMEM;

	pn->net = net;
	mutex_init(&pn->cfg);
	INIT_DELAYED_WORK(&pn->gc, collect);
	INIT_DELAYED_WORK(&pn->scan, preserve_notify_scan);
	preserve_blackhole_init(&pn->blackholes);
	pn->mib = alloc_percpu(struct preserve_mib);
	if (!pn->mib)
		return err;
	err = preserve_conn_table_init(&pn->table);
	if (err)
		goto err_mib;
	preserve_sched_init(pn);
	preserve_spread_init(pn);
	err = preserve_reorder_init(pn);
	if (err)
		goto err_table;
	err = preserve_proc_register(pn);
	if (err)
		goto err_reorder;
	err = preserve_ctl_register(pn);
	if (err)
		goto err_proc;
	return 0;

err_proc:
	preserve_proc_unregister(pn);
err_reorder:
	preserve_reorder_exit(pn);
err_table:
	preserve_conn_table_destroy(&pn->table);
err_mib:
	free_percpu(pn->mib);
	return err;
}

static void __net_exit netns_exit(struct net *net)
{
	struct preserve_net *pn = preserve_netns(net);

	/* First the switch, so that nobody turns it on again. */
	preserve_ctl_unregister(pn);
	mutex_lock(&pn->cfg);
	preserve_netns_stop(pn);
	preserve_sched_stop(pn);
	preserve_reorder_stop(pn);
	mutex_unlock(&pn->cfg);
	preserve_proc_unregister(pn);
	preserve_sched_exit(pn);
	preserve_reorder_exit(pn);
	preserve_conn_table_destroy(&pn->table);
	free_percpu(pn->mib);
}

static struct pernet_operations netns_ops = {
	.init = netns_init,
	.exit = netns_exit,
	.id = &netns_id,
	.size = sizeof(struct preserve_net),
};

int preserve_netns_init(void)
{
	return register_pernet_subsys(&netns_ops);
}

void preserve_netns_exit(void)
{
	unregister_pernet_subsys(&netns_ops);
}
