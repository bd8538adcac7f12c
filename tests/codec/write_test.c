// SPDX-License-Identifier: MIT
#include "check.h"
#include "suites.h"

#include "wire/option.h"

#include <string.h>

static const __u8 bytes[PRESERVE_MAX_BODY + 1];

static struct preserve_span span(unsigned int len)
{
	return (struct preserve_span){ .data = bytes, .len = len, .present = true };
}

static const struct preserve_span none;

static unsigned int write(__u8 *hdr, unsigned int room,
			  struct preserve_span syn, struct preserve_span ack)
{
	return preserve_option_write(hdr, room, NEXTHDR_TCP, SYN_TYPE, &syn,
				     ACK_TYPE, &ack);
}

static void check_write(const char *name, unsigned int room,
			struct preserve_span syn, struct preserve_span ack,
			const char *expected, unsigned int len)
{
	__u8 hdr[300];
	unsigned int got;

	memset(hdr, 0xee, sizeof(hdr));
	got = write(hdr, room, syn, ack);
	check_report(got == len && hdr[len] == 0xee &&
		     (!expected || !memcmp(hdr, expected, len)),
		     name, "%u bytes instead of %u", got, len);
}

/* Every body length: padded to eight, never past the end, found again. */
static bool every_length(void)
{
	__u8 hdr[PRESERVE_MAX_HEADER];
	struct preserve_options found;

	for (unsigned int len = 0; len <= PRESERVE_MAX_BODY; len++) {
		unsigned int total = write(hdr, sizeof(hdr), span(len), none);
		bool fits = 4 + len <= sizeof(hdr);

		if (!fits != !total || total % 8)
			return false;
		if (!fits)
			continue;
		if (preserve_option_find(hdr, total, SYN_TYPE, ACK_TYPE, &found) ||
		    found.syn.len != len || found.ack.present)
			return false;
	}
	return true;
}

void suite_write(void)
{
	check_write("nothing to write", 256, none, none, NULL, 0);
	check_write("an empty PREFIX_SYN", 256, span(0), none,
		    "\x06\x00\x0b\x00\x01\x02\0\0", 8);
	check_write("an empty PREFIX_ACK", 256, none, span(0),
		    "\x06\x00\x0c\x00\x01\x02\0\0", 8);
	check_write("no padding needed", 256, span(4), none,
		    "\x06\x00\x0b\x04\0\0\0\0", 8);
	check_write("one byte of padding is Pad1", 256, span(3), none,
		    "\x06\x00\x0b\x03\0\0\0\0", 8);
	check_write("two bytes of padding are PadN", 256, span(2), none,
		    "\x06\x00\x0b\x02\0\0\x01\x00", 8);
	check_write("both, PREFIX_SYN first", 256, span(1), span(2),
		    "\x06\x01\x0b\x01\0\x0c\x02\0\0\x01\x05\0\0\0\0\0", 16);
	check_write("exactly the room", 24, span(20), none, NULL, 24);
	check_write("one byte more than the room", 24, span(21), none, NULL, 0);
	check_write("a body longer than an option", 300, span(256), none, NULL, 0);
	check_write("both fill the header", 256, span(200), span(50), NULL, 256);
	check_write("both longer than the header", 300, span(200), span(51), NULL, 0);
	check_report(every_length(), "every length of a body", "see above");
}
