// SPDX-License-Identifier: MIT
#include "blind.h"
#include "bodies.h"
#include "checksum.h"
#include "kinds.h"
#include "segment.h"
#include "wire.h"

#include <stdio.h>
#include <unistd.h>

enum {
	BATCH = 64,
	DATA_MAX = 64,
	HOP_LIMIT = 64,
	UNREACHABLE = 1,
	UNREACHABLE_CODES = 7,
	PROBE = 1,
	REPLY = 2,
};

/* splitmix64: a seed says all that is sent. */
static uint64_t state;

static uint32_t random_next(void)
{
	uint64_t z = state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (uint32_t)((z ^ z >> 31) >> 32);
}

static void put_time(struct segment *s)
{
	PUT(&s->options, "\x01\x01\x08\x0a");
	put32(&s->options, random_next());
	put32(&s->options, random_next());
}

static void put_probe(struct segment *s, uint8_t what)
{
	PUT(&s->options, "\x01\x01\xfe\x0a\x50\x53");
	put_byte(&s->options, what);
	put_byte(&s->options, (uint8_t)random_next());
	put32(&s->options, random_next());
}

static void put_data(struct segment *s)
{
	size_t len = 1 + random_next() % DATA_MAX;

	while (s->data.len < len)
		put_byte(&s->data, (uint8_t)random_next());
}

static void rst(struct segment *s)
{
	s->flags = random_next() % 2 ? RST : RST | ACK;
}

static void syn(struct segment *s)
{
	s->flags = SYN;
	PUT(&s->options, "\x02\x04\x05\xa0");
}

static void syn_ack(struct segment *s)
{
	s->flags = SYN | ACK;
	PUT(&s->options, "\x02\x04\x05\xa0");
}

static void fin(struct segment *s)
{
	s->flags = FIN | ACK;
	put_time(s);
}

static void data(struct segment *s)
{
	s->flags = ACK | PSH;
	put_time(s);
	put_data(s);
}

static void ack(struct segment *s)
{
	s->flags = ACK;
	put_time(s);
}

static void probe(struct segment *s)
{
	s->flags = ACK;
	put_time(s);
	put_probe(s, PROBE);
}

static void reply(struct segment *s)
{
	s->flags = ACK;
	put_time(s);
	put_probe(s, REPLY);
}

static void prefix_syn(struct segment *s)
{
	const struct ends ends = { .sender = s->src, .receiver = s->dst };

	ack(s);
	kind_header(kind_find("good-64"), &s->header, &ends);
}

static void prefix_ack(struct segment *s)
{
	struct buffer body = { .len = 0 };

	ack(s);
	header_of(&s->header, NULL, &body);
}

/* An error about a segment of the connection: sent by the same address. */
static void error(const struct segment *about, struct buffer *packet)
{
	struct segment quoted = *about;
	struct buffer icmp = { .len = 0 }, sum = { .len = 0 };
	uint16_t check;

	quoted.src = about->dst;
	quoted.dst = about->src;
	quoted.sport = about->dport;
	quoted.dport = about->sport;
	quoted.flags = ACK;
	put_byte(&icmp, UNREACHABLE);
	put_byte(&icmp, (uint8_t)(random_next() % UNREACHABLE_CODES));
	put16(&icmp, 0);
	put32(&icmp, 0);
	segment_write(&quoted, packet);
	put(&icmp, packet->data, packet->len);

	put(&sum, &about->src, sizeof(about->src));
	put(&sum, &about->dst, sizeof(about->dst));
	put32(&sum, (uint32_t)icmp.len);
	put32(&sum, IPPROTO_ICMPV6);
	put(&sum, icmp.data, icmp.len);
	check = checksum(&sum);
	icmp.data[2] = (uint8_t)(check >> 8);
	icmp.data[3] = (uint8_t)check;

	packet->len = 0;
	put32(packet, 6u << 28);
	put16(packet, (uint16_t)icmp.len);
	put_byte(packet, IPPROTO_ICMPV6);
	put_byte(packet, HOP_LIMIT);
	put(packet, &about->src, sizeof(about->src));
	put(packet, &about->dst, sizeof(about->dst));
	put(packet, icmp.data, icmp.len);
}

const char *const blind_kinds[] = {
	"rst", "syn", "syn-ack", "fin", "data", "ack", "probe", "reply",
	"prefix-syn", "prefix-ack", "error",
};
const size_t blind_kinds_count = sizeof(blind_kinds) / sizeof(blind_kinds[0]);

static void (*const fill[])(struct segment *) = {
	rst, syn, syn_ack, fin, data, ack, probe, reply, prefix_syn, prefix_ack,
};

static const size_t fill_count = sizeof(fill) / sizeof(fill[0]);

static bool is_all(const char *name)
{
	return !strcmp(name, "all");
}

bool blind_known(const char *name)
{
	for (size_t i = 0; i < blind_kinds_count; i++) {
		if (!strcmp(blind_kinds[i], name))
			return true;
	}
	return is_all(name);
}

static void make(const struct args *args, size_t kind, struct buffer *packet)
{
	struct segment s;

	memset(&s, 0, offsetof(struct segment, header));
	s.header.len = s.options.len = s.data.len = s.cut = 0;
	s.bad_checksum = false;
	s.src = args->from;
	s.dst = args->to;
	s.sport = args->sport;
	s.dport = args->port;
	s.seq = random_next();
	s.ack = random_next();
	s.window = (uint16_t)random_next();
	if (kind < fill_count) {
		fill[kind](&s);
		segment_write(&s, packet);
	} else {
		error(&s, packet);
	}
}

int blind_send(const struct args *args)
{
	static struct buffer batch[BATCH];
	size_t n = 0;
	struct wire w;

	state = args->seed;
	wire_open_out(&w, &args->from, args->dev);
	for (unsigned int i = 0; i < args->count; i++) {
		for (size_t k = 0; k < blind_kinds_count; k++) {
			if (!is_all(args->kind) &&
			    strcmp(args->kind, blind_kinds[k]))
				continue;
			make(args, k, &batch[n++]);
			if (n == BATCH) {
				wire_send_all(&w, batch, n, &args->to);
				n = 0;
			}
		}
		if (args->interval) {
			wire_send_all(&w, batch, n, &args->to);
			n = 0;
			usleep(args->interval * 1000);
		}
	}
	wire_send_all(&w, batch, n, &args->to);
	printf("%s: %u sent\n", args->kind, args->count);
	return 0;
}
