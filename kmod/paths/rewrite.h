/* SPDX-License-Identifier: GPL-2.0-only */
/* Other addresses for a segment that TCP has made already. */
#ifndef PRESERVE_REWRITE_H
#define PRESERVE_REWRITE_H

#include <linux/types.h>

struct preserve_addr;
struct sk_buff;

/*
 * Give @skb, a TCP segment directly behind an IPv6 header, these addresses. The
 * TCP checksum stays right, computed or not. False: no memory, nothing changed.
 */
bool preserve_rewrite(struct sk_buff *skb, const struct preserve_addr *saddr,
		      const struct preserve_addr *daddr);

#endif /* PRESERVE_REWRITE_H */
