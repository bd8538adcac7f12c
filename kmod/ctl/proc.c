// SPDX-License-Identifier: GPL-2.0-only
#include "netns.h"
#include "ctl/proc.h"

#include <linux/proc_fs.h>
#include <linux/rculist.h>
#include <linux/seq_file.h>
#include <linux/seq_file_net.h>

static struct preserve_net *netns_of(struct seq_file *seq)
{
	return preserve_netns(seq_file_net(seq));
}

static void *conns_start(struct seq_file *seq, loff_t *pos)
	__acquires(RCU)
{
	rcu_read_lock();
	return seq_list_start_head_rcu(&netns_of(seq)->table.conns, *pos);
}

static void *conns_next(struct seq_file *seq, void *v, loff_t *pos)
{
	return seq_list_next_rcu(v, &netns_of(seq)->table.conns, pos);
}

static void conns_stop(struct seq_file *seq, void *v)
	__releases(RCU)
{
	rcu_read_unlock();
}

static int connections_show(struct seq_file *seq, void *v)
{
	if (v == &netns_of(seq)->table.conns)
		seq_puts(seq, "id role state local lport remote rport cur_local cur_remote pairs migrations followed cause since_ms\n");
	else
		preserve_conn_show(seq, list_entry(v, struct preserve_conn,
						   node));
	return 0;
}

static int aliases_show(struct seq_file *seq, void *v)
{
	if (v == &netns_of(seq)->table.conns)
		seq_puts(seq, "id local lport remote rport current usable alive_ms\n");
	else
		preserve_conn_show_aliases(seq, list_entry(v,
							   struct preserve_conn,
							   node));
	return 0;
}

static int spread_show(struct seq_file *seq, void *v)
{
	if (v == &netns_of(seq)->table.conns)
		seq_puts(seq, "id local lport remote rport mode effective state packets bytes rtt_us rate_kbps probes lost failures\n");
	else
		preserve_spread_show(seq, list_entry(v, struct preserve_conn,
						     node));
	return 0;
}

static const struct seq_operations connections_ops = {
	.start = conns_start,
	.next = conns_next,
	.stop = conns_stop,
	.show = connections_show,
};

static const struct seq_operations aliases_ops = {
	.start = conns_start,
	.next = conns_next,
	.stop = conns_stop,
	.show = aliases_show,
};

static const struct seq_operations spread_ops = {
	.start = conns_start,
	.next = conns_next,
	.stop = conns_stop,
	.show = spread_show,
};

static int stats_show(struct seq_file *seq, void *v)
{
	preserve_mib_show(seq, preserve_netns(seq_file_single_net(seq))->mib);
	return 0;
}

static int blackholes_show(struct seq_file *seq, void *v)
{
	struct preserve_net *pn = preserve_netns(seq_file_single_net(seq));

	preserve_blackhole_show(seq, &pn->blackholes);
	return 0;
}

static int paths_show(struct seq_file *seq, void *v)
{
	struct preserve_net *pn = preserve_netns(seq_file_single_net(seq));
	struct preserve_group *group;

	seq_puts(seq, "group mode dev weight effective state packets bytes rtt_us rate_kbps probes lost failures\n");
	mutex_lock(&pn->sched.lock);
	list_for_each_entry(group, &pn->sched.groups, node)
		preserve_group_show(seq, group);
	mutex_unlock(&pn->sched.lock);
	return 0;
}

static int paths_write(struct file *file, char *text, size_t size)
{
	struct preserve_net *pn =
		preserve_netns(seq_file_single_net(file->private_data));

	/* Nothing may stand hidden behind the end. */
	if (strlen(text) != size)
		return -EINVAL;
	return preserve_group_configure(pn, text);
}

static int reorder_show(struct seq_file *seq, void *v)
{
	struct preserve_net *pn = preserve_netns(seq_file_single_net(seq));
	struct preserve_flow *flow;

	seq_puts(seq, "local lport remote rport paths held held_bytes max_held timeout_us packets reordered gaps_lost timeouts\n");
	rcu_read_lock();
	list_for_each_entry_rcu(flow, &pn->reorder.flows.list, list)
		preserve_flow_show(seq, flow);
	rcu_read_unlock();
	return 0;
}

int preserve_proc_register(struct preserve_net *pn)
{
	struct net *net = pn->net;
	struct proc_dir_entry *dir;

	dir = proc_net_mkdir(net, "preserve", net->proc_net);
	if (!dir)
		return -ENOMEM;
	if (proc_create_net("connections", 0444, dir, &connections_ops,
			    sizeof(struct seq_net_private)) &&
	    proc_create_net("aliases", 0444, dir, &aliases_ops,
			    sizeof(struct seq_net_private)) &&
	    proc_create_net("spread", 0444, dir, &spread_ops,
			    sizeof(struct seq_net_private)) &&
	    proc_create_net_single("blackholes", 0444, dir, blackholes_show,
				   NULL) &&
	    proc_create_net_single_write("paths", 0644, dir, paths_show,
					 paths_write, NULL) &&
	    proc_create_net_single("reorder", 0444, dir, reorder_show, NULL) &&
	    proc_create_net_single("stats", 0444, dir, stats_show, NULL))
		return 0;
	preserve_proc_unregister(pn);
	return -ENOMEM;
}

void preserve_proc_unregister(struct preserve_net *pn)
{
	remove_proc_subtree("preserve", pn->net->proc_net);
}
