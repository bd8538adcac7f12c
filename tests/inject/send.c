// SPDX-License-Identifier: MIT
/* The end that opens. */
#include "stream.h"
#include "talk.h"

#include <stdio.h>

enum {
	INITIAL_SEQUENCE = 0x10000000,
	HANDSHAKE_MS = 1500,
	ANSWER_MS = 3000,
	RESEND_MS = 600,
	DATA_BYTES = 500,
};

static const char *outcome_name(enum outcome outcome)
{
	static const char *const names[] = {
		[NEGOTIATED] = "negotiated", [PLAIN] = "plain", [NOTHING] = "nothing",
	};

	return names[outcome];
}

static bool echoes(const struct segment *synack, const struct buffer *header)
{
	/* The body sent is found in the header sent: no need to parse it. */
	const struct buffer *body = &synack->ack_body;

	for (size_t at = 4; at + body->len <= header->len; at++) {
		if (header->data[at - 1] == body->len &&
		    !memcmp(header->data + at, body->data, body->len))
			return true;
	}
	return false;
}

static bool handshake(struct stream *s, const struct buffer *header,
		      size_t cut, struct segment *synack)
{
	struct segment out = {
		.src = s->local, .dst = s->remote,
		.sport = s->lport, .dport = s->rport,
		.seq = s->snd_nxt, .flags = SYN, .window = 60000,
		.header = *header, .cut = cut,
	};

	PUT(&out.options, "\x02\x04\x04\xc4");
	wire_send(&s->wire, &out);
	s->deadline = now_ms() + HANDSHAKE_MS;
	while (stream_receive(s, synack)) {
		if (synack->flags & RST)
			return false;
		if ((synack->flags & (SYN | ACK)) != (SYN | ACK))
			continue;
		s->snd_nxt++;
		s->rcv_nxt = synack->seq + 1;
		return true;
	}
	return false;
}

/* Take what is in order; true when it was. */
static bool take(struct stream *s, const struct segment *in, struct buffer *got)
{
	if (in->seq != s->rcv_nxt || !in->data.len)
		return false;
	put(got, in->data.data, in->data.len);
	s->rcv_nxt += (uint32_t)in->data.len;
	stream_send(s, ACK, NULL, NULL);
	return true;
}

/* Send data and expect it back. */
static bool exchange(struct stream *s)
{
	struct buffer data = { .len = 0 }, got = { .len = 0 };
	long end = now_ms() + ANSWER_MS;
	struct segment in;

	while (data.len < DATA_BYTES)
		put_byte(&data, (uint8_t)(data.len * 7));
	while (got.len < data.len && now_ms() < end) {
		stream_send(s, ACK | PSH, NULL, &data);
		s->deadline = now_ms() + RESEND_MS;
		while (got.len < data.len && stream_receive(s, &in)) {
			if (in.flags & RST)
				return false;
			take(s, &in, &got);
		}
	}
	s->snd_nxt += DATA_BYTES;
	return got.len == data.len && !memcmp(got.data, data.data, data.len);
}

static void finish(struct stream *s)
{
	struct segment in;

	stream_send(s, FIN | ACK, NULL, NULL);
	s->snd_nxt++;
	s->deadline = now_ms() + HANDSHAKE_MS;
	while (stream_receive(s, &in)) {
		if (!(in.flags & FIN))
			continue;
		s->rcv_nxt = in.seq + (uint32_t)in.data.len + 1;
		stream_send(s, ACK, NULL, NULL);
		return;
	}
}

static enum outcome judge(const struct segment *synack,
			  const struct buffer *header)
{
	return synack->has_syn && synack->has_ack && echoes(synack, header) ?
		       NEGOTIATED : PLAIN;
}

int talk_send(const struct args *args, const struct kind *kind,
	      const struct echo_kind *echo)
{
	const struct ends ends = { .sender = args->from, .receiver = args->to };
	struct stream s = {
		.local = args->from, .remote = args->to,
		.lport = args->sport, .rport = args->port,
		.snd_nxt = INITIAL_SEQUENCE,
	};
	struct buffer header, reply = { .len = 0 };
	enum outcome outcome = NOTHING;
	struct segment synack = { .flags = 0 };
	bool alive = false;

	wire_open(&s.wire, &args->from, args->dev, NULL);
	kind_header(kind, &header, &ends);
	if (handshake(&s, &header, kind->cut, &synack)) {
		outcome = judge(&synack, &header);
		if (outcome == NEGOTIATED)
			echo->header(&reply, &synack.syn_body);
		stream_send(&s, ACK, &reply, NULL);
		alive = exchange(&s);
		finish(&s);
	}
	printf("%s: %s, data %s\n", kind->name, outcome_name(outcome),
	       alive ? "echoed" : "not echoed");
	if (outcome != kind->outcome || alive != (outcome != NOTHING)) {
		printf("%s: expected %s\n", kind->name, outcome_name(kind->outcome));
		return 2;
	}
	return 0;
}
