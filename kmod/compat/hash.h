/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tables in which the kernel finds TCP sockets. Since 7.1 IPv6 is no module
 * any more and few of their functions are exported; those that a protocol has a
 * pointer to are called through TCP's own, which is exported everywhere. (Not
 * through the socket's: a program of user space may have put its own there.)
 */
#ifndef PRESERVE_COMPAT_HASH_H
#define PRESERVE_COMPAT_HASH_H

#include <net/inet6_hashtables.h>
#include <net/tcp.h>
#include <net/transp_v6.h>

static inline void preserve_compat_hash(struct sock *sk)
{
	tcpv6_prot.hash(sk);
}

static inline void preserve_compat_unhash(struct sock *sk)
{
	tcpv6_prot.unhash(sk);
}

/* The established, or half closed, or timewait socket; with a reference. */
static inline struct sock *
preserve_compat_lookup(struct net *net, const struct in6_addr *remote,
		       __be16 rport, const struct in6_addr *local,
		       __be16 lport, int dif)
{
	return __inet6_lookup_established(net,
#ifdef PRESERVE_HAS_LOOKUP_HASHINFO
					  net->ipv4.tcp_death_row.hashinfo,
#endif
					  remote, rport, local, ntohs(lport),
					  dif, 0);
}

/*
 * Gives a socket that is not hashed another local address, in the table of bound
 * ports too. The caller holds the socket's lock. -ENOMEM changes nothing.
 */
#ifdef PRESERVE_HAS_BHASH2_UPDATE
static inline int preserve_compat_rebind(struct sock *sk,
					 const struct in6_addr *local)
{
	struct in6_addr saddr = *local;
	int err = inet_bhash2_update_saddr(sk, &saddr, AF_INET6);

	if (!err)
		sk->sk_v6_rcv_saddr = saddr;
	return err;
}
#else
int preserve_compat_rebind(struct sock *sk, const struct in6_addr *local);
#endif

#endif /* PRESERVE_COMPAT_HASH_H */
