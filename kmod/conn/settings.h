/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The settings of a namespace, and what makes a directory of sysctls of them;
 * see docs/sysctl.md. Each is an unsigned integer with bounds, or a list of words;
 * a value outside them is refused with EINVAL and changes nothing. What decides
 * about memory is capped: any other namespace may belong to an unprivileged user,
 * so it takes at most what the initial one has.
 */
#ifndef PRESERVE_SETTINGS_H
#define PRESERVE_SETTINGS_H

#include <linux/minmax.h>
#include <linux/sysctl.h>
#include <linux/types.h>

struct mutex;
struct net;

struct preserve_settings {
	unsigned int enabled;
	unsigned int prefix_syn_type;
	unsigned int prefix_ack_type;
	unsigned int max_prefixes;
	unsigned int max_option_bytes;
	unsigned int syn_retries_before_fallback;
	unsigned int syn_uplinks;
	unsigned int blackhole_timeout;		/* seconds */
	unsigned int rto_threshold;
	unsigned int tail_probe;
	unsigned int holddown_ms;
	unsigned int restore_delay_ms;
	unsigned int verify_interval;		/* seconds, 0: never again */
	unsigned int max_connections;
	unsigned int follow;
};

struct preserve_setting {
	const char *name;
	size_t field;		/* offset in the settings */
	unsigned int min;
	unsigned int max;
	bool capped;		/* by the initial namespace's value as well */
	/* What else a change to @value asks for; under the directory's lock. */
	int (*apply)(void *owner, unsigned int *own, unsigned int value);
	/*
	 * Of a list: take @text, which may be changed, whole or not at all; and
	 * show it in @max bytes. Both under the directory's lock.
	 */
	int (*set)(void *owner, char *text);
	void (*get)(const void *owner, char *text);
};

/* A template is an array of these; what follows the bounds is optional. */
#define PRESERVE_SETTING(_name, type, _field, _min, _max, ...) {	\
	.name = _name,							\
	.field = offsetof(type, _field),				\
	.min = _min,							\
	.max = _max,							\
	__VA_ARGS__							\
}

/* A list, whose owner keeps it: its text is shorter than @_max. */
#define PRESERVE_LIST(_name, _max, _set, _get) {			\
	.name = _name,							\
	.max = _max,							\
	.set = _set,							\
	.get = _get,							\
}

struct preserve_settings_dir {
	/* Set by the owner, before it is registered. */
	struct net *net;
	struct mutex *lock;	/* serialises changes */
	void *values;
	const void *caps;	/* those of the initial namespace */
	void *owner;		/* for apply() */

	struct ctl_table_header *header;
	struct ctl_table *table;
};

int preserve_settings_register(struct preserve_settings_dir *dir,
			       const char *path,
			       const struct preserve_setting *template,
			       unsigned int size);

/* Does nothing when @dir was not, or no more, registered. */
void preserve_settings_unregister(struct preserve_settings_dir *dir);

/* A capped setting as it is in force: the cap may have been lowered since. */
static inline unsigned int preserve_capped(const unsigned int *own,
					   const unsigned int *cap)
{
	return min(READ_ONCE(*own), READ_ONCE(*cap));
}

#endif /* PRESERVE_SETTINGS_H */
