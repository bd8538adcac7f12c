// SPDX-License-Identifier: GPL-2.0-only
#include "paths/ctl.h"
#include "paths/paths.h"
#include "paths/reorder.h"
#include "paths/sched.h"
#include "paths/sched_group.h"

#include <linux/sysctl.h>

static const unsigned int probe_interval_ms_max = 60000;
static const unsigned int pairs_mode_max = PRESERVE_MODE_MAX - 1;
static const unsigned int pairs_max_max = 1048576;
static const unsigned int reorder_packets_max = 65536;
static const unsigned int reorder_bytes_min = 1500;
static const unsigned int reorder_bytes_max = 268435456;
static const unsigned int reorder_timeout_ms_max = 10000;
static const unsigned int reorder_flows_max = 1048576;

static const struct preserve_paths_settings defaults = {
	.scheduler_segment = 1,
	.scheduler_probe_interval_ms = 200,
	.scheduler_pairs_mode = PRESERVE_MODE_ADAPTIVE,
	.scheduler_pairs_max = 4096,
	.reorder_max_packets = 1024,
	.reorder_max_bytes = 4194304,
	.reorder_timeout_ms = 1000,
	.reorder_max_flows = 4096,
};

static int start_or_stop(struct preserve_paths *pp, const unsigned int *own,
			 bool on)
{
	int err = 0;

	if (own == &pp->ctl.scheduler_enabled) {
		if (on)
			err = preserve_sched_start(pp);
		else
			preserve_sched_stop(pp);
	} else if (on) {
		err = preserve_reorder_start(pp);
	} else {
		preserve_reorder_stop(pp);
	}
	return err;
}

static int set_enabled(PRESERVE_CTL_TABLE *table, int write, void *buffer,
		       size_t *lenp, loff_t *ppos)
{
	struct preserve_paths *pp = table->extra1;
	unsigned int *own = table->data;
	unsigned int value;
	int err;

	mutex_lock(&pp->cfg);
	value = *own;
	err = preserve_settings_access(&value, SYSCTL_ZERO, SYSCTL_ONE, write,
				       buffer, lenp, ppos);
	if (!err && value != *own) {
		err = start_or_stop(pp, own, value);
		if (!err)
			WRITE_ONCE(*own, value);
	}
	mutex_unlock(&pp->cfg);
	return err;
}

#define ENTRY(name, field, handler, min, max)				\
	PRESERVE_SETTING(#name, struct preserve_paths_settings, field,	\
			 handler, min, max)
#define SCHEDULER_ENTRY(name, min, max)					\
	ENTRY(name, scheduler_##name, proc_douintvec_minmax, min, max)
#define REORDER_ENTRY(name, min, max)					\
	ENTRY(name, reorder_##name, proc_douintvec_minmax, min, max)

/* The handlers of these want the namespace, not bounds, in extra1. */
#define OWN_ENTRY(name, field, handler)					\
	ENTRY(name, field, handler, NULL, NULL)

static const struct ctl_table scheduler_template[] = {
	OWN_ENTRY(enabled, scheduler_enabled, set_enabled),
	SCHEDULER_ENTRY(segment, SYSCTL_ZERO, SYSCTL_ONE),
	SCHEDULER_ENTRY(probe_interval_ms, SYSCTL_ZERO, &probe_interval_ms_max),
	SCHEDULER_ENTRY(pairs, SYSCTL_ZERO, SYSCTL_ONE),
	SCHEDULER_ENTRY(pairs_mode, SYSCTL_ZERO, &pairs_mode_max),
	SCHEDULER_ENTRY(pairs_max, SYSCTL_ZERO, &pairs_max_max),
};

static const struct ctl_table reorder_template[] = {
	OWN_ENTRY(enabled, reorder_enabled, set_enabled),
	REORDER_ENTRY(max_packets, SYSCTL_ONE, &reorder_packets_max),
	REORDER_ENTRY(max_bytes, &reorder_bytes_min, &reorder_bytes_max),
	REORDER_ENTRY(timeout_ms, SYSCTL_ONE, &reorder_timeout_ms_max),
	REORDER_ENTRY(max_flows, SYSCTL_ZERO, &reorder_flows_max),
};

int preserve_paths_ctl_register(struct preserve_paths *pp)
{
	int err;

	pp->ctl = defaults;
	err = preserve_settings_register(pp->net, "net/preserve/scheduler",
					 scheduler_template,
					 ARRAY_SIZE(scheduler_template),
					 &pp->ctl, pp, &pp->ctl_dirs[0]);
	if (err)
		return err;
	err = preserve_settings_register(pp->net, "net/preserve/reorder",
					 reorder_template,
					 ARRAY_SIZE(reorder_template),
					 &pp->ctl, pp, &pp->ctl_dirs[1]);
	if (err)
		preserve_settings_unregister(&pp->ctl_dirs[0]);
	return err;
}

void preserve_paths_ctl_unregister(struct preserve_paths *pp)
{
	preserve_settings_unregister(&pp->ctl_dirs[1]);
	preserve_settings_unregister(&pp->ctl_dirs[0]);
}
