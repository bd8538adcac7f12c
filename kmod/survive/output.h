/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PRESERVE_OUTPUT_H
#define PRESERVE_OUTPUT_H

#include <linux/skbuff.h>
#include <net/tcp.h>

struct nf_hook_state;

/* LOCAL_OUT: options, and signs that the current pair does not work. */
unsigned int preserve_output(void *priv, struct sk_buff *skb,
			     const struct nf_hook_state *state);

/* Does @skb, made by TCP, have neither data nor SYN, FIN or RST? */
static inline bool preserve_output_is_ack(const struct sk_buff *skb)
{
	const struct tcphdr *th = tcp_hdr(skb);

	return skb->len == skb_transport_offset(skb) + th->doff * 4 &&
	       !(tcp_flag_word(th) & (TCP_FLAG_SYN | TCP_FLAG_FIN |
				      TCP_FLAG_RST));
}

#endif /* PRESERVE_OUTPUT_H */
