// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sysctls. Every value is an unsigned integer with bounds; a value outside
 * them is refused with EINVAL and changes nothing.
 */
#include "ctl/ctl.h"
#include "netns.h"

#include <linux/slab.h>
#include <linux/sysctl.h>

static const unsigned int option_type_min = 7;
static const unsigned int option_type_max = 63;
static const unsigned int max_prefixes_max = PRESERVE_MAX_ALTERNATIVES;
static const unsigned int option_bytes_min = 8;
static const unsigned int option_bytes_max = PRESERVE_MAX_OPTION_BYTES;
static const unsigned int syn_retries_max = 6;
static const unsigned int blackhole_timeout_max = 604800;
static const unsigned int rto_threshold_max = 15;
static const unsigned int holddown_ms_max = 10000;
static const unsigned int restore_delay_ms_max = 3600000;
static const unsigned int max_connections_max = 1048576;
static const unsigned int probe_interval_ms_max = 60000;
static const unsigned int pairs_mode_max = PRESERVE_MODE_MAX - 1;
static const unsigned int pairs_max_max = 1048576;
static const unsigned int reorder_packets_max = 65536;
static const unsigned int reorder_bytes_min = 1500;
static const unsigned int reorder_bytes_max = 268435456;
static const unsigned int reorder_timeout_ms_max = 10000;
static const unsigned int reorder_flows_max = 1048576;

static const struct preserve_ctl defaults = {
	.enabled = 0,
	.prefix_syn_type = 0x0b,
	.prefix_ack_type = 0x0c,
	.max_prefixes = PRESERVE_MAX_ALTERNATIVES,
	.max_option_bytes = 24,
	.syn_retries_before_fallback = 2,
	.blackhole_timeout = 3600,
	.rto_threshold = 1,
	.tail_probe = 1,
	.holddown_ms = 200,
	.restore_delay_ms = 5000,
	.max_connections = 65536,
	.follow = 1,
	.scheduler_segment = 1,
	.scheduler_probe_interval_ms = 200,
	.scheduler_pairs_mode = PRESERVE_MODE_ADAPTIVE,
	.scheduler_pairs_max = 4096,
	.reorder_max_packets = 1024,
	.reorder_max_bytes = 4194304,
	.reorder_timeout_ms = 1000,
	.reorder_max_flows = 4096,
};

/* What a switch of ours turns on and off. */
struct feature {
	size_t field;		/* of struct preserve_ctl */
	int (*start)(struct preserve_net *pn);
	void (*stop)(struct preserve_net *pn);
};

static const struct feature features[] = {
	{ offsetof(struct preserve_ctl, enabled),
	  preserve_netns_start, preserve_netns_stop },
	{ offsetof(struct preserve_ctl, scheduler_enabled),
	  preserve_sched_start, preserve_sched_stop },
	{ offsetof(struct preserve_ctl, reorder_enabled),
	  preserve_reorder_start, preserve_reorder_stop },
};

static const struct feature *feature_of(const struct preserve_net *pn,
					const unsigned int *field)
{
	size_t offset = (const u8 *)field - (const u8 *)&pn->ctl;
	unsigned int i = 0;

	while (features[i].field != offset)
		i++;
	return &features[i];
}

static int set_enabled(PRESERVE_CTL_TABLE *table, int write, void *buffer,
		       size_t *lenp, loff_t *ppos)
{
	struct preserve_net *pn = table->extra1;
	unsigned int *own = table->data;
	const struct feature *feature = feature_of(pn, own);
	unsigned int value;
	struct ctl_table copy = {
		.data = &value,
		.maxlen = sizeof(value),
		.extra1 = SYSCTL_ZERO,
		.extra2 = SYSCTL_ONE,
	};
	int err;

	mutex_lock(&pn->cfg);
	value = *own;
	err = proc_douintvec_minmax(&copy, write, buffer, lenp, ppos);
	if (!err && write && value != *own) {
		err = value ? feature->start(pn) : 0;
		if (!value)
			feature->stop(pn);
		if (!err)
			WRITE_ONCE(*own, value);
	}
	mutex_unlock(&pn->cfg);
	return err;
}

/* The two types must differ, or a receiver could not tell SYN from ACK. */
static int set_option_type(PRESERVE_CTL_TABLE *table, int write, void *buffer,
			   size_t *lenp, loff_t *ppos)
{
	struct preserve_net *pn = table->extra1;
	unsigned int *own = table->data;
	unsigned int *other = own == &pn->ctl.prefix_syn_type ?
		&pn->ctl.prefix_ack_type : &pn->ctl.prefix_syn_type;
	unsigned int value;
	struct ctl_table copy = {
		.data = &value,
		.maxlen = sizeof(value),
		.extra1 = (void *)&option_type_min,
		.extra2 = (void *)&option_type_max,
	};
	int err;

	mutex_lock(&pn->cfg);
	value = *own;
	err = proc_douintvec_minmax(&copy, write, buffer, lenp, ppos);
	if (!err && write) {
		if (value == *other)
			err = -EINVAL;
		else
			WRITE_ONCE(*own, value);
	}
	mutex_unlock(&pn->cfg);
	return err;
}

#define FIELD_ENTRY(name, field, handler, min, max) {			\
	.procname = name,						\
	.data = (void *)offsetof(struct preserve_ctl, field),		\
	.maxlen = sizeof(unsigned int),					\
	.mode = 0644,							\
	.proc_handler = handler,					\
	.extra1 = (void *)(min),					\
	.extra2 = (void *)(max),					\
}

#define UINT_ENTRY(name, min, max)					\
	FIELD_ENTRY(#name, name, proc_douintvec_minmax, min, max)
#define SCHEDULER_ENTRY(name, min, max)					\
	FIELD_ENTRY(#name, scheduler_##name, proc_douintvec_minmax, min, max)
#define REORDER_ENTRY(name, min, max)					\
	FIELD_ENTRY(#name, reorder_##name, proc_douintvec_minmax, min, max)

/* The handlers of these want the namespace, not bounds, in extra1. */
#define OWN_ENTRY(name, field, handler)					\
	FIELD_ENTRY(#name, field, handler, NULL, NULL)

static const struct ctl_table template[] = {
	OWN_ENTRY(enabled, enabled, set_enabled),
	OWN_ENTRY(prefix_syn_type, prefix_syn_type, set_option_type),
	OWN_ENTRY(prefix_ack_type, prefix_ack_type, set_option_type),
	UINT_ENTRY(max_prefixes, SYSCTL_ZERO, &max_prefixes_max),
	UINT_ENTRY(max_option_bytes, &option_bytes_min, &option_bytes_max),
	UINT_ENTRY(syn_retries_before_fallback, SYSCTL_ONE, &syn_retries_max),
	UINT_ENTRY(blackhole_timeout, SYSCTL_ZERO, &blackhole_timeout_max),
	UINT_ENTRY(rto_threshold, SYSCTL_ONE, &rto_threshold_max),
	UINT_ENTRY(tail_probe, SYSCTL_ZERO, SYSCTL_ONE),
	UINT_ENTRY(holddown_ms, SYSCTL_ZERO, &holddown_ms_max),
	UINT_ENTRY(restore_delay_ms, SYSCTL_ZERO, &restore_delay_ms_max),
	UINT_ENTRY(max_connections, SYSCTL_ZERO, &max_connections_max),
	UINT_ENTRY(follow, SYSCTL_ZERO, SYSCTL_ONE),
};

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

static const struct {
	const char *path;
	const struct ctl_table *template;
	unsigned int size;
} directories[PRESERVE_CTL_DIRECTORIES] = {
	{ "net/preserve", template, ARRAY_SIZE(template) },
	{ "net/preserve/scheduler", scheduler_template,
	  ARRAY_SIZE(scheduler_template) },
	{ "net/preserve/reorder", reorder_template,
	  ARRAY_SIZE(reorder_template) },
};

static int register_directory(struct preserve_net *pn, unsigned int number)
{
	const struct ctl_table *template = directories[number].template;
	unsigned int size = directories[number].size;
	struct preserve_ctl_directory *dir = &pn->ctl_dirs[number];
	struct ctl_table *table;
	unsigned int i;

	/* One more, zeroed: kernels before 6.6 want an end marker. */
	table = kcalloc(size + 1, sizeof(*table), GFP_KERNEL);
	if (!table)
		return -ENOMEM;
	memcpy(table, template, size * sizeof(*table));
	for (i = 0; i < size; i++) {
		table[i].data = (u8 *)&pn->ctl + (size_t)template[i].data;
		if (!table[i].extra1)
			table[i].extra1 = pn;
	}
	dir->header = register_net_sysctl_sz(pn->net, directories[number].path,
					     table, size);
	if (!dir->header) {
		kfree(table);
		return -ENOMEM;
	}
	dir->table = table;
	return 0;
}

int preserve_ctl_register(struct preserve_net *pn)
{
	unsigned int i;
	int err;

	pn->ctl = defaults;
	for (i = 0; i < PRESERVE_CTL_DIRECTORIES; i++) {
		err = register_directory(pn, i);
		if (err) {
			preserve_ctl_unregister(pn);
			return err;
		}
	}
	return 0;
}

void preserve_ctl_unregister(struct preserve_net *pn)
{
	struct preserve_ctl_directory *dir;
	int i;

	for (i = PRESERVE_CTL_DIRECTORIES - 1; i >= 0; i--) {
		dir = &pn->ctl_dirs[i];
		if (!dir->header)
			continue;
		unregister_net_sysctl_table(dir->header);
		kfree(dir->table);
		dir->header = NULL;
	}
}
