/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PRESERVE_INPUT_H
#define PRESERVE_INPUT_H

struct nf_hook_state;
struct sk_buff;

/* LOCAL_IN: options, alias lookup, probes and unreachables. */
unsigned int preserve_input(void *priv, struct sk_buff *skb,
			    const struct nf_hook_state *state);

#endif /* PRESERVE_INPUT_H */
