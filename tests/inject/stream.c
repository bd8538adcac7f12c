// SPDX-License-Identifier: MIT
#include "stream.h"

enum { WINDOW = 60000 };

/* A small MSS, so that one segment of test data always fits. */
static const uint8_t syn_options[] = { 2, 4, 1220 >> 8, 1220 & 0xff };

void stream_send(struct stream *s, uint8_t flags, const struct buffer *header,
		 const struct buffer *data)
{
	struct segment out = {
		.src = s->local,
		.dst = s->remote,
		.sport = s->lport,
		.dport = s->rport,
		.seq = s->snd_nxt,
		.ack = s->rcv_nxt,
		.flags = flags,
		.window = WINDOW,
		.bad_checksum = s->corrupt,
	};

	if (flags & SYN)
		put(&out.options, syn_options, sizeof(syn_options));
	if (header)
		out.header = *header;
	if (data)
		out.data = *data;
	wire_send(&s->wire, &out);
}

static bool same(const struct in6_addr *a, const struct in6_addr *b)
{
	return !memcmp(a, b, sizeof(*a));
}

bool stream_receive(struct stream *s, struct segment *in)
{
	while (wire_receive(&s->wire, in, s->deadline, false)) {
		if (in->sport == s->rport && in->dport == s->lport &&
		    same(&in->src, &s->remote) && same(&in->dst, &s->local))
			return true;
	}
	return false;
}
