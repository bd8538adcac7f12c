// SPDX-License-Identifier: GPL-2.0-only
/*
 * PreserveStack: TCP connections over IPv6 that survive the loss of a link or
 * an address. See docs/architecture.md for the way of a segment.
 */
#include "conn/account.h"
#include "conn/conn.h"
#include "conn/net.h"
#include "conn/optout.h"
#include "ctl/ctl.h"
#include "netns.h"
#include "survive/announce.h"
#include "survive/notify.h"
#include "survive/plain.h"
#include "survive/prefer.h"
#include "survive/worker.h"

#include <linux/module.h>

unsigned int preserve_net_id __read_mostly;
EXPORT_SYMBOL_GPL(preserve_net_id);

static int __net_init netns_init(struct net *net)
{
	struct preserve_net *pn = preserve_netns(net);
	int err = -ENOMEM;

	pn->net = net;
	pn->caps = &preserve_netns(&init_net)->ctl;
	mutex_init(&pn->cfg);
	INIT_DELAYED_WORK(&pn->gc, preserve_netns_collect);
	INIT_DELAYED_WORK(&pn->scan, preserve_notify_scan);
	preserve_changes_init(&pn->changes);
	preserve_conn_report_start(pn);
	pn->tenant = preserve_tenant_get(net);
	if (IS_ERR(pn->tenant))
		return PTR_ERR(pn->tenant);
	preserve_blackhole_init(&pn->blackholes, pn->tenant);
	pn->mib = alloc_percpu_gfp(struct preserve_mib, GFP_KERNEL_ACCOUNT);
	if (!pn->mib)
		goto err_tenant;
	err = preserve_conn_table_init(&pn->table);
	if (err)
		goto err_mib;
	err = preserve_proc_register(pn);
	if (err)
		goto err_table;
	err = preserve_ctl_register(pn);
	if (err)
		goto err_proc;
	return 0;

err_proc:
	preserve_proc_unregister(pn);
err_table:
	preserve_conn_table_destroy(&pn->table);
err_mib:
	free_percpu(pn->mib);
err_tenant:
	preserve_tenant_put(pn->tenant);
	return err;
}

static void __net_exit netns_exit(struct net *net)
{
	struct preserve_net *pn = preserve_netns(net);

	/* First the switch, so that nobody turns it on again. */
	preserve_ctl_unregister(pn);
	mutex_lock(&pn->cfg);
	preserve_netns_stop(pn);
	mutex_unlock(&pn->cfg);
	preserve_proc_unregister(pn);
	preserve_conn_table_destroy(&pn->table);
	preserve_announce_free(pn);
	preserve_plain_free(pn);
	preserve_prefer_free(pn);
	preserve_optout_flush(pn);
	free_percpu(pn->mib);
	preserve_tenant_put(pn->tenant);
}

static struct pernet_operations netns_ops = {
	.init = netns_init,
	.exit = netns_exit,
	.id = &preserve_net_id,
	.size = sizeof(struct preserve_net),
};

static int __init preserve_init(void)
{
	int err;

	err = preserve_account_init();
	if (err)
		return err;
	err = preserve_conn_init(preserve_work);
	if (err)
		goto err_account;
	err = preserve_conn_report_init();
	if (err)
		goto err_conn;
	err = register_pernet_subsys(&netns_ops);
	if (err)
		goto err_report;
	err = preserve_notify_init();
	if (err)
		goto err_netns;
	/* The last: from then on programs call. */
	err = preserve_sockopt_init();
	if (err)
		goto err_notify;
	return 0;

err_notify:
	preserve_notify_exit();
err_netns:
	unregister_pernet_subsys(&netns_ops);
err_report:
	preserve_conn_report_exit();
err_conn:
	preserve_conn_exit();
err_account:
	preserve_account_exit();
	return err;
}

static void __exit preserve_exit(void)
{
	preserve_sockopt_exit();
	preserve_notify_exit();
	unregister_pernet_subsys(&netns_ops);
	preserve_optout_exit();
	preserve_conn_report_exit();
	preserve_conn_exit();
	preserve_account_exit();
}

module_init(preserve_init);
module_exit(preserve_exit);

MODULE_DESCRIPTION("TCP connections that survive the loss of a link or an address");
MODULE_AUTHOR("The PreserveStack developers");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1.0");
