/* SPDX-License-Identifier: MIT */
/* The state of a connection by hand: numbers, and what to send next. */
#ifndef STREAM_H
#define STREAM_H

#include "segment.h"
#include "wire.h"

struct stream {
	struct wire wire;
	struct in6_addr local, remote;
	uint16_t lport, rport;
	uint32_t snd_nxt, rcv_nxt;
	long deadline;
	bool corrupt;	/* what is sent has a wrong checksum */
};

/* Send a segment with the numbers of now; @header and @data may be NULL. */
void stream_send(struct stream *s, uint8_t flags, const struct buffer *header,
		 const struct buffer *data);

/* The next segment of this connection before the deadline. */
bool stream_receive(struct stream *s, struct segment *in);

#endif
