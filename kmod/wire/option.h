/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The codec of PREFIX_SYN and PREFIX_ACK: pure functions over bytes, with no
 * socket, no packet buffer and no allocation, so that the same file is built
 * into the module, into KUnit tests and into user-space tests and fuzzers.
 *
 * The wire format is described in docs/wire-format.md.
 */
#ifndef PRESERVE_OPTION_H
#define PRESERVE_OPTION_H

#include <linux/in6.h>
#include <linux/types.h>

/* The most alternatives an end may announce, and the most it may accept. */
#define PRESERVE_MAX_ALTERNATIVES 8

/* The option length field has eight bits. */
#define PRESERVE_MAX_BODY 255

/* The longest Destination Options header that is written or read (RFC 8200
 * allows 2048 bytes; a SYN-ACK of ours never needs more than this).
 */
#define PRESERVE_MAX_HEADER 256

/* Why an option was not accepted. Each has a counter of its own. */
enum preserve_option_error {
	PRESERVE_OPTION_OK = 0,
	PRESERVE_OPTION_TRUNCATED,	/* ends before its own length says */
	PRESERVE_OPTION_MALFORMED,	/* a length of zero, out of range, or wrong */
	PRESERVE_OPTION_DUPLICATE,	/* the same address twice */
	PRESERVE_OPTION_FORBIDDEN,	/* multicast, loopback, link-local, ... */
	PRESERVE_OPTION_TOO_MANY,	/* more alternatives than allowed */
	PRESERVE_OPTION_CHECKSUM,	/* the checksum extension does not match */
};

/* A run of bytes inside a header that somebody else owns. */
struct preserve_span {
	const __u8 *data;
	unsigned int len;
	bool present;	/* an empty option is present with len 0 */
};

/* Of an address: bit 7 for use when no other pair works only, and a priority. */
#define PRESERVE_FLAG_BACKUP 0x80
#define PRESERVE_FLAG_PRIORITY 0x7f	/* 0 is best */

/* Where the first option of each kind stands in a Destination Options header. */
struct preserve_options {
	struct preserve_span syn;
	struct preserve_span ack;
};

/*
 * What one end announces: its alternatives, best first, the primary not among
 * them, whether it can put segments of any pair back in order, and the flags of
 * its addresses.
 */
struct preserve_addrs {
	unsigned int count;
	struct in6_addr addr[PRESERVE_MAX_ALTERNATIVES];
	bool spread;
	__u8 flags[PRESERVE_MAX_ALTERNATIVES];
	__u8 primary_flags;
};

/*
 * Find PREFIX_SYN and PREFIX_ACK in the Destination Options header of @len
 * bytes at @hdr. Only the first option of a kind counts; options of other
 * kinds are skipped whatever their action bits (the IPv6 stack judges those).
 */
enum preserve_option_error
preserve_option_find(const __u8 *hdr, unsigned int len, __u8 syn_type,
		     __u8 ack_type, struct preserve_options *found);

/*
 * Read the body of a PREFIX_SYN that came from @primary to @self into @addrs.
 * One forbidden or malformed prefix refuses the whole option: a peer that
 * sends one is broken or hostile.
 */
enum preserve_option_error
preserve_option_decode(const struct preserve_span *body,
		       const struct in6_addr *primary,
		       const struct in6_addr *self, unsigned int max_addrs,
		       struct preserve_addrs *addrs);

/*
 * Write the body of a PREFIX_SYN from @primary to @peer into @body, as many of
 * @addrs, best first, as fit into @room bytes; @sent receives those that did.
 * An address with the host identifier of @primary is sent as a /64 prefix, any
 * other as /128. Then come the spread extension when @addrs asks for it, the flags
 * when any are set, and the checksum, each when it fits. @sent has the flags in any
 * case. Returns the number of bytes written (0 is valid: no alternatives).
 */
unsigned int preserve_option_encode(const struct preserve_addrs *addrs,
				    const struct in6_addr *primary,
				    const struct in6_addr *peer,
				    __u8 *body, unsigned int room,
				    struct preserve_addrs *sent);

/*
 * Write a whole Destination Options header with a PREFIX_SYN (when
 * @syn->present) and a PREFIX_ACK (when @ack->present), padded to a multiple
 * of eight. Returns its length, or 0 when it does not fit into @room.
 */
unsigned int preserve_option_write(__u8 *hdr, unsigned int room, __u8 nexthdr,
				   __u8 syn_type,
				   const struct preserve_span *syn,
				   __u8 ack_type,
				   const struct preserve_span *ack);

/* May @addr be an address of a connection that @primary takes part in? */
bool preserve_option_addr_ok(const struct in6_addr *addr,
			     const struct in6_addr *primary);

#endif /* PRESERVE_OPTION_H */
