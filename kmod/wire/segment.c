// SPDX-License-Identifier: GPL-2.0-only
#include "wire/segment.h"

#include <net/ipv6.h>
#include <net/tcp.h>

bool preserve_segment_parse(const struct sk_buff *skb,
			    struct preserve_segment *seg)
{
	struct ipv6_opt_hdr _opt;
	const struct ipv6_opt_hdr *opt;
	const struct ipv6hdr *ip6 = ipv6_hdr(skb);
	unsigned int off = sizeof(*ip6);
	u8 nexthdr = ip6->nexthdr;

	seg->opt_off = 0;
	seg->opt_len = 0;
	if (nexthdr == NEXTHDR_DEST) {
		opt = skb_header_pointer(skb, off, sizeof(_opt), &_opt);
		if (!opt)
			return false;
		seg->opt_off = off;
		seg->opt_len = ipv6_optlen(opt);
		off += seg->opt_len;
		nexthdr = opt->nexthdr;
	}
	if (nexthdr != IPPROTO_TCP)
		return false;
	if (skb_copy_bits(skb, off, &seg->th, sizeof(seg->th)) ||
	    seg->th.doff < sizeof(seg->th) / 4 ||
	    skb->len < off + seg->th.doff * 4)
		return false;
	seg->thoff = off;
	seg->payload = skb->len - off - seg->th.doff * 4;
	return true;
}

int preserve_segment_options(const struct sk_buff *skb,
			     const struct preserve_segment *seg, u8 *buf)
{
	int len = seg->th.doff * 4 - sizeof(seg->th);

	if (len && skb_copy_bits(skb, seg->thoff + sizeof(seg->th), buf, len))
		return -1;
	return len;
}

const u8 *preserve_segment_option(const u8 *opts, int len, u8 kind, u8 min)
{
	int i = 0;

	while (i < len && opts[i] != TCPOPT_EOL) {
		if (opts[i] == TCPOPT_NOP) {
			i++;
			continue;
		}
		if (i + 1 >= len || opts[i + 1] < 2 || i + opts[i + 1] > len)
			break;
		if (opts[i] == kind && opts[i + 1] >= min)
			return &opts[i];
		i += opts[i + 1];
	}
	return NULL;
}

const u8 *preserve_segment_probe(const u8 *opts, int len)
{
	const u8 *opt = preserve_segment_option(opts, len, TCPOPT_EXP,
						PRESERVE_PROBE_LEN);

	return opt && get_unaligned_be16(opt + 2) == PRESERVE_PROBE_EXID ?
	       opt : NULL;
}
