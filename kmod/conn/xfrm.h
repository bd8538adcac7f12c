/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * IPsec (RFC 4301). Every packet of ours asks the policies that a packet of TCP
 * would, and one whose policy says "block", or whose keys are not there yet, is
 * not sent.
 *
 * What IPsec does to a packet is told by a number, its protection: 0 for nothing,
 * the same one for the same transformations by the same algorithms in the same
 * order. The two directions have numbers of their own, not to be compared.
 *
 * A connection that began protected (that is how its handshake went) uses and
 * accepts only pairs with the same protection; that of its handshake pair may
 * change, but not end. Where nothing can be sent on that one, or comes on it, the
 * current pair stands for it. The one before that is good, too, as new keys come to
 * one pair after the other. So a policy for one pair alone keeps the connection
 * on that, and nothing leaves in clear by another. One that began in clear may use
 * any pair: to what it sends there happens what the policies say, which is never
 * less.
 */
#ifndef PRESERVE_XFRM_H
#define PRESERVE_XFRM_H

#include "conn/conn.h"

struct dst_entry;
struct flowi;
struct sk_buff;

u32 preserve_xfrm_of_route(const struct dst_entry *dst);
u32 preserve_xfrm_of_packet(const struct sk_buff *skb);

/*
 * @dst, whose reference is taken over, as the policies want it for @flow: with a
 * reference, or NULL when nothing may be sent.
 */
struct dst_entry *preserve_xfrm_route(struct net *net, struct dst_entry *dst,
				      struct flowi *flow,
				      const struct sock *sk);

/*
 * Does a route over @pair protect, by @found, otherwise than what its connection
 * sends is protected? Whoever can tell that keys were renewed, makes it that.
 */
bool preserve_xfrm_differs(const struct preserve_pair *pair, u32 found);
void preserve_xfrm_renew(const struct preserve_pair *pair, u32 found);

/* May @pair's connection send with it? Counts pairs that are refused. */
bool preserve_xfrm_may_send(const struct preserve_pair *pair, u32 found);

/*
 * Would TCP take @skb, in LOCAL_IN, as far as the policies are concerned? @sk may
 * be any that was found for it, or NULL.
 */
bool preserve_xfrm_policy_ok(struct sock *sk, struct sk_buff *skb,
			     unsigned short family);

/* The same, and is @skb, received on @pair, protected as the connection is? */
bool preserve_xfrm_may_receive(const struct preserve_pair *pair,
			       struct sock *sk, struct sk_buff *skb);

#endif /* PRESERVE_XFRM_H */
