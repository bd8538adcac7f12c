/* SPDX-License-Identifier: GPL-2.0-only */
/* What the scheduler and the reorder buffer keep per network namespace. */
#ifndef PRESERVE_PATHS_H
#define PRESERVE_PATHS_H

#include "conn/net.h"
#include "conn/settings.h"

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/netfilter.h>
#include <linux/rhashtable.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include <net/netns/generic.h>

#define PRESERVE_PATHS_DIRECTORIES 2
#define PRESERVE_REORDER_HOOKS 2
#define PRESERVE_SCHED_HOOKS 4

struct preserve_paths_settings {
	/* scheduler/ */
	unsigned int scheduler_enabled;
	unsigned int scheduler_segment;
	unsigned int scheduler_probe_interval_ms;
	unsigned int scheduler_pairs;
	unsigned int scheduler_pairs_mode;
	unsigned int scheduler_pairs_max;

	/* reorder/ */
	unsigned int reorder_enabled;
	unsigned int reorder_max_packets;
	unsigned int reorder_max_bytes;
	unsigned int reorder_timeout_ms;
	unsigned int reorder_max_flows;
};

/* See sched.h. */
struct preserve_sched {
	bool running;			/* under cfg: hooks are registered */
	struct mutex lock;		/* the configuration */
	struct list_head groups;	/* under lock; readers of /proc take it */
	struct preserve_sched_map __rcu *map;
	u32 probe_key;			/* tells our probes from others */
	atomic_t probe_seq;
	struct delayed_work work;
	struct nf_hook_ops hooks[PRESERVE_SCHED_HOOKS];
};

/* See spread.h. Changed under table.lock of the namespace. */
struct preserve_spreads {
	struct list_head list;		/* read under RCU */
	unsigned int count;		/* read without a lock */
};

/* See reorder_flow.h. */
struct preserve_flow_table {
	struct rhashtable socks;
	spinlock_t lock;	/* list and count */
	struct list_head list;
	unsigned int count;
};

/* See reorder.h. */
struct preserve_reorder {
	bool running;			/* under cfg: hooks are registered */
	struct preserve_flow_table flows;
	struct delayed_work gc;
	struct nf_hook_ops hooks[PRESERVE_REORDER_HOOKS];
};

struct preserve_paths {
	struct net *net;
	struct preserve_net *pn;	/* what the module below keeps */
	struct preserve_paths_settings ctl;
	const struct preserve_paths_settings *caps; /* the initial namespace's */
	struct preserve_settings_dir ctl_dirs[PRESERVE_PATHS_DIRECTORIES];
	struct mutex cfg;		/* serialises start and stop */
	struct preserve_sched sched;
	struct preserve_spreads spreads;
	struct preserve_reorder reorder;
};

extern unsigned int preserve_paths_id;

static inline struct preserve_paths *preserve_paths(const struct net *net)
{
	return net_generic(net, preserve_paths_id);
}

/* ctl.c: /proc/sys/net/preserve/scheduler/ and reorder/; see docs/sysctl.md. */
int preserve_paths_ctl_register(struct preserve_paths *pp);
void preserve_paths_ctl_unregister(struct preserve_paths *pp);

/* proc.c: /proc/net/preserve/: paths, spread, reorder. */
int preserve_paths_proc_register(struct preserve_paths *pp);
void preserve_paths_proc_unregister(struct preserve_paths *pp);

static inline void preserve_paths_count(const struct preserve_paths *pp,
					enum preserve_mib_item item)
{
	preserve_count(pp->pn, item);
}

#endif /* PRESERVE_PATHS_H */
