// SPDX-License-Identifier: MIT
/* The end that answers: a server by hand, for one connection. */
#include "stream.h"
#include "talk.h"

#include <stdio.h>

enum {
	INITIAL_SEQUENCE = 0x20000000,
	WAIT_MS = 20000,
	IDLE_MS = 5000,
};

static bool wait_syn(struct stream *s, struct segment *syn)
{
	s->deadline = now_ms() + WAIT_MS;
	while (wire_receive(&s->wire, syn, s->deadline, false)) {
		if (syn->dport != s->lport || (syn->flags & (SYN | ACK)) != SYN ||
		    memcmp(&syn->dst, &s->local, sizeof(s->local)))
			continue;
		s->remote = syn->src;
		s->rport = syn->sport;
		s->rcv_nxt = syn->seq + 1;
		return true;
	}
	return false;
}

/* The header of the SYN-ACK: the body of @kind and an echo as asked for. */
static void answer_header(const char *how, const struct kind *kind,
			  const struct stream *s, const struct segment *syn,
			  struct buffer *header)
{
	const struct ends ends = { .sender = s->local, .receiver = s->remote };
	struct buffer body = { .len = 0 }, echo = syn->syn_body;
	bool only = !strcmp(how, "only");

	header->len = 0;
	if (!kind->body) {
		kind_header(kind, header, &ends);
		return;
	}
	kind->body(&body, &ends);
	if (!strcmp(how, "changed"))
		put_byte(&echo, 1);
	header_of(header, only ? NULL : &body,
		  strcmp(how, "missing") ? &echo : NULL);
}

/* Echo what comes until the peer closes; the number of bytes. */
static size_t serve(struct stream *s, const struct buffer *header)
{
	struct segment in;
	size_t total = 0;

	s->deadline = now_ms() + IDLE_MS;
	while (stream_receive(s, &in)) {
		if (in.flags & RST)
			break;
		if (in.flags & SYN) {	/* our SYN-ACK was lost, or dropped */
			stream_send(s, SYN | ACK, header, NULL);
			continue;
		}
		if (s->snd_nxt == INITIAL_SEQUENCE && (in.flags & ACK))
			s->snd_nxt++;
		if (in.seq != s->rcv_nxt)
			continue;
		if (in.data.len) {
			s->rcv_nxt += (uint32_t)in.data.len;
			stream_send(s, ACK | PSH, NULL, &in.data);
			s->snd_nxt += (uint32_t)in.data.len;
			total += in.data.len;
		}
		if (in.flags & FIN) {
			s->rcv_nxt++;
			stream_send(s, FIN | ACK, NULL, NULL);
			break;
		}
		s->deadline = now_ms() + IDLE_MS;
	}
	return total;
}

int talk_answer(const struct args *args, const struct kind *kind)
{
	struct stream s = {
		.local = args->from, .lport = args->port,
		.snd_nxt = INITIAL_SEQUENCE,
	};
	struct segment syn;
	struct buffer header;
	size_t bytes;

	wire_open(&s.wire, &args->from, args->dev, NULL);
	printf("waiting\n");
	fflush(stdout);
	if (!wait_syn(&s, &syn)) {
		fprintf(stderr, "inject: no SYN came within %d s\n", WAIT_MS / 1000);
		return 2;
	}
	if (!strcmp(args->echo, "corrupted")) {
		answer_header("changed", kind, &s, &syn, &header);
		s.corrupt = true;
		stream_send(&s, SYN | ACK, &header, NULL);
		s.corrupt = false;
	}
	answer_header(args->echo, kind, &s, &syn, &header);
	stream_send(&s, SYN | ACK, &header, NULL);
	bytes = serve(&s, &header);
	printf("%s: SYN %s PREFIX_SYN, %zu bytes echoed\n", kind->name,
	       syn.has_syn ? "with" : "without", bytes);
	return bytes ? 0 : 2;
}
