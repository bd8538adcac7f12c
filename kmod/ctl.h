/* SPDX-License-Identifier: GPL-2.0-only */
/* Sysctls: /proc/sys/net/preserve/, per namespace; see docs/sysctl.md. */
#ifndef PRESERVE_CTL_H
#define PRESERVE_CTL_H

struct preserve_net;

struct preserve_ctl {
	unsigned int enabled;
	unsigned int prefix_syn_type;
	unsigned int prefix_ack_type;
	unsigned int max_prefixes;
	unsigned int max_option_bytes;
	unsigned int syn_retries_before_fallback;
	unsigned int blackhole_timeout;		/* seconds */
	unsigned int rto_threshold;
	unsigned int tail_probe;
	unsigned int holddown_ms;
	unsigned int restore_delay_ms;
	unsigned int max_connections;
	unsigned int follow;
};

int preserve_ctl_register(struct preserve_net *pn);
void preserve_ctl_unregister(struct preserve_net *pn);

#endif /* PRESERVE_CTL_H */
