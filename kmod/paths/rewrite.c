// SPDX-License-Identifier: GPL-2.0-only
#include "paths/rewrite.h"
#include "wire/addr.h"

#include <linux/skbuff.h>
#include <linux/tcp.h>
#include <net/checksum.h>

/* The addresses enter the TCP checksum by the pseudo header. */
static void replace(struct sk_buff *skb, struct in6_addr *old,
		    const struct in6_addr *new)
{
	if (ipv6_addr_equal(old, new))
		return;
	inet_proto_csum_replace16(&tcp_hdr(skb)->check, skb, old->s6_addr32,
				  new->s6_addr32, true);
	*old = *new;
}

bool preserve_rewrite(struct sk_buff *skb, const struct preserve_addr *saddr,
		      const struct preserve_addr *daddr)
{
	unsigned int len = skb_transport_offset(skb) + sizeof(struct tcphdr);

	/* TCP and packet sockets may still read the headers as they are. */
	if (skb_ensure_writable(skb, len))
		return false;
	replace(skb, &ipv6_hdr(skb)->saddr, &saddr->in6);
	replace(skb, &ipv6_hdr(skb)->daddr, &daddr->in6);
	return true;
}
