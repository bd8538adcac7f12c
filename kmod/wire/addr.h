/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An address of either family. IPv4 is mapped (RFC 4291, 2.5.5.2), as in the
 * kernel's own sockets: all are stored, compared and hashed alike, and the family
 * is asked for where a packet, a route or a text is made.
 */
#ifndef PRESERVE_ADDR_H
#define PRESERVE_ADDR_H

#include <linux/in.h>
#include <linux/ip.h>
#include <linux/seq_file.h>
#include <net/ipv6.h>

struct preserve_addr {
	struct in6_addr in6;
};

static inline const struct preserve_addr *
preserve_addr_of(const struct in6_addr *in6)
{
	return container_of(in6, const struct preserve_addr, in6);
}

static inline struct preserve_addr preserve_addr_of_v4(__be32 v4)
{
	struct preserve_addr addr;

	ipv6_addr_set_v4mapped(v4, &addr.in6);
	return addr;
}

static inline bool preserve_addr_is_v4(const struct preserve_addr *addr)
{
	return ipv6_addr_v4mapped(&addr->in6);
}

static inline __be32 preserve_addr_v4(const struct preserve_addr *addr)
{
	return addr->in6.s6_addr32[3];
}

static inline struct preserve_addr preserve_addr_source(const struct sk_buff *skb)
{
	return ip_hdr(skb)->version == 4 ?
		preserve_addr_of_v4(ip_hdr(skb)->saddr) :
		*preserve_addr_of(&ipv6_hdr(skb)->saddr);
}

static inline struct preserve_addr preserve_addr_dest(const struct sk_buff *skb)
{
	return ip_hdr(skb)->version == 4 ?
		preserve_addr_of_v4(ip_hdr(skb)->daddr) :
		*preserve_addr_of(&ipv6_hdr(skb)->daddr);
}

static inline bool preserve_addr_equal(const struct preserve_addr *a,
				       const struct preserve_addr *b)
{
	return ipv6_addr_equal(&a->in6, &b->in6);
}

/* Does @addr begin with the first @bits of @prefix? Of IPv4, the first 96 are equal. */
static inline bool preserve_addr_begins(const struct preserve_addr *addr,
					const struct preserve_addr *prefix,
					unsigned int bits)
{
	return ipv6_prefix_equal(&addr->in6, &prefix->in6, bits);
}

/* Whoever has one address of a network has all: a /64, of IPv4 a /24. */
static inline u64 preserve_addr_network(const struct preserve_addr *addr)
{
	if (preserve_addr_is_v4(addr))
		return (u64)U16_MAX << 32 |
		       (be32_to_cpu(preserve_addr_v4(addr)) & IN_CLASSC_NET);
	return (u64)be32_to_cpu(addr->in6.s6_addr32[0]) << 32 |
	       be32_to_cpu(addr->in6.s6_addr32[1]);
}

/* The length of a network's prefix, of the address as it is stored. */
static inline unsigned int
preserve_addr_network_bits(const struct preserve_addr *addr)
{
	return preserve_addr_is_v4(addr) ? 120 : 64;
}

static inline void preserve_addr_show(struct seq_file *seq,
				      const struct preserve_addr *addr)
{
	if (preserve_addr_is_v4(addr))
		seq_printf(seq, "%pI4", &addr->in6.s6_addr32[3]);
	else
		seq_printf(seq, "%pI6c", &addr->in6);
}

#endif /* PRESERVE_ADDR_H */
