// SPDX-License-Identifier: GPL-2.0-only
#include "conn/conn.h"
#include "conn/net.h"
#include "conn/words.h"
#include "ctl/ctl.h"
#include "netns.h"
#include "survive/announce.h"
#include "survive/plain.h"
#include "survive/prefer.h"

static const struct preserve_settings defaults = {
	.enabled = 0,
	.prefix_syn_type = 0x0b,
	.prefix_ack_type = 0x0c,
	.max_prefixes = PRESERVE_MAX_ALTERNATIVES,
	.max_option_bytes = 24,
	.syn_retries_before_fallback = 2,
	.syn_uplinks = 2,
	.blackhole_timeout = 3600,
	.rto_threshold = 1,
	.tail_probe = 1,
	.holddown_ms = 200,
	.restore_delay_ms = 5000,
	.verify_interval = 100,
	.max_connections = 65536,
	.follow = 1,
};

static int apply_enabled(void *owner, unsigned int *own, unsigned int value)
{
	struct preserve_net *pn = owner;

	if (value)
		return preserve_netns_start(pn);
	preserve_netns_stop(pn);
	return 0;
}

/* The two types must differ, or a receiver could not tell SYN from ACK. */
static int apply_type(void *owner, unsigned int *own, unsigned int value)
{
	const struct preserve_net *pn = owner;
	unsigned int other = own == &pn->ctl.prefix_syn_type ?
		pn->ctl.prefix_ack_type : pn->ctl.prefix_syn_type;

	return value == other ? -EINVAL : 0;
}

#define SETTING(name, ...)						\
	PRESERVE_SETTING(#name, struct preserve_settings, name, __VA_ARGS__)

#define LIST(name)							\
	PRESERVE_LIST(#name, PRESERVE_WORDS_TEXT,			\
		      preserve_##name##_set, preserve_##name##_get)

static const struct preserve_setting template[] = {
	SETTING(enabled, 0, 1, .apply = apply_enabled),
	SETTING(prefix_syn_type, 7, 63, .apply = apply_type),
	SETTING(prefix_ack_type, 7, 63, .apply = apply_type),
	SETTING(max_prefixes, 0, PRESERVE_MAX_ALTERNATIVES),
	SETTING(max_option_bytes, 8, PRESERVE_MAX_OPTION_BYTES),
	SETTING(syn_retries_before_fallback, 1, 6),
	SETTING(syn_uplinks, 0, PRESERVE_MAX_ALTERNATIVES),
	SETTING(blackhole_timeout, 0, 604800),
	SETTING(rto_threshold, 1, 15),
	SETTING(tail_probe, 0, 1),
	SETTING(holddown_ms, 0, 10000),
	SETTING(restore_delay_ms, 0, 3600000),
	SETTING(verify_interval, 0, 86400),
	SETTING(max_connections, 0, 1048576, .capped = true),
	SETTING(follow, 0, 1),
	LIST(announce_devices),
	LIST(announce_prefixes),
	LIST(backup_devices),
	LIST(device_priorities),
	LIST(plain_local_ports),
	LIST(plain_remote_ports),
	LIST(plain_prefixes),
	LIST(plain_marks),
};

int preserve_ctl_register(struct preserve_net *pn)
{
	pn->ctl = defaults;
	pn->ctl_dir = (struct preserve_settings_dir) {
		.net = pn->net,
		.lock = &pn->cfg,
		.values = &pn->ctl,
		.caps = pn->caps,
		.owner = pn,
	};
	return preserve_settings_register(&pn->ctl_dir, "net/preserve",
					  template, ARRAY_SIZE(template));
}

void preserve_ctl_unregister(struct preserve_net *pn)
{
	preserve_settings_unregister(&pn->ctl_dir);
}
