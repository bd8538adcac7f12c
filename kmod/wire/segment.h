/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading the TCP header of a received segment. */
#ifndef PRESERVE_SEGMENT_H
#define PRESERVE_SEGMENT_H

#include <linux/skbuff.h>
#include <linux/tcp.h>

/* What stands between two IPv6 addresses and the payload. */
struct preserve_segment {
	struct tcphdr th;
	unsigned int thoff;	/* from skb->data */
	unsigned int payload;	/* bytes after the TCP header */
	unsigned int opt_off;	/* Destination Options header, 0: none */
	unsigned int opt_len;
};

/*
 * Parse @skb, whose data begins with an IPv6 header. False when it is not a
 * TCP segment, directly or after one Destination Options header, or is cut.
 */
bool preserve_segment_parse(const struct sk_buff *skb,
			    struct preserve_segment *seg);

/* The TCP options of @seg in @buf (40 bytes); returns their length or -1. */
int preserve_segment_options(const struct sk_buff *skb,
			     const struct preserve_segment *seg, u8 *buf);

/*
 * The value of the option @kind of at least @min bytes (with its two leading
 * bytes) in @opts, or NULL.
 */
const u8 *preserve_segment_option(const u8 *opts, int len, u8 kind, u8 min);

/*
 * The option of a probe, docs/wire-format.md, 4: the number of its experiment inside
 * the experimental option (RFC 6994), and its least length.
 */
#define PRESERVE_PROBE_EXID 0x5053
#define PRESERVE_PROBE_LEN 10

/* That option in @opts, or NULL. */
const u8 *preserve_segment_probe(const u8 *opts, int len);

#endif /* PRESERVE_SEGMENT_H */
