// SPDX-License-Identifier: MIT
#include "flood.h"
#include "kinds.h"
#include "segment.h"
#include "wire.h"

#include <stdio.h>

enum { PORT_FIRST = 10000, PORT_COUNT = 50000, GARBAGE_MAX = 40 };

/* xorshift: the same flood on every run. */
static uint32_t random_next(void)
{
	static uint32_t state = 0x12345678;

	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state;
}

static void garbage(struct buffer *header)
{
	struct buffer body = { .len = 0 };
	size_t len = random_next() % GARBAGE_MAX;

	while (body.len < len)
		put_byte(&body, (uint8_t)random_next());
	header_of(header, &body, NULL);
}

static void half_open(struct buffer *header, const struct ends *ends)
{
	kind_header(kind_find("good-64"), header, ends);
}

bool flood_known(const char *name)
{
	return !strcmp(name, "half-open") || !strcmp(name, "spoofed") ||
	       !strcmp(name, "garbage");
}

int flood_send(const struct args *args)
{
	struct ends ends = { .sender = args->from, .receiver = args->to };
	struct wire w;

	wire_open(&w, &args->from, args->dev, NULL);
	for (unsigned int i = 0; i < args->count; i++) {
		struct segment s = {
			.src = args->from, .dst = args->to,
			.sport = (uint16_t)(PORT_FIRST + i % PORT_COUNT),
			.dport = args->port, .seq = random_next(),
			.flags = SYN, .window = 60000,
		};

		PUT(&s.options, "\x02\x04\x04\xc4");
		if (!strcmp(args->kind, "spoofed")) {
			s.src.s6_addr[12] = 0xaa;
			s.src.s6_addr[13] = (uint8_t)(i >> 16);
			s.src.s6_addr[14] = (uint8_t)(i >> 8);
			s.src.s6_addr[15] = (uint8_t)i;
		}
		if (!strcmp(args->kind, "garbage"))
			garbage(&s.header);
		else
			half_open(&s.header, &ends);
		wire_send(&w, &s);
	}
	printf("%s: %u sent\n", args->kind, args->count);
	return 0;
}
