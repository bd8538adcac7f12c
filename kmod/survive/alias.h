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

/*
 * A RST came on @pair for the socket that already has the packet. While the
 * current pair is not known to work, one with the right number is the answer of
 * a host that knows nothing of the pair, and only tells against the pair. When
 * all pairs are answered so, or this one has worked, the peer means it and TCP
 * sees it. It comes again: whoever has no socket resets each segment of ours.
 */
unsigned int preserve_alias_receive_rst(struct preserve_pair *pair,
					struct sk_buff *skb,
					const struct preserve_segment *seg);

#endif /* PRESERVE_ALIAS_H */
