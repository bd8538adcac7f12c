/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Alias lookup: a segment on any pair of a connection reaches its socket. The
 * packet is not changed; the socket is attached to it, as early demultiplexing
 * does.
 */
#ifndef PRESERVE_ALIAS_H
#define PRESERVE_ALIAS_H

struct preserve_pair;
struct preserve_segment;
struct sk_buff;

/* A segment came on @pair. Returns the verdict for netfilter. */
unsigned int preserve_alias_receive(struct preserve_pair *pair,
				    struct sk_buff *skb,
				    const struct preserve_segment *seg);

/* A RST came for the socket that already has the packet. */
unsigned int preserve_alias_receive_rst(struct preserve_pair *pair);

#endif /* PRESERVE_ALIAS_H */
