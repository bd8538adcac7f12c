/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What /proc/net/preserve/paths is to say: a transaction is tried on it, so that
 * it changes everything or nothing.
 */
#ifndef PRESERVE_SCHED_PLAN_H
#define PRESERVE_SCHED_PLAN_H

#include "paths/sched_group.h"

#include <linux/if.h>

struct net;

struct preserve_plan {
	unsigned int n_groups;
	struct preserve_plan_group {
		char name[PRESERVE_GROUP_NAME];
		enum preserve_mode mode;
		unsigned int n_paths;
		struct preserve_plan_path {
			char name[IFNAMSIZ];
			unsigned int weight;
		} path[PRESERVE_MAX_PATHS];
	} group[PRESERVE_MAX_GROUPS];
};

/*
 * Change @plan by the lines of @text, which is changed too; see
 * docs/multipath.md. The caller holds rtnl. 0, or -EINVAL, -ENODEV, -EEXIST,
 * -ENOENT, -ENOSPC.
 */
int preserve_plan_apply(struct preserve_plan *plan, struct net *net,
			char *text);

#endif /* PRESERVE_SCHED_PLAN_H */
