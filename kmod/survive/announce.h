/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which addresses of this host may be told to peers: those of the interfaces in
 * announce_devices, as far as they lie within announce_prefixes. See
 * docs/sysctl.md.
 */
#ifndef PRESERVE_ANNOUNCE_H
#define PRESERVE_ANNOUNCE_H

#include <linux/types.h>

struct preserve_addr;
struct net_device;
struct preserve_net;

/*
 * May @addr of @dev be told? The caller is in an RCU read-side section, here and
 * below.
 */
bool preserve_announce_allows(const struct preserve_net *pn,
			      const struct net_device *dev,
			      const struct preserve_addr *addr);

/* Is it named by a prefix of full length? */
bool preserve_announce_names(const struct preserve_net *pn,
			     const struct preserve_addr *addr);

/*
 * Replace a list by what @text says, which is changed, or nothing: -EINVAL. Show
 * it in a buffer of PRESERVE_WORDS_TEXT bytes. The caller holds pn->cfg.
 */
int preserve_announce_devices_set(void *pn, char *text);
int preserve_announce_prefixes_set(void *pn, char *text);
void preserve_announce_devices_get(const void *pn, char *text);
void preserve_announce_prefixes_get(const void *pn, char *text);

/* The namespace goes, and nobody reads the lists any more. */
void preserve_announce_free(struct preserve_net *pn);

#endif /* PRESERVE_ANNOUNCE_H */
