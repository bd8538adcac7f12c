// SPDX-License-Identifier: GPL-2.0-only
#include "conn/xfrm.h"
#include "conn/net.h"

#include <linux/export.h>
#include <linux/jhash.h>
#include <net/dst.h>
#include <net/inet_sock.h>
#include <net/xfrm.h>

static u32 add_name(u32 hash, const char *name, unsigned int bits)
{
	return jhash(name, strlen(name), hash ^ bits);
}

static u32 add_state(u32 hash, const struct xfrm_state *x)
{
	hash = jhash_2words(x->id.proto, x->props.mode, hash);
	if (x->aead)
		hash = add_name(hash, x->aead->alg_name, x->aead->alg_key_len);
	if (x->ealg)
		hash = add_name(hash, x->ealg->alg_name, x->ealg->alg_key_len);
	if (x->aalg)
		hash = add_name(hash, x->aalg->alg_name, x->aalg->alg_key_len);
	/* 0 means none. */
	return hash ?: 1;
}

u32 preserve_xfrm_of_route(const struct dst_entry *dst)
{
	u32 hash = 0;

	for (; dst && dst_xfrm(dst); dst = xfrm_dst_child(dst))
		hash = add_state(hash, dst_xfrm(dst));
	return hash;
}
EXPORT_SYMBOL_GPL(preserve_xfrm_of_route);

u32 preserve_xfrm_of_packet(const struct sk_buff *skb)
{
	const struct sec_path *sp = skb_sec_path(skb);
	u32 hash = 0;
	int i;

	for (i = 0; sp && i < sp->len; i++)
		hash = add_state(hash, sp->xvec[i]);
	return hash;
}

struct dst_entry *preserve_xfrm_route(struct net *net, struct dst_entry *dst,
				      struct flowi *flow,
				      const struct sock *sk)
{
	/*
	 * Not xfrm_lookup_route(), which gives a route that swallows packets, or
	 * one that keeps them, while keys are negotiated: the pair is no good yet.
	 */
	dst = xfrm_lookup(net, dst, flow, sk, 0);
	return IS_ERR(dst) ? NULL : dst;
}
EXPORT_SYMBOL_GPL(preserve_xfrm_route);

/* New keys come to one pair after the other. */
static bool is_sent(const struct preserve_conn *conn, u32 found)
{
	return found == READ_ONCE(conn->xfrm_out) ||
	       (found && found == READ_ONCE(conn->xfrm_out_before));
}

bool preserve_xfrm_differs(const struct preserve_pair *pair, u32 found)
{
	const struct preserve_conn *conn = pair->conn;

	return READ_ONCE(conn->xfrm_out) && found && !is_sent(conn, found);
}

void preserve_xfrm_renew(const struct preserve_pair *pair, u32 found)
{
	struct preserve_conn *conn = pair->conn;

	WRITE_ONCE(conn->xfrm_out_before, READ_ONCE(conn->xfrm_out));
	WRITE_ONCE(conn->xfrm_out, found);
}

bool preserve_xfrm_may_send(const struct preserve_pair *pair, u32 found)
{
	unsigned int number = pair->li * PRESERVE_MAX_ADDRS + pair->ri;
	struct preserve_conn *conn = pair->conn;
	bool may;

	if (!READ_ONCE(conn->xfrm_out))
		return true;
	may = is_sent(conn, found);
	if (may)
		clear_bit(number, conn->unprotected);
	else if (!test_and_set_bit(number, conn->unprotected))
		preserve_count(conn->pn, PRESERVE_MIB_XFRMPAIR);
	return may;
}

bool preserve_xfrm_policy_ok(struct sock *sk, struct sk_buff *skb,
			     unsigned short family)
{
	/* A request has the policy of its listener, TIME_WAIT none. */
	sk = sk_to_full_sk(sk);
	if (sk && !sk_fullsock(sk))
		sk = NULL;
	return xfrm_policy_check(sk, XFRM_POLICY_IN, skb, family);
}
EXPORT_SYMBOL_GPL(preserve_xfrm_policy_ok);

/*
 * The policies have passed what came on @pair with this protection. Nothing may come
 * on the pairs that tell new keys: but mostly they are like ours, which are told by
 * what we send.
 */
static bool is_equivalent(const struct preserve_pair *pair, u32 found)
{
	struct preserve_conn *conn = pair->conn;
	u32 wanted = READ_ONCE(conn->xfrm_in);

	if (!wanted || found == wanted ||
	    (found && found == READ_ONCE(conn->xfrm_in_before)))
		return true;
	/* Its own pair is what the policies make it, as without us. */
	if (!found)
		return pair == &conn->first;
	if (pair != &conn->first && pair != READ_ONCE(conn->cur))
		return is_sent(conn, found);
	/* New keys, perhaps by other algorithms: those of other pairs follow. */
	WRITE_ONCE(conn->xfrm_in_before, wanted);
	WRITE_ONCE(conn->xfrm_in, found);
	return true;
}

bool preserve_xfrm_may_receive(const struct preserve_pair *pair,
			       struct sock *sk, struct sk_buff *skb)
{
	return preserve_xfrm_policy_ok(sk, skb, AF_INET6) &&
	       is_equivalent(pair, preserve_xfrm_of_packet(skb));
}
EXPORT_SYMBOL_GPL(preserve_xfrm_may_receive);
