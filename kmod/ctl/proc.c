// SPDX-License-Identifier: GPL-2.0-only
#include "conn/conn.h"
#include "conn/net.h"
#include "ctl/ctl.h"

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
		seq_puts(seq, "id role state local lport remote rport cur_local cur_remote pairs migrations followed cause since_ms told\n");
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

int preserve_proc_register(struct preserve_net *pn)
{
	struct net *net = pn->net;
	struct proc_dir_entry *dir;

	dir = proc_net_mkdir(net, "preserve", net->proc_net);
	if (!dir)
		return -ENOMEM;
	pn->proc = dir;
	if (proc_create_net("connections", 0444, dir, &connections_ops,
			    sizeof(struct seq_net_private)) &&
	    proc_create_net("aliases", 0444, dir, &aliases_ops,
			    sizeof(struct seq_net_private)) &&
	    proc_create_net_single("blackholes", 0444, dir, blackholes_show,
				   NULL) &&
	    proc_create_net_single("stats", 0444, dir, stats_show, NULL))
		return 0;
	preserve_proc_unregister(pn);
	return -ENOMEM;
}

void preserve_proc_unregister(struct preserve_net *pn)
{
	remove_proc_subtree("preserve", pn->net->proc_net);
}
