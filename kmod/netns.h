/* SPDX-License-Identifier: GPL-2.0-only */
/* What the module keeps per network namespace. */
#ifndef PRESERVE_NETNS_H
#define PRESERVE_NETNS_H

#include "survive/blackhole.h"
#include "conn/conn.h"
#include "ctl/ctl.h"
#include "conn/mib.h"
#include "paths/reorder.h"
#include "paths/sched.h"
#include "paths/spread.h"

#include <linux/mutex.h>
#include <linux/netfilter.h>
#include <linux/notifier.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>

#define PRESERVE_HOOKS 2

struct preserve_net {
	struct net *net;
	struct preserve_ctl ctl;
	struct preserve_ctl_directory ctl_dirs[PRESERVE_CTL_DIRECTORIES];
	struct mutex cfg;		/* serialises start and stop */
	bool running;			/* under cfg: hooks are registered */
	struct preserve_mib __percpu *mib;
	struct preserve_conn_table table;
	struct preserve_blackholes blackholes;
	struct delayed_work gc;
	struct delayed_work scan;
	struct notifier_block fib;
	struct nf_hook_ops hooks[PRESERVE_HOOKS];
	struct preserve_reorder reorder;
	struct preserve_sched sched;
	struct preserve_spreads spreads;
};

struct preserve_net *preserve_netns(const struct net *net);

/* Register or remove the hooks; the caller holds cfg. */
int preserve_netns_start(struct preserve_net *pn);
void preserve_netns_stop(struct preserve_net *pn);

int preserve_netns_init(void);
void preserve_netns_exit(void);

static inline void preserve_count(struct preserve_net *pn,
				  enum preserve_mib_item item)
{
	preserve_mib_inc(pn->mib, item);
}

#endif /* PRESERVE_NETNS_H */
