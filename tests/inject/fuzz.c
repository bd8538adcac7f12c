// SPDX-License-Identifier: MIT
#include "fuzz.h"
#include "checksum.h"
#include "kinds.h"
#include "segment.h"
#include "wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	KNOWN = 64,		/* segments to choose from: the last ones seen */
	BATCH = 8,		/* packets between two looks at the wire */
	GARBAGE_MAX = 40,
	CHANGES_MAX = 3,
	HEADER_LEN = 40,
	NEXT_HEADER = 6,
	FRAGMENT = 44,
	ICMPV6 = 58,
	HOP_LIMIT = 64,
	QUOTE_MAX = 1000,
};

static struct segment known[KNOWN];
static size_t seen;

/* splitmix64: a seed says all that is chosen. */
static uint64_t state;

static uint32_t random_next(void)
{
	uint64_t z = state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (uint32_t)((z ^ z >> 31) >> 32);
}

static uint32_t below(uint32_t limit)
{
	return random_next() % limit;
}

static void put_garbage(struct buffer *b, size_t len)
{
	while (len--)
		put_byte(b, (uint8_t)random_next());
}

/* Near ones, far ones, and those half the space away. */
static uint32_t offset(void)
{
	static const uint32_t scales[] = {
		2, 1500, 65536, 1u << 20, 1u << 31,
	};

	return below(scales[below(5)]) - below(scales[below(5)]);
}

static void change_numbers(struct segment *s)
{
	if (below(2))
		s->seq += offset();
	if (below(2))
		s->ack += offset();
}

static void change_flags(struct segment *s)
{
	s->flags = below(4) ? (uint8_t)random_next() : SYN;
	s->window = (uint16_t)random_next();
}

static void change_time(struct segment *s)
{
	s->options.len = 0;
	PUT(&s->options, "\x01\x01\x08\x0a");
	put32(&s->options, s->tsval + offset());
	put32(&s->options, s->tsecr + offset());
}

/* A probe or a reply of the module, or an option that is none. */
static void change_options(struct segment *s)
{
	s->options.len = 0;
	PUT(&s->options, "\x01\x01\xfe\x0a\x50\x53");
	put_byte(&s->options, (uint8_t)below(5));
	put_byte(&s->options, (uint8_t)random_next());
	put32(&s->options, below(2) ? s->ack : random_next());
	if (below(2))
		s->options.data[below((uint32_t)s->options.len)] ^=
			(uint8_t)random_next();
}

static void change_header(struct segment *s)
{
	struct ends ends = { .sender = s->src, .receiver = s->dst };

	s->header.len = 0;
	kind_header(&kinds[below((uint32_t)kinds_count)], &s->header, &ends);
	if (below(2) && s->header.len)
		s->header.data[below((uint32_t)s->header.len)] ^=
			(uint8_t)random_next();
}

/* The topology's addresses on the other link: 1 and 2, 11 and 12. */
static void change_pair(struct segment *s)
{
	if (below(2))
		s->src.s6_addr[5] ^= 3;
	if (below(2))
		s->dst.s6_addr[5] ^= 3;
}

static void change_data(struct segment *s)
{
	if (below(2) && s->data.len)
		s->data.len = below((uint32_t)s->data.len + 1);
	else
		put_garbage(&s->data, below(GARBAGE_MAX));
}

static void change_checksum(struct segment *s)
{
	s->bad_checksum = true;
}

static void change_length(struct segment *s)
{
	s->cut = 1 + below(60);
}

static void (*const changes[])(struct segment *s) = {
	change_numbers, change_flags, change_time, change_options,
	change_header, change_pair, change_pair, change_data, change_checksum,
	change_length,
};

static void send_packet(const struct wire *w, const struct segment *s,
			const struct buffer *packet)
{
	struct sockaddr_in6 to = { .sin6_family = AF_INET6, .sin6_addr = s->dst };

	/* What the router will not send was wrong enough. */
	if (sendto(w->out, packet->data, packet->len, 0,
		   (struct sockaddr *)&to, sizeof(to)) < 0)
		usleep(100);
}

/* IPv6 header of a packet made by hand; its length is set at the end. */
static void begin(struct buffer *packet, const struct segment *s, uint8_t next)
{
	packet->len = 0;
	put32(packet, 6u << 28);
	put16(packet, 0);
	put_byte(packet, next);
	put_byte(packet, HOP_LIMIT);
	put(packet, &s->src, sizeof(s->src));
	put(packet, &s->dst, sizeof(s->dst));
}

static void end(struct buffer *packet)
{
	size_t len = packet->len - HEADER_LEN;

	packet->data[4] = (uint8_t)(len >> 8);
	packet->data[5] = (uint8_t)len;
}

/* Two fragments, in any order, that may overlap or leave a gap. */
static void send_fragments(const struct wire *w, const struct segment *s,
			   const struct buffer *whole)
{
	size_t len = whole->len - HEADER_LEN, at = 8 * (1 + below(3));
	uint32_t first = below(2), id = random_next();

	for (uint32_t i = 0; i < 2; i++) {
		bool second = (i ^ first) != 0;
		size_t from = second ? at + 8 * below(2) : 0;
		struct buffer packet;

		if (from > len || (second && !below(8)))
			continue;
		begin(&packet, s, FRAGMENT);
		put_byte(&packet, whole->data[NEXT_HEADER]);
		put_byte(&packet, 0);
		put16(&packet, (uint16_t)(from | !second));
		put32(&packet, id);
		put(&packet, whole->data + HEADER_LEN + from,
		    second ? len - from : (at < len ? at : len));
		end(&packet);
		send_packet(w, s, &packet);
	}
}

/* An error about the segment, to its sender. */
static void send_icmp(const struct wire *w, const struct segment *s,
		      const struct buffer *quoted)
{
	struct segment back = { .src = s->dst, .dst = s->src };
	size_t len = quoted->len < QUOTE_MAX ? quoted->len : QUOTE_MAX;
	struct buffer packet, sum = { .len = 0 };
	uint16_t check;

	begin(&packet, &back, ICMPV6);
	put_byte(&packet, (uint8_t)(1 + below(4)));
	put_byte(&packet, (uint8_t)below(8));
	put16(&packet, 0);
	put32(&packet, below(2) ? 1280 + below(300) : random_next());
	put(&packet, quoted->data, below(4) ? len : below((uint32_t)len + 1));
	put(&sum, &back.src, sizeof(back.src));
	put(&sum, &back.dst, sizeof(back.dst));
	put32(&sum, (uint32_t)(packet.len - HEADER_LEN));
	put32(&sum, ICMPV6);
	put(&sum, packet.data + HEADER_LEN, packet.len - HEADER_LEN);
	check = checksum(&sum);
	packet.data[HEADER_LEN + 2] = (uint8_t)(check >> 8);
	packet.data[HEADER_LEN + 3] = (uint8_t)check;
	end(&packet);
	send_packet(w, &back, &packet);
}

static void send_one(const struct wire *w)
{
	size_t choice = seen < KNOWN ? seen : KNOWN;
	struct segment s = known[below((uint32_t)choice)];
	struct buffer packet;

	for (uint32_t n = below(CHANGES_MAX + 1); n; n--)
		changes[below(sizeof(changes) / sizeof(*changes))](&s);
	segment_write(&s, &packet);
	switch (below(8)) {
	case 0:
		send_fragments(w, &s, &packet);
		break;
	case 1:
		send_icmp(w, &s, &packet);
		break;
	case 2:
		/* Anything behind the addresses. */
		if (packet.len > HEADER_LEN)
			packet.data[HEADER_LEN + below((uint32_t)packet.len - HEADER_LEN)] ^=
				(uint8_t)random_next();
		/* fall through */
	default:
		send_packet(w, &s, &packet);
	}
}

static void learn(const struct wire *w, const struct args *args, long deadline)
{
	struct segment s;

	while (wire_receive(w, &s, deadline, false)) {
		if (s.sport != args->port && s.dport != args->port)
			continue;
		s.bad_checksum = false;
		s.cut = 0;
		known[seen++ % KNOWN] = s;
	}
}

int fuzz_send(const struct args *args)
{
	struct wire w;

	state = args->seed;
	wire_open(&w, &args->from, args->dev, NULL);
	learn(&w, args, now_ms() + 500);
	if (!seen) {
		fprintf(stderr, "inject: no segment of port %u was seen\n", args->port);
		return 2;
	}
	for (unsigned int i = 0; i < args->count; i++) {
		if (i % BATCH == 0)
			learn(&w, args, now_ms() + 1);
		send_one(&w);
	}
	printf("%u sent, %zu learnt\n", args->count, seen);
	return 0;
}
