// SPDX-License-Identifier: GPL-2.0-only
#include "paths/paths.h"
#include "paths/reorder.h"
#include "paths/sched.h"
#include "paths/sched_group.h"

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

static int apply_scheduler(void *owner, unsigned int *own, unsigned int value)
{
	if (value)
		return preserve_sched_start(owner);
	preserve_sched_stop(owner);
	return 0;
}

static int apply_reorder(void *owner, unsigned int *own, unsigned int value)
{
	if (value)
		return preserve_reorder_start(owner);
	preserve_reorder_stop(owner);
	return 0;
}

#define SCHEDULER_SETTING(name, ...)					\
	PRESERVE_SETTING(#name, struct preserve_paths_settings,		\
			 scheduler_##name, __VA_ARGS__)
#define REORDER_SETTING(name, ...)					\
	PRESERVE_SETTING(#name, struct preserve_paths_settings,		\
			 reorder_##name, __VA_ARGS__)

static const struct preserve_setting scheduler_template[] = {
	SCHEDULER_SETTING(enabled, 0, 1, .apply = apply_scheduler),
	SCHEDULER_SETTING(segment, 0, 1),
	SCHEDULER_SETTING(probe_interval_ms, 0, 60000),
	SCHEDULER_SETTING(pairs, 0, 1),
	SCHEDULER_SETTING(pairs_mode, 0, PRESERVE_MODE_MAX - 1),
	SCHEDULER_SETTING(pairs_max, 0, 1048576, .capped = true),
};

static const struct preserve_setting reorder_template[] = {
	REORDER_SETTING(enabled, 0, 1, .apply = apply_reorder),
	REORDER_SETTING(max_packets, 1, 65536, .capped = true),
	REORDER_SETTING(max_bytes, 1500, 268435456, .capped = true),
	REORDER_SETTING(timeout_ms, 1, 10000),
	REORDER_SETTING(max_flows, 0, 1048576, .capped = true),
};

int preserve_paths_ctl_register(struct preserve_paths *pp)
{
	const struct preserve_settings_dir dir = {
		.net = pp->net,
		.lock = &pp->cfg,
		.values = &pp->ctl,
		.caps = pp->caps,
		.owner = pp,
	};
	int err;

	pp->ctl = defaults;
	pp->ctl_dirs[0] = dir;
	pp->ctl_dirs[1] = dir;
	err = preserve_settings_register(&pp->ctl_dirs[0],
					 "net/preserve/scheduler",
					 scheduler_template,
					 ARRAY_SIZE(scheduler_template));
	if (err)
		return err;
	err = preserve_settings_register(&pp->ctl_dirs[1],
					 "net/preserve/reorder",
					 reorder_template,
					 ARRAY_SIZE(reorder_template));
	if (err)
		preserve_settings_unregister(&pp->ctl_dirs[0]);
	return err;
}

void preserve_paths_ctl_unregister(struct preserve_paths *pp)
{
	preserve_settings_unregister(&pp->ctl_dirs[1]);
	preserve_settings_unregister(&pp->ctl_dirs[0]);
}
