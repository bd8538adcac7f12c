/* SPDX-License-Identifier: MIT */
/* A TCP segment over IPv6, with or without Destination Options. */
#ifndef SEGMENT_H
#define SEGMENT_H

#include "buffer.h"

#include <netinet/in.h>
#include <stdbool.h>

enum {
	FIN = 0x01,
	SYN = 0x02,
	RST = 0x04,
	PSH = 0x08,
	ACK = 0x10,
};

enum {
	PREFIX_SYN = 0x0b,
	PREFIX_ACK = 0x0c,
};

struct segment {
	struct in6_addr src, dst;
	uint16_t sport, dport;
	uint32_t seq, ack;
	uint8_t flags;
	uint16_t window;
	struct buffer header;	/* Destination Options, as it stands; may be empty */
	struct buffer options;	/* TCP options, a multiple of four */
	struct buffer data;
	bool bad_checksum;
	size_t cut;		/* send so many bytes after the IPv6 header only, 0 = all */

	/* Filled in when received. */
	bool has_time;
	uint32_t tsval, tsecr;
	bool has_syn, has_ack;	/* PREFIX_SYN, PREFIX_ACK */
	struct buffer syn_body, ack_body;
};

/* The segment as a packet. */
void segment_write(const struct segment *s, struct buffer *packet);

/* Read an IPv6 packet; false when it is no TCP segment, or damaged. */
bool segment_read(struct segment *s, const uint8_t *packet, size_t len);

#endif
