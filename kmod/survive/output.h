/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PRESERVE_OUTPUT_H
#define PRESERVE_OUTPUT_H

#include <linux/types.h>

struct nf_hook_state;
struct sk_buff;

/* LOCAL_OUT: options, and signs that the current pair does not work. */
unsigned int preserve_output(void *priv, struct sk_buff *skb,
			     const struct nf_hook_state *state);

/* Does @skb, made by TCP, have neither data nor SYN, FIN or RST? */
bool preserve_output_is_ack(const struct sk_buff *skb);

#endif /* PRESERVE_OUTPUT_H */
