// SPDX-License-Identifier: GPL-2.0-only
/*
 * preserve_paths.ko: the scheduler, the reorder buffer, and pairs as paths, over
 * what preserve.ko exports and tells (conn/paths_ops.h). When it goes, connections
 * that are spread go on over their current pair.
 */
#include "paths/paths.h"
#include "paths/reorder.h"
#include "paths/sched.h"
#include "paths/sched_config.h"
#include "paths/spread.h"

#include <linux/module.h>
#include <linux/netdevice.h>

unsigned int preserve_paths_id __read_mostly;

static int __net_init netns_init(struct net *net)
{
	struct preserve_paths *pp = preserve_paths(net);
	int err;

	pp->net = net;
	pp->caps = &preserve_paths(&init_net)->ctl;
	pp->pn = preserve_netns(net);
	mutex_init(&pp->cfg);
	preserve_sched_init(pp);
	err = preserve_reorder_init(pp);
	if (err)
		return err;
	err = preserve_paths_proc_register(pp);
	if (err)
		goto err_reorder;
	err = preserve_paths_ctl_register(pp);
	if (err)
		goto err_proc;
	preserve_spread_open(pp);
	return 0;

err_proc:
	preserve_paths_proc_unregister(pp);
err_reorder:
	preserve_reorder_exit(pp);
	return err;
}

/* Who calls us from below is done when exit is called: a grace period later. */
static void __net_exit netns_pre_exit(struct net *net)
{
	preserve_spread_close(preserve_paths(net));
}

static void __net_exit netns_exit(struct net *net)
{
	struct preserve_paths *pp = preserve_paths(net);

	/* First the switches, so that nobody turns them on again. */
	preserve_paths_ctl_unregister(pp);
	mutex_lock(&pp->cfg);
	preserve_sched_stop(pp);
	preserve_reorder_stop(pp);
	mutex_unlock(&pp->cfg);
	preserve_paths_proc_unregister(pp);
	preserve_group_clear(pp);
	preserve_reorder_exit(pp);
}

/* Routes are released by RCU callbacks, and count in the namespace they are of. */
static void __net_exit netns_exit_batch(struct list_head *nets)
{
	rcu_barrier();
}

static struct pernet_operations netns_ops = {
	.init = netns_init,
	.pre_exit = netns_pre_exit,
	.exit = netns_exit,
	.exit_batch = netns_exit_batch,
	.id = &preserve_paths_id,
	.size = sizeof(struct preserve_paths),
};

static int on_netdevice(struct notifier_block *nb, unsigned long event,
			void *ptr)
{
	const struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct preserve_paths *pp = preserve_paths(dev_net(dev));

	switch (event) {
	case NETDEV_UNREGISTER:
		preserve_reorder_purge(pp, dev);
		fallthrough;
	case NETDEV_REGISTER:
	case NETDEV_CHANGENAME:
		preserve_group_device(pp, event, dev);
	}
	return NOTIFY_DONE;
}

static struct notifier_block netdevice_nb = { .notifier_call = on_netdevice };

static int __init preserve_paths_init(void)
{
	int err = register_pernet_subsys(&netns_ops);

	if (err)
		return err;
	err = register_netdevice_notifier(&netdevice_nb);
	if (err)
		unregister_pernet_subsys(&netns_ops);
	return err;
}

static void __exit preserve_paths_exit(void)
{
	unregister_netdevice_notifier(&netdevice_nb);
	unregister_pernet_subsys(&netns_ops);
	/* Spreads are freed by RCU callbacks that live in this module. */
	rcu_barrier();
}

module_init(preserve_paths_init);
module_exit(preserve_paths_exit);

MODULE_DESCRIPTION("TCP connections over several paths at once");
MODULE_AUTHOR("The PreserveStack developers");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1.0");
