/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Byte vectors of the codec, used by the KUnit suite and by tests/codec. The
 * ones that are accepted also stand in docs/wire-format.md.
 */
#ifndef PRESERVE_OPTION_VECTORS_H
#define PRESERVE_OPTION_VECTORS_H

#include "wire/option.h"

#define ADDR(...) { .in6_u.u6_addr8 = { __VA_ARGS__ } }

/* 2001:db8:net::id */
#define DOC_ADDR(net, id) \
	ADDR(0x20, 0x01, 0x0d, 0xb8, 0, net, 0, 0, 0, 0, 0, 0, 0, 0, 0, id)

static const struct in6_addr vector_client1 = DOC_ADDR(0x01, 0x0c);
static const struct in6_addr vector_server1 = DOC_ADDR(0x11, 0x05);
static const struct in6_addr vector_unique_local =
	ADDR(0xfd, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x0c);
static const struct in6_addr vector_site_local =
	ADDR(0xfe, 0xc0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x0c);

struct bytes {
	unsigned int len;
	const char *data;
};

#define BYTES(literal) { sizeof(literal) - 1, literal }

struct decode_vector {
	const char *name;
	const struct in6_addr *primary;	/* client1 unless set */
	unsigned int max_addrs;		/* PRESERVE_MAX_ALTERNATIVES unless set */
	struct bytes body;
	enum preserve_option_error error;
	struct preserve_addrs addrs;	/* expected when there is no error */
};

#define PREFIX64(net) "\x40\x20\x01\x0d\xb8\x00" net "\x00\x00"
#define PREFIX128(net, id) "\x80\x20\x01\x0d\xb8\x00" net "\0\0\0\0\0\0\0\0\0" id

static const struct decode_vector decode_vectors[] = {
	{
		.name = "no alternatives",
		.body = BYTES(""),
	}, {
		.name = "a /64 with checksum",
		.body = BYTES(PREFIX64("\x02") "\x81\x02\x6c\xf5"),
		.addrs = { 1, { DOC_ADDR(0x02, 0x0c) } },
	}, {
		.name = "a /128",
		.body = BYTES(PREFIX128("\x02", "\x99")),
		.addrs = { 1, { DOC_ADDR(0x02, 0x99) } },
	}, {
		.name = "two /64 in order",
		.body = BYTES(PREFIX64("\x03") PREFIX64("\x02")),
		.addrs = { 2, { DOC_ADDR(0x03, 0x0c), DOC_ADDR(0x02, 0x0c) } },
	}, {
		.name = "a /36 with four bits of the host identifier",
		.body = BYTES("\x24\x20\x01\x0d\xb8\x70"),
		.addrs = { 1, { ADDR(0x20, 0x01, 0x0d, 0xb8, 0x70, 1, 0, 0,
				     0, 0, 0, 0, 0, 0, 0, 0x0c) } },
	}, {
		.name = "a /1",
		.body = BYTES("\x01\x3f"),
		.addrs = { 1, { ADDR(0x3f, 0x01, 0x0d, 0xb8, 0, 1, 0, 0,
				     0, 0, 0, 0, 0, 0, 0, 0x0c) } },
	}, {
		.name = "flags extension",
		.body = BYTES(PREFIX64("\x02") "\x82\x01\x80"),
		.addrs = { 1, { DOC_ADDR(0x02, 0x0c) }, .flags = { 0x80 } },
	}, {
		.name = "flags of two in order, and of the primary",
		.body = BYTES(PREFIX64("\x03") PREFIX64("\x02") "\x82\x03\x05\x87\x80"),
		.addrs = { 2, { DOC_ADDR(0x03, 0x0c), DOC_ADDR(0x02, 0x0c) },
			   .flags = { 0x05, 0x87 }, .primary_flags = 0x80 },
	}, {
		.name = "flags before their prefix, spread and checksum",
		.body = BYTES("\x82\x01\x7f" PREFIX64("\x02") "\x83\x00\x81\x02\x71\x6a"),
		.addrs = { 1, { DOC_ADDR(0x02, 0x0c) }, true, { 0x7f } },
	}, {
		.name = "flags of the primary alone",
		.body = BYTES("\x82\x01\x80"),
		.addrs = { .primary_flags = 0x80 },
	}, {
		.name = "flags of nothing",
		.body = BYTES("\x82\x00"),
	}, {
		.name = "unknown extensions, one of them empty",
		.body = BYTES("\x90\x00" PREFIX64("\x02") "\xff\x03\x01\x02\x03"),
		.addrs = { 1, { DOC_ADDR(0x02, 0x0c) } },
	}, {
		.name = "spread",
		.body = BYTES(PREFIX64("\x02") "\x83\x00"),
		.addrs = { 1, { DOC_ADDR(0x02, 0x0c) }, true },
	}, {
		.name = "spread with checksum",
		.body = BYTES(PREFIX64("\x02") "\x83\x00\x81\x02\x6c\x72"),
		.addrs = { 1, { DOC_ADDR(0x02, 0x0c) }, true },
	}, {
		.name = "spread alone",
		.body = BYTES("\x83\x00"),
		.addrs = { 0, {}, true },
	}, {
		.name = "spread with data of a later version, and again",
		.body = BYTES("\x83\x02\xaa\xbb" PREFIX64("\x02") "\x83\x00"),
		.addrs = { 1, { DOC_ADDR(0x02, 0x0c) }, true },
	}, {
		.name = "checksum before an odd prefix",
		.body = BYTES("\x81\x02\x45\xca\x24\x20\x01\x0d\xb8\x70"),
		.addrs = { 1, { ADDR(0x20, 0x01, 0x0d, 0xb8, 0x70, 1, 0, 0,
				     0, 0, 0, 0, 0, 0, 0, 0x0c) } },
	}, {
		.name = "unique local announces global",
		.primary = &vector_unique_local,
		.body = BYTES(PREFIX64("\x02")),
		.addrs = { 1, { DOC_ADDR(0x02, 0x0c) } },
	}, {
		.name = "unique local announces unique local",
		.primary = &vector_unique_local,
		.body = BYTES("\x40\xfd\0\0\0\0\0\0\x02"),
		.addrs = { 1, { ADDR(0xfd, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0,
				     0, 0, 0, 0x0c) } },
	}, {
		.name = "site-local announces unique local",
		.primary = &vector_site_local,
		.body = BYTES("\x40\xfd\0\0\0\0\0\0\x02"),
		.addrs = { 1, { ADDR(0xfd, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0,
				     0, 0, 0, 0x0c) } },
	}, {
		.name = "as many as allowed",
		.max_addrs = 2,
		.body = BYTES(PREFIX64("\x02") PREFIX64("\x03")),
		.addrs = { 2, { DOC_ADDR(0x02, 0x0c), DOC_ADDR(0x03, 0x0c) } },
	},

	/* Structure. */
	{
		.name = "length zero",
		.body = BYTES("\0"),
		.error = PRESERVE_OPTION_MALFORMED,
	}, {
		.name = "length zero behind a prefix",
		.body = BYTES(PREFIX64("\x02") "\0"),
		.error = PRESERVE_OPTION_MALFORMED,
	}, {
		.name = "a length and nothing",
		.body = BYTES("\x40"),
		.error = PRESERVE_OPTION_TRUNCATED,
	}, {
		.name = "seven bytes of a /64",
		.body = BYTES("\x40\x20\x01\x0d\xb8\x00\x02\x00"),
		.error = PRESERVE_OPTION_TRUNCATED,
	}, {
		.name = "eight bytes of a /65",
		.body = BYTES("\x41\x20\x01\x0d\xb8\x00\x02\x00\x00"),
		.error = PRESERVE_OPTION_TRUNCATED,
	}, {
		.name = "second prefix cut",
		.body = BYTES(PREFIX64("\x02") "\x40\x20"),
		.error = PRESERVE_OPTION_TRUNCATED,
	}, {
		.name = "extension without length",
		.body = BYTES(PREFIX64("\x02") "\x90"),
		.error = PRESERVE_OPTION_TRUNCATED,
	}, {
		.name = "extension cut",
		.body = BYTES("\x90\x04\x01\x02\x03"),
		.error = PRESERVE_OPTION_TRUNCATED,
	}, {
		.name = "spread cut",
		.body = BYTES(PREFIX64("\x02") "\x83\x01"),
		.error = PRESERVE_OPTION_TRUNCATED,
	}, {
		.name = "flags cut",
		.body = BYTES(PREFIX64("\x02") "\x82\x02\x80"),
		.error = PRESERVE_OPTION_TRUNCATED,
	}, {
		.name = "fewer flags than prefixes",
		.body = BYTES(PREFIX64("\x02") PREFIX64("\x03") "\x82\x01\x80"),
		.error = PRESERVE_OPTION_MALFORMED,
	}, {
		.name = "no flags for a prefix behind them",
		.body = BYTES("\x82\x00" PREFIX64("\x02")),
		.error = PRESERVE_OPTION_MALFORMED,
	}, {
		.name = "more flags than prefixes and the primary",
		.body = BYTES(PREFIX64("\x02") "\x82\x03\x80\x00\x00"),
		.error = PRESERVE_OPTION_MALFORMED,
	}, {
		.name = "flags twice",
		.body = BYTES(PREFIX64("\x02") "\x82\x01\x80\x82\x01\x80"),
		.error = PRESERVE_OPTION_MALFORMED,
	}, {
		.name = "flags are not taken from a body that is refused",
		.body = BYTES("\x82\x02\x80\x80\x40\xfe\x80\0\0\0\0\0\0"),
		.error = PRESERVE_OPTION_FORBIDDEN,
	}, {
		.name = "spread is not taken from a body that is refused",
		.body = BYTES("\x83\x00\x40\xfe\x80\0\0\0\0\0\0"),
		.error = PRESERVE_OPTION_FORBIDDEN,
	}, {
		.name = "checksum of one byte",
		.body = BYTES("\x81\x01\x00"),
		.error = PRESERVE_OPTION_MALFORMED,
	}, {
		.name = "checksum of three bytes",
		.body = BYTES("\x81\x03\x00\x00\x00"),
		.error = PRESERVE_OPTION_MALFORMED,
	}, {
		.name = "two checksums",
		.body = BYTES(PREFIX64("\x02") "\x81\x02\x6c\xf5\x81\x02\x6c\xf5"),
		.error = PRESERVE_OPTION_MALFORMED,
	}, {
		.name = "checksum wrong by one",
		.body = BYTES(PREFIX64("\x02") "\x81\x02\x6c\xf6"),
		.error = PRESERVE_OPTION_CHECKSUM,
	}, {
		.name = "address changed under its checksum",
		.body = BYTES(PREFIX64("\x03") "\x81\x02\x6c\xf5"),
		.error = PRESERVE_OPTION_CHECKSUM,
	}, {
		.name = "checksum comes before forbidden",
		.body = BYTES("\x08\xff\x81\x02\x00\x00"),
		.error = PRESERVE_OPTION_CHECKSUM,
	},

	/* Addresses. */
	{
		.name = "the primary itself",
		.body = BYTES(PREFIX64("\x01")),
		.error = PRESERVE_OPTION_DUPLICATE,
	}, {
		.name = "the same twice",
		.body = BYTES(PREFIX64("\x02") PREFIX64("\x03") PREFIX64("\x02")),
		.error = PRESERVE_OPTION_DUPLICATE,
	}, {
		.name = "the same as /64 and /128",
		.body = BYTES(PREFIX64("\x02")
		     PREFIX128("\x02", "\x0c")),
		.error = PRESERVE_OPTION_DUPLICATE,
	}, {
		.name = "the receiver's address",
		.body = BYTES(PREFIX128("\x11", "\x05")),
		.error = PRESERVE_OPTION_FORBIDDEN,
	}, {
		.name = "multicast",
		.body = BYTES("\x40\xff\x0e\0\0\0\0\0\0"),
		.error = PRESERVE_OPTION_FORBIDDEN,
	}, {
		.name = "multicast from one byte",
		.body = BYTES("\x08\xff"),
		.error = PRESERVE_OPTION_FORBIDDEN,
	}, {
		.name = "loopback",
		.body = BYTES("\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01"),
		.error = PRESERVE_OPTION_FORBIDDEN,
	}, {
		.name = "unspecified",
		.body = BYTES("\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		.error = PRESERVE_OPTION_FORBIDDEN,
	}, {
		.name = "link-local",
		.body = BYTES("\x40\xfe\x80\0\0\0\0\0\0"),
		.error = PRESERVE_OPTION_FORBIDDEN,
	}, {
		.name = "last address of link-local",
		.body = BYTES("\x40\xfe\xbf\xff\xff\xff\xff\xff\xff"),
		.error = PRESERVE_OPTION_FORBIDDEN,
	}, {
		.name = "v4-mapped",
		.body = BYTES("\x80\0\0\0\0\0\0\0\0\0\0\xff\xff\xc0\0\x02\x01"),
		.error = PRESERVE_OPTION_FORBIDDEN,
	}, {
		.name = "unique local from a global primary",
		.body = BYTES("\x40\xfd\0\0\0\0\0\0\x01"),
		.error = PRESERVE_OPTION_FORBIDDEN,
	}, {
		.name = "site-local from a global primary",
		.body = BYTES("\x40\xfe\xc0\0\0\0\0\0\x01"),
		.error = PRESERVE_OPTION_FORBIDDEN,
	}, {
		.name = "site-local from a unique local primary",
		.primary = &vector_unique_local,
		.body = BYTES("\x40\xfe\xc0\0\0\0\0\0\x01"),
		.error = PRESERVE_OPTION_FORBIDDEN,
	}, {
		.name = "a good one does not save a bad one",
		.body = BYTES(PREFIX64("\x02") "\x40\xfe\x80\0\0\0\0\0\0"),
		.error = PRESERVE_OPTION_FORBIDDEN,
	}, {
		.name = "one more than allowed",
		.max_addrs = 1,
		.body = BYTES(PREFIX64("\x02") PREFIX64("\x03")),
		.error = PRESERVE_OPTION_TOO_MANY,
	}, {
		.name = "nine",
		.body = BYTES(PREFIX64("\x02") PREFIX64("\x03") PREFIX64("\x04")
		     PREFIX64("\x05") PREFIX64("\x06") PREFIX64("\x07")
		     PREFIX64("\x08") PREFIX64("\x09") PREFIX64("\x0a")),
		.error = PRESERVE_OPTION_TOO_MANY,
	},
};

struct find_vector {
	const char *name;
	struct bytes hdr;
	enum preserve_option_error error;
	unsigned int syn_at;	/* offset of the body, 0 when there is none */
	unsigned int syn_len;
	unsigned int ack_at;
	unsigned int ack_len;
};

/* Types 0x0b and 0x0c; next header TCP. */
static const struct find_vector find_vectors[] = {
	{
		.name = "SYN: one /64 with checksum",
		.hdr = BYTES("\x06\x02\x0b\x0d" PREFIX64("\x02") "\x81\x02\x6c\xf5"
		       "\x01\x05\0\0\0\0\0"),
		.syn_at = 4, .syn_len = 13,
	}, {
		.name = "SYN: no alternatives",
		.hdr = BYTES("\x06\x00\x0b\x00\x01\x02\0\0"),
		.syn_at = 4,
	}, {
		.name = "SYN-ACK: both options",
		.hdr = BYTES("\x06\x03\x0b\x09" PREFIX64("\x12")
		       "\x0c\x0d" PREFIX64("\x02") "\x81\x02\x6c\xf5"
		       "\x01\x02\0\0"),
		.syn_at = 4, .syn_len = 9, .ack_at = 15, .ack_len = 13,
	}, {
		.name = "ACK: echo, ending in Pad1",
		.hdr = BYTES("\x06\x01\x0c\x09" PREFIX64("\x12") "\0\0\0"),
		.ack_at = 4, .ack_len = 9,
	}, {
		.name = "Pad1 and PadN before, other options between",
		.hdr = BYTES("\x06\x03\x00\x01\x01\x00\x0b\x00\xc9\x04\1\2\3\4"
		       "\x1e\x00\x0c\x02\xaa\xbb\x01\x0a\0\0\0\0\0\0\0\0\0\0"),
		.syn_at = 8, .ack_at = 18, .ack_len = 2,
	}, {
		.name = "only the first of a kind counts",
		.hdr = BYTES("\x06\x01\x0b\x01\xaa\x0b\x01\xbb\x0c\x01\xcc\x0c\x01\xdd\0\0"),
		.syn_at = 4, .syn_len = 1, .ack_at = 10, .ack_len = 1,
	}, {
		.name = "bytes behind the header are not read",
		.hdr = BYTES("\x06\x00\x01\x04\0\0\0\0\x0b\x00\x01\x04\0\0\0\0"),
	}, {
		.name = "padding only",
		.hdr = BYTES("\x06\x00\0\0\0\0\0\0"),
	}, {
		.name = "nothing",
		.hdr = BYTES(""),
		.error = PRESERVE_OPTION_TRUNCATED,
	}, {
		.name = "one byte",
		.hdr = BYTES("\x06"),
		.error = PRESERVE_OPTION_TRUNCATED,
	}, {
		.name = "header shorter than it says",
		.hdr = BYTES("\x06\x01\x0b\x00\x01\x02\0\0"),
		.error = PRESERVE_OPTION_TRUNCATED,
	}, {
		.name = "option past the end",
		.hdr = BYTES("\x06\x00\x0b\x05\x40\x20\x01\x0d"),
		.error = PRESERVE_OPTION_TRUNCATED,
	}, {
		.name = "option of length 255",
		.hdr = BYTES("\x06\x00\x0b\xff\x40\x20\x01\x0d"),
		.error = PRESERVE_OPTION_TRUNCATED,
	}, {
		.name = "type without length at the end",
		.hdr = BYTES("\x06\x00\x01\x03\0\0\0\x0b"),
		.error = PRESERVE_OPTION_TRUNCATED,
	}, {
		.name = "PadN past the end hides what stood before",
		.hdr = BYTES("\x06\x00\x0b\x00\x01\x04\0\0"),
		.error = PRESERVE_OPTION_TRUNCATED,
	},
};

#endif /* PRESERVE_OPTION_VECTORS_H */
