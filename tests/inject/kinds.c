// SPDX-License-Identifier: MIT
#include "kinds.h"
#include "bodies.h"
#include "headers.h"
#include "segment.h"

#define OF_BODY(name, counter, outcome, function) \
	{ name, counter, outcome, body_##function, NULL, 0 }
#define OF_HEADER(name, counter, outcome, function) \
	{ name, counter, outcome, NULL, header_##function, 0 }

const struct kind kinds[] = {
	OF_BODY("good-empty", "SynReceived", NEGOTIATED, empty),
	OF_BODY("good-64", "SynReceived", NEGOTIATED, one64),
	OF_BODY("good-128", "SynReceived", NEGOTIATED, one128),
	OF_BODY("good-36", "SynReceived", NEGOTIATED, one36),
	OF_BODY("good-checksum", "SynReceived", NEGOTIATED, checksum),
	OF_BODY("good-flags", "SynReceived", NEGOTIATED, flags),
	OF_BODY("good-unknown-extension", "SynReceived", NEGOTIATED, unknown),
	OF_BODY("good-three", "SynReceived", NEGOTIATED, three),
	OF_HEADER("good-first-counts", "SynReceived", NEGOTIATED, first_counts),
	OF_HEADER("good-among-others", "SynReceived", NEGOTIATED, among_others),

	OF_BODY("odd-seven", "SynReceived", PLAIN, seven),
	OF_BODY("odd-past-longest", NULL, PLAIN, past_longest),
	OF_HEADER("odd-two-headers", NULL, PLAIN, two_headers),
	OF_HEADER("odd-ack-only", NULL, PLAIN, ack_only),
	OF_HEADER("odd-padding-only", NULL, PLAIN, padding_only),

	OF_BODY("length-zero", "OptionMalformed", PLAIN, zero),
	OF_BODY("length-zero-late", "OptionMalformed", PLAIN, zero_late),
	OF_BODY("length-only", "OptionTruncated", PLAIN, length_only),
	OF_BODY("cut-64", "OptionTruncated", PLAIN, cut64),
	OF_BODY("cut-128", "OptionTruncated", PLAIN, cut128),
	OF_BODY("cut-second", "OptionTruncated", PLAIN, cut_second),
	OF_BODY("extension-bare", "OptionTruncated", PLAIN, extension_bare),
	OF_BODY("extension-cut", "OptionTruncated", PLAIN, extension_cut),
	OF_BODY("extension-huge", "OptionTruncated", PLAIN, extension_huge),
	OF_BODY("checksum-short", "OptionMalformed", PLAIN, checksum_short),
	OF_BODY("checksum-long", "OptionMalformed", PLAIN, checksum_long),
	OF_BODY("checksum-twice", "OptionMalformed", PLAIN, checksum_twice),
	OF_BODY("checksum-wrong", "OptionChecksum", PLAIN, checksum_wrong),
	OF_BODY("checksum-swapped", "OptionChecksum", PLAIN, checksum_swapped),
	OF_BODY("multicast", "OptionForbidden", PLAIN, multicast),
	OF_BODY("multicast-8", "OptionForbidden", PLAIN, multicast8),
	OF_BODY("loopback", "OptionForbidden", PLAIN, loopback),
	OF_BODY("unspecified", "OptionForbidden", PLAIN, unspecified),
	OF_BODY("link-local", "OptionForbidden", PLAIN, linklocal),
	OF_BODY("link-local-last", "OptionForbidden", PLAIN, linklocal_last),
	OF_BODY("v4-mapped", "OptionForbidden", PLAIN, v4mapped),
	OF_BODY("receiver-address", "OptionForbidden", PLAIN, receiver),
	OF_BODY("unique-local", "OptionForbidden", PLAIN, unique_local),
	OF_BODY("site-local", "OptionForbidden", PLAIN, site_local),
	OF_BODY("good-then-bad", "OptionForbidden", PLAIN, good_then_bad),
	OF_BODY("primary", "OptionDuplicate", PLAIN, primary),
	OF_BODY("primary-128", "OptionDuplicate", PLAIN, primary128),
	OF_BODY("twice", "OptionDuplicate", PLAIN, twice),
	OF_BODY("twice-both-ways", "OptionDuplicate", PLAIN, twice_both_ways),
	OF_BODY("eight", "OptionTooMany", PLAIN, eight),
	OF_BODY("nine", "OptionTooMany", PLAIN, nine),
	OF_BODY("tiny", "OptionTooMany", PLAIN, tiny),
	OF_BODY("longest", "OptionTooMany", PLAIN, longest),

	OF_HEADER("option-past-end", "OptionTruncated", NOTHING, option_past_end),
	OF_HEADER("option-255", "OptionTruncated", NOTHING, option_255),
	OF_HEADER("type-only", "OptionTruncated", NOTHING, type_only),
	OF_HEADER("padding-past-end", "OptionTruncated", NOTHING, padding_past_end),
	OF_HEADER("past-packet", NULL, NOTHING, past_packet),
	{ "packet-cut", NULL, NOTHING, body_one64, NULL, 10 },
};

const size_t kinds_count = sizeof(kinds) / sizeof(kinds[0]);

const struct kind *kind_find(const char *name)
{
	for (size_t i = 0; i < kinds_count; i++) {
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	}
	return NULL;
}

static void put_option(struct buffer *header, uint8_t type,
		       const struct buffer *body)
{
	if (!body)
		return;
	put_byte(header, type);
	put_byte(header, (uint8_t)body->len);
	put(header, body->data, body->len);
}

void header_of(struct buffer *header, const struct buffer *syn,
	       const struct buffer *ack)
{
	size_t pad;

	put_byte(header, IPPROTO_TCP);
	put_byte(header, 0);
	put_option(header, PREFIX_SYN, syn);
	put_option(header, PREFIX_ACK, ack);
	pad = (8 - header->len % 8) % 8;
	if (pad == 1)
		put_byte(header, 0);
	if (pad > 1) {
		put_byte(header, 1);
		put_byte(header, (uint8_t)(pad - 2));
		put(header, "\0\0\0\0\0", pad - 2);
	}
	header->data[1] = (uint8_t)(header->len / 8 - 1);
}

void kind_header(const struct kind *kind, struct buffer *b,
		 const struct ends *e)
{
	struct buffer body = { .len = 0 };

	b->len = 0;
	if (kind->header) {
		kind->header(b, e);
		return;
	}
	kind->body(&body, e);
	header_of(b, &body, NULL);
}
