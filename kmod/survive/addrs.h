/* SPDX-License-Identifier: GPL-2.0-only */
/* Which of this host's addresses a connection may offer to its peer. */
#ifndef PRESERVE_ADDRS_H
#define PRESERVE_ADDRS_H

struct in6_addr;
struct net;
struct preserve_addrs;

/*
 * Collect alternatives to @primary, at most @max, best first: addresses of
 * other interfaces before others of the same one (they share its fate).
 * Tentative, deprecated and temporary addresses, those of interfaces without
 * carrier, and a second address out of the same /64 are left out.
 */
void preserve_addrs_collect(struct net *net, const struct in6_addr *primary,
			    unsigned int max, struct preserve_addrs *addrs);

#endif /* PRESERVE_ADDRS_H */
