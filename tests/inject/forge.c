// SPDX-License-Identifier: MIT
#include "forge.h"
#include "wire.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	WATCH_MS = 5000,
	PROBE_AT = 2,	/* offset of the probe option, behind two NOP */
};

static void as_it_is(struct segment *s)
{
	(void)s;
}

static void bad_seq(struct segment *s)
{
	s->seq ^= 0x80000000;
}

static void bad_ack(struct segment *s)
{
	s->ack += 0x40000000;
}

static void bad_checksum(struct segment *s)
{
	s->bad_checksum = true;
}

/* The time stamps are the last ones of the options. */
static void old_time(struct segment *s)
{
	s->tsval -= 1000000;
}

static void no_ack(struct segment *s)
{
	s->flags = PSH;
}

/* As a host answers that knows nothing of the pair. */
static void rst(struct segment *s)
{
	s->flags = RST;
}

static void rst_bad_seq(struct segment *s)
{
	s->flags = RST;
	bad_seq(s);
}

static void syn(struct segment *s)
{
	s->flags = SYN;
}

static void syn_ack(struct segment *s)
{
	s->flags = SYN | ACK;
}

static void fin_bad_seq(struct segment *s)
{
	s->flags = FIN | ACK;
	bad_seq(s);
}

static void probe_short(struct segment *s)
{
	s->options.data[PROBE_AT + 1] = 8;
	s->options.data[PROBE_AT + 8] = 1;
	s->options.data[PROBE_AT + 9] = 1;
}

static void probe_past_end(struct segment *s)
{
	s->options.data[PROBE_AT + 1] = 200;
}

static void probe_other_id(struct segment *s)
{
	s->options.data[PROBE_AT + 2] = 0x99;
}

/* A byte that has arrived: as good as data after an outage. */
static void data(struct segment *s)
{
	s->seq--;
	put_byte(&s->data, 0);
}

/* "I have moved here." */
static void probe_move(struct segment *s)
{
	s->options.data[PROBE_AT + 5] = 1;
}

static void probe_type(struct segment *s)
{
	s->options.data[PROBE_AT + 4] = 9;
}

static void probe_reply(struct segment *s)
{
	s->options.data[PROBE_AT + 4] = 2;
}

const struct forge_kind forge_kinds[] = {
	{ "alias-valid", "AliasReceived", as_it_is, false },
	{ "alias-data", "FollowAsked", data, false },
	{ "alias-bad-seq", "RefusedSequence", bad_seq, false },
	{ "alias-bad-ack", "RefusedAck", bad_ack, false },
	{ "alias-bad-checksum", "RefusedChecksum", bad_checksum, false },
	{ "alias-old-time", "RefusedTime", old_time, false },
	{ "alias-no-ack", "RefusedSequence", no_ack, false },
	{ "alias-rst", "AliasRstDropped", rst, false },
	{ "alias-rst-bad-seq", "AliasRstDropped", rst_bad_seq, false },
	{ "alias-syn", NULL, syn, false },
	{ "alias-syn-ack", NULL, syn_ack, false },
	{ "alias-fin-bad-seq", "RefusedSequence", fin_bad_seq, false },

	{ "probe-valid", "ProbeReceived", as_it_is, true },
	{ "probe-move", "AnnounceReceived", probe_move, true },
	{ "probe-bad-seq", "RefusedSequence", bad_seq, true },
	{ "probe-bad-ack", "RefusedAck", bad_ack, true },
	{ "probe-bad-checksum", "RefusedChecksum", bad_checksum, true },
	{ "probe-old-time", "RefusedTime", old_time, true },
	{ "probe-type", "ProbeInvalid", probe_type, true },
	{ "probe-reply", "ProbeInvalid", probe_reply, true },
	{ "odd-probe-short", "AliasReceived", probe_short, true },
	{ "probe-past-end", "RefusedTime", probe_past_end, true },
	{ "odd-probe-other-id", "AliasReceived", probe_other_id, true },
};

const size_t forge_kinds_count = sizeof(forge_kinds) / sizeof(forge_kinds[0]);

const struct forge_kind *forge_kind_find(const char *name)
{
	for (size_t i = 0; i < forge_kinds_count; i++) {
		if (!strcmp(forge_kinds[i].name, name))
			return &forge_kinds[i];
	}
	return NULL;
}

/* What the forger learns of the connection: the newest segment from the end
 * it impersonates.
 */
static void observe(const struct wire *w, const struct args *args,
		    struct segment *seen)
{
	long deadline = now_ms() + WATCH_MS;

	while (wire_receive(w, seen, deadline, true)) {
		if (seen->sport == args->sport && seen->dport == args->port &&
		    !(seen->flags & (SYN | RST)))
			return;
	}
	errno = ETIMEDOUT;
	fail("no segment of the connection was seen");
}

static void put_probe(struct segment *s)
{
	PUT(&s->options, "\x01\x01\xfe\x0a\x50\x53\x01\x00\xde\xad\xbe\xef");
}

static void put_time(struct segment *s)
{
	if (!s->has_time)
		return;
	PUT(&s->options, "\x01\x01\x08\x0a");
	put32(&s->options, s->tsval);
	put32(&s->options, s->tsecr);
}

static void forge(struct segment *s, const struct segment *seen,
		  const struct args *args, const struct forge_kind *kind)
{
	memset(s, 0, sizeof(*s));
	s->src = args->from;
	s->dst = args->to;
	s->sport = args->sport;
	s->dport = args->port;
	s->seq = seen->seq + (uint32_t)seen->data.len - (kind->probe ? 1 : 0);
	s->ack = seen->ack;
	s->flags = ACK;
	s->window = seen->window;
	s->has_time = seen->has_time;
	s->tsval = seen->tsval;
	s->tsecr = seen->tsecr;
	if (kind->probe)
		put_probe(s);
	kind->change(s);
	put_time(s);
}

int forge_send(const struct args *args, const struct forge_kind *kind)
{
	struct segment seen, out;
	struct wire w;

	wire_open(&w, &args->from, args->dev, args->watch);
	for (unsigned int i = 0; i < args->count; i++) {
		if (i == 0)
			observe(&w, args, &seen);
		forge(&out, &seen, args, kind);
		wire_send(&w, &out);
	}
	printf("%s: %u sent\n", kind->name, args->count);
	return 0;
}
