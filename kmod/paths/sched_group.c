// SPDX-License-Identifier: GPL-2.0-only
#include "paths/sched_group.h"

#include <linux/string.h>
#include <net/tcp.h>

static const char * const mode_names[PRESERVE_MODE_MAX] = {
	[PRESERVE_MODE_WEIGHTED] = "weighted",
	[PRESERVE_MODE_ADAPTIVE] = "adaptive",
	[PRESERVE_MODE_REDUNDANT] = "redundant",
	[PRESERVE_MODE_FAILOVER] = "failover",
};

/* Every packet would take the line from the other processors for less. */
#define HEARD_STEP_US USEC_PER_MSEC

void preserve_sched_heard(const struct preserve_sched_map *map, int ifindex)
{
	const struct preserve_sched_entry *entry =
		preserve_sched_map_find(map, ifindex);
	u32 now = (u32)tcp_clock_us() ?: 1;
	u32 *heard;

	if (!entry)
		return;
	heard = &entry->group->heard_us[entry->number];
	if (!READ_ONCE(*heard) || now - READ_ONCE(*heard) >= HEARD_STEP_US)
		WRITE_ONCE(*heard, now);
}

const char *preserve_mode_name(enum preserve_mode mode)
{
	return mode_names[mode];
}

int preserve_mode_find(const char *name)
{
	return match_string(mode_names, PRESERVE_MODE_MAX, name);
}
