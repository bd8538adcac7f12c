// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sysctls. Every value is an unsigned integer with bounds; a value outside
 * them is refused with EINVAL and changes nothing.
 */
#include "ctl.h"
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
};

static int set_enabled(PRESERVE_CTL_TABLE *table, int write, void *buffer,
		       size_t *lenp, loff_t *ppos)
{
	struct preserve_net *pn = table->extra1;
	unsigned int value;
	struct ctl_table copy = {
		.data = &value,
		.maxlen = sizeof(value),
		.extra1 = SYSCTL_ZERO,
		.extra2 = SYSCTL_ONE,
	};
	int err;

	mutex_lock(&pn->cfg);
	value = pn->ctl.enabled;
	err = proc_douintvec_minmax(&copy, write, buffer, lenp, ppos);
	if (!err && write && value != pn->ctl.enabled) {
		err = value ? preserve_netns_start(pn) : 0;
		if (!value)
			preserve_netns_stop(pn);
		if (!err)
			WRITE_ONCE(pn->ctl.enabled, value);
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

#define UINT_ENTRY(name, min, max) {					\
	.procname = #name,						\
	.data = (void *)offsetof(struct preserve_ctl, name),		\
	.maxlen = sizeof(unsigned int),					\
	.mode = 0644,							\
	.proc_handler = proc_douintvec_minmax,				\
	.extra1 = (void *)(min),					\
	.extra2 = (void *)(max),					\
}

/* The handlers of these want the namespace, not bounds, in extra1. */
#define OWN_ENTRY(name, handler) {					\
	.procname = #name,						\
	.data = (void *)offsetof(struct preserve_ctl, name),		\
	.maxlen = sizeof(unsigned int),					\
	.mode = 0644,							\
	.proc_handler = handler,					\
}

static const struct ctl_table template[] = {
	OWN_ENTRY(enabled, set_enabled),
	OWN_ENTRY(prefix_syn_type, set_option_type),
	OWN_ENTRY(prefix_ack_type, set_option_type),
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

int preserve_ctl_register(struct preserve_net *pn)
{
	struct ctl_table *table;
	unsigned int i;

	pn->ctl = defaults;
	/* One more, zeroed: kernels before 6.6 want an end marker. */
	table = kcalloc(ARRAY_SIZE(template) + 1, sizeof(*table), GFP_KERNEL);
	if (!table)
		return -ENOMEM;
	memcpy(table, template, sizeof(template));
	for (i = 0; i < ARRAY_SIZE(template); i++) {
		table[i].data = (u8 *)&pn->ctl + (size_t)template[i].data;
		if (!table[i].extra1)
			table[i].extra1 = pn;
	}
	pn->ctl_header = register_net_sysctl_sz(pn->net, "net/preserve", table,
						ARRAY_SIZE(template));
	if (!pn->ctl_header) {
		kfree(table);
		return -ENOMEM;
	}
	pn->ctl_table = table;
	return 0;
}

void preserve_ctl_unregister(struct preserve_net *pn)
{
	unregister_net_sysctl_table(pn->ctl_header);
	kfree(pn->ctl_table);
}
