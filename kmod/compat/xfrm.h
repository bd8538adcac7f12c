/* SPDX-License-Identifier: GPL-2.0-only */
/* What kernels without IPsec lack, and how others differ. */
#ifndef PRESERVE_COMPAT_XFRM_H
#define PRESERVE_COMPAT_XFRM_H

#include <linux/security.h>
#include <net/sock.h>
#include <net/xfrm.h>

/* 6.2 takes a constant socket. */
static inline void preserve_compat_classify_flow(const struct sock *sk,
						 struct flowi_common *flow)
{
	security_sk_classify_flow((struct sock *)sk, flow);
}

/* May IPsec policies of @net change what becomes of a packet? */
static inline bool preserve_compat_has_policies(const struct net *net)
{
#ifdef CONFIG_XFRM
	return READ_ONCE(net->xfrm.policy_count[XFRM_POLICY_OUT]) ||
	       READ_ONCE(net->xfrm.policy_default[XFRM_POLICY_OUT]) !=
	       XFRM_USERPOLICY_ACCEPT;
#else
	return false;
#endif
}

/* Has @sk a policy of its own, apart from those of its namespace? */
static inline bool preserve_compat_own_policy(const struct sock *sk)
{
#ifdef CONFIG_XFRM
	return rcu_access_pointer(sk->sk_policy[XFRM_POLICY_OUT]);
#else
	return false;
#endif
}

#endif /* PRESERVE_COMPAT_XFRM_H */
