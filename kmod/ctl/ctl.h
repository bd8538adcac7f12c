/* SPDX-License-Identifier: GPL-2.0-only */
/* Sysctls: /proc/sys/net/preserve/, per namespace; see docs/sysctl.md. */
#ifndef PRESERVE_CTL_H
#define PRESERVE_CTL_H

struct ctl_table;
struct ctl_table_header;
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

	/* scheduler/ */
	unsigned int scheduler_enabled;
	unsigned int scheduler_segment;
	unsigned int scheduler_probe_interval_ms;
	unsigned int scheduler_pairs;
	unsigned int scheduler_pairs_mode;
	unsigned int scheduler_pairs_max;

	/* reorder/ */
	unsigned int reorder_enabled;
	unsigned int reorder_max_packets;
	unsigned int reorder_max_bytes;
	unsigned int reorder_timeout_ms;
	unsigned int reorder_max_flows;
};

#define PRESERVE_CTL_DIRECTORIES 3

struct preserve_ctl_directory {
	struct ctl_table_header *header;
	struct ctl_table *table;
};

int preserve_ctl_register(struct preserve_net *pn);
void preserve_ctl_unregister(struct preserve_net *pn);

#endif /* PRESERVE_CTL_H */
