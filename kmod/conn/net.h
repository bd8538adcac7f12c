/* SPDX-License-Identifier: GPL-2.0-only */
/* What the module keeps per network namespace; see netns.h for its life. */
#ifndef PRESERVE_NET_H
#define PRESERVE_NET_H

#include "conn/blackhole.h"
#include "conn/changes.h"
#include "conn/mib.h"
#include "conn/settings.h"
#include "conn/table.h"

#include <linux/mutex.h>
#include <linux/netfilter.h>
#include <linux/notifier.h>
#include <linux/ratelimit.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#define PRESERVE_HOOKS 2

struct preserve_announce;
struct preserve_paths_ops;
struct preserve_plain;
struct preserve_prefer;
struct preserve_strangers;
struct preserve_tenant;
struct proc_dir_entry;

struct preserve_net {
	struct net *net;
	struct preserve_settings ctl;
	const struct preserve_settings *caps; /* the initial namespace's */
	struct preserve_settings_dir ctl_dir;
	struct proc_dir_entry *proc;
	struct mutex cfg;		/* serialises start and stop */
	bool running;			/* under cfg: hooks are registered */
	struct preserve_mib __percpu *mib;
	struct preserve_tenant *tenant;	/* who pays; see account.h */
	struct preserve_conn_table table;
	struct preserve_blackholes blackholes;
	struct ratelimit_state fallbacks_told; /* see conn_report.c */
	struct preserve_strangers *strangers; /* while running; survive/budget.h */
	/* Changed under cfg, NULL: as it is by default; survive/announce.c. */
	struct preserve_announce __rcu *announce;
	struct preserve_plain __rcu *plain; /* the same; survive/plain.c */
	struct preserve_prefer __rcu *prefer; /* the same; survive/prefer.c */
	atomic_t offer_version;	/* changes with what survive/addrs.c collects */
	struct delayed_work gc;
	struct delayed_work scan;
	struct preserve_changes changes; /* that it is to look at */
	struct notifier_block fib;
	struct nf_hook_ops hooks[PRESERVE_HOOKS];
	/* Changed under table.lock; NULL: nobody spreads connections here. */
	const struct preserve_paths_ops __rcu *paths;
};

/* Set by main.c, which registers the namespaces. */
extern unsigned int preserve_net_id;

static inline struct preserve_net *preserve_netns(const struct net *net)
{
	return net_generic(net, preserve_net_id);
}

static inline void preserve_count(struct preserve_net *pn,
				  enum preserve_mib_item item)
{
	preserve_mib_inc(pn->mib, item);
}

#endif /* PRESERVE_NET_H */
