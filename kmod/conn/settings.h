/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The settings of a namespace, and what makes a directory of sysctls of them;
 * see docs/sysctl.md. Each is an unsigned integer with bounds; a value outside
 * them is refused with EINVAL and changes nothing.
 */
#ifndef PRESERVE_SETTINGS_H
#define PRESERVE_SETTINGS_H

#include <linux/sysctl.h>
#include <linux/types.h>

struct net;

struct preserve_settings {
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

/*
 * An entry of a template: .data is the offset of @field in @type. Without bounds
 * .extra1 becomes the owner, for handlers that are not proc_douintvec_minmax.
 */
#define PRESERVE_SETTING(name, type, field, handler, min, max) {	\
	.procname = name,						\
	.data = (void *)offsetof(type, field),				\
	.maxlen = sizeof(unsigned int),					\
	.mode = 0644,							\
	.proc_handler = handler,					\
	.extra1 = (void *)(min),					\
	.extra2 = (void *)(max),					\
}

struct preserve_settings_dir {
	struct ctl_table_header *header;
	struct ctl_table *table;
};

/* Make the directory @path of @template for the values at @settings. */
int preserve_settings_register(struct net *net, const char *path,
			       const struct ctl_table *template,
			       unsigned int size, void *settings, void *owner,
			       struct preserve_settings_dir *dir);

/* Does nothing when @dir was not, or no more, registered. */
void preserve_settings_unregister(struct preserve_settings_dir *dir);

/* For handlers: read or write @value within bounds, which is no setting yet. */
int preserve_settings_access(unsigned int *value, const unsigned int *min,
			     const unsigned int *max, int write, void *buffer,
			     size_t *lenp, loff_t *ppos);

#endif /* PRESERVE_SETTINGS_H */
