// SPDX-License-Identifier: GPL-2.0-only
/*
 * A namespace is created idle: no hook is registered in it, so that it costs
 * nothing until its switch is turned on.
 */
#include "conn/conn.h"
#include "conn/net.h"
#include "netns.h"
#include "survive/budget.h"
#include "survive/input.h"
#include "survive/notify.h"
#include "survive/output.h"

#include <linux/netfilter.h>
#include <linux/netfilter_ipv6.h>

#define COLLECT_INTERVAL HZ

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
		/* Before the scheduler and the reorder buffer. */
		.priority = NF_IP6_PRI_LAST - 2,
	},
};

void preserve_netns_collect(struct work_struct *work)
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
	pn->strangers = preserve_strangers_alloc();
	if (!pn->strangers)
		return -ENOMEM;
	err = preserve_conn_start(pn);
	if (err)
		goto err_strangers;
	err = preserve_notify_start(pn);
	if (err)
		goto err_conn;
	err = nf_register_net_hooks(pn->net, pn->hooks, PRESERVE_HOOKS);
	if (err)
		goto err_notify;
	WRITE_ONCE(pn->running, true);
	schedule_delayed_work(&pn->gc, COLLECT_INTERVAL);
	return 0;

err_notify:
	preserve_notify_stop(pn);
err_conn:
	preserve_conn_stop(pn);
err_strangers:
	preserve_strangers_free(pn->strangers);
	return err;
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
 *    scheduler) wakes them: preserve_conn_stop() lets all connections die, and
 *    waits for those who saw one alive, and then for the workers, before the
 *    queue goes. No new one can come.
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
	preserve_conn_stop(pn);
	preserve_strangers_free(pn->strangers);
	preserve_blackhole_flush(&pn->blackholes);
}
