/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which interfaces of this host are to be used, and which rather not: the flags
 * of their addresses, by backup_devices and device_priorities. See
 * docs/sysctl.md.
 */
#ifndef PRESERVE_PREFER_H
#define PRESERVE_PREFER_H

#include <linux/types.h>

struct net_device;
struct preserve_net;

/*
 * Of the addresses of @dev: PRESERVE_FLAG_*, so that the less goes first. The
 * caller is in an RCU read-side section.
 */
u8 preserve_prefer_flags(const struct preserve_net *pn,
			 const struct net_device *dev);

/*
 * Replace a list by what @text says, which is changed, or nothing: -EINVAL. Show
 * it in a buffer of PRESERVE_WORDS_TEXT bytes. The caller holds pn->cfg.
 */
int preserve_backup_devices_set(void *pn, char *text);
int preserve_device_priorities_set(void *pn, char *text);
void preserve_backup_devices_get(const void *pn, char *text);
void preserve_device_priorities_get(const void *pn, char *text);

/* The namespace goes, and nobody reads the lists any more. */
void preserve_prefer_free(struct preserve_net *pn);

#endif /* PRESERVE_PREFER_H */
