/* SPDX-License-Identifier: GPL-2.0-only */
/* Which of this host's addresses a connection may offer to its peer. */
#ifndef PRESERVE_ADDRS_H
#define PRESERVE_ADDRS_H

struct net_device;
struct preserve_addr;
struct preserve_addrs;
struct preserve_net;

/*
 * Collect alternatives to @primary, at most max_prefixes, best first: by their flags
 * (prefer.h), then addresses of other interfaces before others of the same one (they
 * share its fate), and of each the temporary ones first (RFC 8981). Left out are
 * those that may not be announced (announce.h), tentative and deprecated ones, those
 * of interfaces without carrier, and a second address out of the same /64. When
 * @primary is temporary, so are they, or they are named. False: not even @primary of
 * @dev may be announced. What changed in this tick, and no notifier tells, may not
 * show.
 */
bool preserve_addrs_collect(const struct preserve_net *pn,
			    const struct net_device *dev,
			    const struct preserve_addr *primary,
			    struct preserve_addrs *addrs);

#endif /* PRESERVE_ADDRS_H */
