// SPDX-License-Identifier: GPL-2.0-only
#include "conn/conn.h"
#include "conn/net.h"
#include "ctl/ctl.h"
#include "netns.h"

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

static const struct preserve_settings defaults = {
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
	int err;

	mutex_lock(&pn->cfg);
	value = pn->ctl.enabled;
	err = preserve_settings_access(&value, SYSCTL_ZERO, SYSCTL_ONE, write,
				       buffer, lenp, ppos);
	if (!err && value != pn->ctl.enabled) {
		if (value)
			err = preserve_netns_start(pn);
		else
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
	int err;

	mutex_lock(&pn->cfg);
	value = *own;
	err = preserve_settings_access(&value, &option_type_min,
				       &option_type_max, write, buffer, lenp,
				       ppos);
	if (!err && value != *own) {
		if (value == *other)
			err = -EINVAL;
		else
			WRITE_ONCE(*own, value);
	}
	mutex_unlock(&pn->cfg);
	return err;
}

#define ENTRY(name, handler, min, max)					\
	PRESERVE_SETTING(#name, struct preserve_settings, name, handler, min, max)
#define UINT_ENTRY(name, min, max)					\
	ENTRY(name, proc_douintvec_minmax, min, max)

/* The handlers of these want the namespace, not bounds, in extra1. */
#define OWN_ENTRY(name, handler)					\
	ENTRY(name, handler, NULL, NULL)

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
	pn->ctl = defaults;
	return preserve_settings_register(pn->net, "net/preserve", template,
					  ARRAY_SIZE(template), &pn->ctl, pn,
					  &pn->ctl_dir);
}

void preserve_ctl_unregister(struct preserve_net *pn)
{
	preserve_settings_unregister(&pn->ctl_dir);
}
