// SPDX-License-Identifier: MIT
#include "bodies.h"
#include "checksum.h"

/* A /64 nobody has: 2001:db8:a0XX::/64. */
static void prefix64(struct buffer *b, uint8_t number)
{
	PUT(b, "\x40\x20\x01\x0d\xb8\xa0");
	put_byte(b, number);
	PUT(b, "\0\0");
}

static void prefixes(struct buffer *b, uint8_t count)
{
	for (uint8_t i = 1; i <= count; i++)
		prefix64(b, i);
}

static void prefix128(struct buffer *b, const struct in6_addr *addr)
{
	put_byte(b, 128);
	put(b, addr, sizeof(*addr));
}

static void first_bytes(struct buffer *b, const struct in6_addr *addr,
			uint8_t bits)
{
	put_byte(b, bits);
	put(b, addr, bits / 8);
}

/* Append a checksum extension for a sender and a receiver. */
static void add_checksum(struct buffer *b, const struct in6_addr *sender,
			 const struct in6_addr *receiver)
{
	struct buffer all;
	uint16_t sum;

	PUT(b, "\x81\x02\0\0");
	all = *b;
	put(&all, sender, sizeof(*sender));
	put(&all, receiver, sizeof(*receiver));
	sum = checksum(&all);
	b->data[b->len - 2] = (uint8_t)(sum >> 8);
	b->data[b->len - 1] = (uint8_t)sum;
}

/* Well-formed. */

BODY(empty)
{
	(void)b;
	(void)e;
}

BODY(one64)
{
	(void)e;
	prefix64(b, 1);
}

BODY(one128)
{
	(void)e;
	PUT(b, "\x80\x20\x01\x0d\xb8\xa0\x01\0\0\0\0\0\0\0\0\0\x77");
}

BODY(one36)
{
	(void)e;
	PUT(b, "\x24\x20\x01\x0d\xb8\xa0");
}

BODY(checksum)
{
	prefix64(b, 1);
	add_checksum(b, &e->sender, &e->receiver);
}

BODY(flags)
{
	(void)e;
	prefix64(b, 1);
	PUT(b, "\x82\x01\x80");
}

BODY(unknown)
{
	(void)e;
	PUT(b, "\x90\x00");
	prefix64(b, 1);
	PUT(b, "\xff\x03\x01\x02\x03");
}

BODY(three)
{
	(void)e;
	prefixes(b, 3);
}

/* Valid, but its echo does not fit into a SYN-ACK. */
BODY(seven)
{
	(void)e;
	prefixes(b, 7);
}

/* Broken structure. */

BODY(zero)
{
	(void)e;
	PUT(b, "\0");
}

BODY(zero_late)
{
	(void)e;
	prefix64(b, 1);
	PUT(b, "\0");
}

BODY(length_only)
{
	(void)e;
	PUT(b, "\x40");
}

BODY(cut64)
{
	(void)e;
	prefix64(b, 1);
	b->len--;
}

BODY(cut128)
{
	body_one128(b, e);
	b->len--;
}

BODY(cut_second)
{
	(void)e;
	prefix64(b, 1);
	PUT(b, "\x40\x20");
}

BODY(extension_bare)
{
	(void)e;
	prefix64(b, 1);
	PUT(b, "\x90");
}

BODY(extension_cut)
{
	(void)e;
	PUT(b, "\x90\x04\x01\x02\x03");
}

BODY(extension_huge)
{
	(void)e;
	PUT(b, "\xff\xff\x01\x02\x03");
}

BODY(checksum_short)
{
	(void)e;
	prefix64(b, 1);
	PUT(b, "\x81\x01\x00");
}

BODY(checksum_long)
{
	(void)e;
	prefix64(b, 1);
	PUT(b, "\x81\x03\0\0\0");
}

BODY(checksum_twice)
{
	body_checksum(b, e);
	add_checksum(b, &e->sender, &e->receiver);
}

BODY(checksum_wrong)
{
	body_checksum(b, e);
	b->data[b->len - 1] ^= 1;
}

/* Right for another sender: a translated address looks like this. */
BODY(checksum_swapped)
{
	struct in6_addr other = e->sender;

	other.s6_addr[15] ^= 0x40;
	prefix64(b, 1);
	add_checksum(b, &other, &e->receiver);
}

/* Addresses that may not be used. */

BODY(multicast)
{
	(void)e;
	PUT(b, "\x40\xff\x0e\0\0\0\0\0\0");
}

BODY(multicast8)
{
	(void)e;
	PUT(b, "\x08\xff");
}

BODY(loopback)
{
	(void)e;
	prefix128(b, &in6addr_loopback);
}

BODY(unspecified)
{
	(void)e;
	prefix128(b, &in6addr_any);
}

BODY(linklocal)
{
	(void)e;
	PUT(b, "\x40\xfe\x80\0\0\0\0\0\0");
}

BODY(linklocal_last)
{
	(void)e;
	PUT(b, "\x10\xfe\xbf");
}

BODY(v4mapped)
{
	(void)e;
	PUT(b, "\x80\0\0\0\0\0\0\0\0\0\0\xff\xff\x0a\0\0\x01");
}

BODY(receiver)
{
	prefix128(b, &e->receiver);
}

BODY(unique_local)
{
	(void)e;
	PUT(b, "\x40\xfd\0\0\0\0\0\0\x01");
}

BODY(site_local)
{
	(void)e;
	PUT(b, "\x40\xfe\xc0\0\0\0\0\0\x01");
}

BODY(good_then_bad)
{
	(void)e;
	prefix64(b, 1);
	PUT(b, "\x08\xff");
}

/* Addresses twice, and too many. */

BODY(primary)
{
	first_bytes(b, &e->sender, 64);
}

BODY(primary128)
{
	prefix128(b, &e->sender);
}

BODY(twice)
{
	(void)e;
	prefix64(b, 1);
	prefix64(b, 2);
	prefix64(b, 1);
}

BODY(twice_both_ways)
{
	struct in6_addr again = e->sender;

	prefix64(b, 1);
	memcpy(&again, b->data + 1, 8);
	prefix128(b, &again);
}

/* No more than are allowed, in more bytes than are. */
BODY(eight)
{
	(void)e;
	prefixes(b, 8);
}

BODY(nine)
{
	(void)e;
	prefixes(b, 9);
}

/* Many prefixes in few bytes. */
BODY(tiny)
{
	(void)e;
	for (uint8_t i = 0; i < 12; i++) {
		put_byte(b, 8);
		put_byte(b, (uint8_t)(0x30 + i));
	}
}

/* A header of 256 bytes, the longest that is read. */
BODY(longest)
{
	(void)e;
	prefixes(b, 27);
	PUT(b, "\x90\x01\x00");
}

/* As long as an option can be. */
BODY(past_longest)
{
	(void)e;
	prefixes(b, 28);
	PUT(b, "\x90\x01\x00");
}
