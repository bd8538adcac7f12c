// SPDX-License-Identifier: GPL-2.0-only
#include "conn/conn.h"
#include "paths/paths.h"
#include "paths/reorder_flow.h"
#include "paths/sched_config.h"
#include "paths/spread.h"

#include <linux/capability.h>
#include <linux/proc_fs.h>
#include <linux/rculist.h>
#include <linux/seq_file.h>
#include <linux/seq_file_net.h>

static int paths_show(struct seq_file *seq, void *v)
{
	struct preserve_paths *pp = preserve_paths(seq_file_single_net(seq));
	struct preserve_group *group;

	seq_puts(seq, "group mode dev weight effective state packets bytes rtt_us rate_kbps probes lost failures\n");
	mutex_lock(&pp->sched.lock);
	list_for_each_entry(group, &pp->sched.groups, node)
		preserve_group_show(seq, group);
	mutex_unlock(&pp->sched.lock);
	return 0;
}

static int paths_write(struct file *file, char *text, size_t size)
{
	struct net *net = seq_file_single_net(file->private_data);

	/*
	 * Not the writer: whoever opens a file and has a privileged program
	 * write to it gains nothing, and what was opened may be handed on.
	 */
	if (!file_ns_capable(file, net->user_ns, CAP_NET_ADMIN))
		return -EPERM;
	/* Nothing may stand hidden behind the end. */
	if (strlen(text) != size)
		return -EINVAL;
	return preserve_group_configure(preserve_paths(net), text);
}

static struct list_head *spreads_of(struct seq_file *seq)
{
	return &preserve_paths(seq_file_net(seq))->spreads.list;
}

static void *spread_start(struct seq_file *seq, loff_t *pos)
	__acquires(RCU)
{
	rcu_read_lock();
	return seq_list_start_head_rcu(spreads_of(seq), *pos);
}

static void *spread_next(struct seq_file *seq, void *v, loff_t *pos)
{
	return seq_list_next_rcu(v, spreads_of(seq), pos);
}

static void spread_stop(struct seq_file *seq, void *v)
	__releases(RCU)
{
	rcu_read_unlock();
}

static int spread_show(struct seq_file *seq, void *v)
{
	if (v == spreads_of(seq))
		seq_puts(seq, "id local lport remote rport mode effective state packets bytes rtt_us rate_kbps probes lost failures\n");
	else
		preserve_spread_show(seq, list_entry(v, struct preserve_spread,
						     node));
	return 0;
}

static const struct seq_operations spread_ops = {
	.start = spread_start,
	.next = spread_next,
	.stop = spread_stop,
	.show = spread_show,
};

static int reorder_show(struct seq_file *seq, void *v)
{
	struct preserve_paths *pp = preserve_paths(seq_file_single_net(seq));
	struct preserve_flow *flow;

	seq_puts(seq, "local lport remote rport paths held held_bytes max_held timeout_us packets reordered gaps_lost timeouts\n");
	rcu_read_lock();
	list_for_each_entry_rcu(flow, &pp->reorder.flows.list, list)
		preserve_flow_show(seq, flow);
	rcu_read_unlock();
	return 0;
}

int preserve_paths_proc_register(struct preserve_paths *pp)
{
	struct proc_dir_entry *dir = pp->pn->proc;

	if (proc_create_net_single_write("paths", 0644, dir, paths_show,
					 paths_write, NULL) &&
	    proc_create_net("spread", 0444, dir, &spread_ops,
			    sizeof(struct seq_net_private)) &&
	    proc_create_net_single("reorder", 0444, dir, reorder_show, NULL))
		return 0;
	preserve_paths_proc_unregister(pp);
	return -ENOMEM;
}

void preserve_paths_proc_unregister(struct preserve_paths *pp)
{
	remove_proc_subtree("paths", pp->pn->proc);
	remove_proc_subtree("spread", pp->pn->proc);
	remove_proc_subtree("reorder", pp->pn->proc);
}
