// SPDX-License-Identifier: MIT
#include "headers.h"
#include "segment.h"

/* One /64 nobody has, as a whole PREFIX_SYN of 11 bytes. */
#define GOOD_SYN "\x0b\x09\x40\x20\x01\x0d\xb8\xa0\x01\0\0"

/* Well-formed, though unusual. */

HEADER(first_counts)
{
	(void)e;
	PUT(b, "\x06\x02" GOOD_SYN "\x0b\x07\x08\xff\x08\xff\x08\xff\0" "\x01\x00");
}

HEADER(among_others)
{
	(void)e;
	PUT(b, "\x06\x02\x00\x01\x01\x00\x1e\x00" GOOD_SYN "\x01\x03\0\0\0");
}

HEADER(ack_only)
{
	(void)e;
	PUT(b, "\x06\x01\x0c\x09\x40\x20\x01\x0d\xb8\xa0\x01\0\0\x01\x01\0");
}

HEADER(padding_only)
{
	(void)e;
	PUT(b, "\x06\x00\x01\x04\0\0\0\0");
}

/* Two Destination Options headers: the first is not the one before TCP. */
HEADER(two_headers)
{
	(void)e;
	PUT(b, "\x3c\x00\x01\x04\0\0\0\0");
	PUT(b, "\x06\x01" GOOD_SYN "\x01\x01\0");
}

/* Broken: the IPv6 stack drops these by itself. */

HEADER(option_past_end)
{
	(void)e;
	PUT(b, "\x06\x00\x0b\x09\x40\x20\x01\x0d");
}

HEADER(option_255)
{
	(void)e;
	PUT(b, "\x06\x00\x0b\xff\x40\x20\x01\x0d");
}

HEADER(type_only)
{
	(void)e;
	PUT(b, "\x06\x00\x01\x03\0\0\0\x0b");
}

HEADER(padding_past_end)
{
	(void)e;
	PUT(b, "\x06\x00\x0b\x00\x01\x06\0\0");
}

/* The length byte claims 2048 bytes. */
HEADER(past_packet)
{
	(void)e;
	PUT(b, "\x06\xff" GOOD_SYN "\x01\x01\0");
}
