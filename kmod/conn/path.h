/* SPDX-License-Identifier: GPL-2.0-only */
/* Can this host send over a pair at all, as far as it knows by itself? */
#ifndef PRESERVE_PATH_H
#define PRESERVE_PATH_H

#include "conn/conn.h"

#include <linux/netdevice.h>

struct dst_entry;

static inline bool preserve_path_device_works(const struct net_device *dev)
{
	return netif_running(dev) && netif_carrier_ok(dev);
}

/* Is its local address one of this host's? */
bool preserve_path_assigned(const struct preserve_pair *pair);

/*
 * PRESERVE_CAUSE_NONE when the local address is assigned, a route exists and
 * its interface is up with carrier; else the reason to leave the pair. @sk
 * (may be NULL) gives mark and owner for policy routing; when it signs its
 * segments it can leave only by the pair that it is on.
 */
enum preserve_cause preserve_path_check(const struct preserve_pair *pair,
					const struct sock *sk);

/*
 * May a segment of @sk leave over @pair by @dst, protected as its connection is
 * (xfrm.h)? @sk may be NULL: then new keys by other algorithms stay unknown.
 */
bool preserve_path_may_send(const struct preserve_pair *pair,
			    const struct dst_entry *dst,
			    const struct sock *sk);

/*
 * The route over @pair for segments of this mark and owner, with a reference, or
 * NULL. It is one through IPsec where the policies say so; NULL too when they
 * forbid to send, or when it is not protected as the connection is (xfrm.h).
 */
struct dst_entry *preserve_path_route_for(const struct preserve_pair *pair,
					  u32 mark, kuid_t uid);

/*
 * The same way for ICMPv6 echo requests, whose policy may be another; it is for
 * the caller to compare the two.
 */
struct dst_entry *preserve_path_route_echo(const struct preserve_pair *pair,
					   u32 mark, kuid_t uid);

/* As preserve_path_route_for(), for @sk and with a policy of its own. */
struct dst_entry *preserve_path_route(const struct preserve_pair *pair,
				      const struct sock *sk);

/* The index of the interface that @sk would leave by on @pair, 0: none. */
int preserve_path_interface(const struct preserve_pair *pair,
			    const struct sock *sk);

/*
 * Give up what waits for a neighbour of @pair that does not answer. TCP does not
 * repeat a segment whose first copy is still in this host, and neighbour
 * discovery would keep it for three seconds (RFC 4861, 10).
 */
void preserve_path_flush(const struct preserve_pair *pair,
			 const struct sock *sk);

#endif /* PRESERVE_PATH_H */
