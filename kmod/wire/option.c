// SPDX-License-Identifier: GPL-2.0-only
/*
 * The codec of PREFIX_SYN and PREFIX_ACK. See option.h and
 * docs/wire-format.md; the byte vectors there are the ones the tests use.
 */
#ifdef __KERNEL__
#include <linux/string.h>
#else
#include <stdbool.h>
#include <string.h>
#endif

#include "wire/option.h"

enum {
	/* Destination Options header: next header, length; then options. */
	HEADER_FIXED = 2,
	HEADER_UNIT = 8,
	OPTION_FIXED = 2,

	OPTION_PAD1 = 0,
	OPTION_PADN = 1,

	/* The body: a prefix length, or above that the kind of an extension. */
	PREFIX_BITS_MAX = 128,
	PREFIX_BITS_NETWORK = 64,
	PREFIX_BYTES_NETWORK = 8,

	EXTENSION_CHECKSUM = 0x81,
	CHECKSUM_BYTES = 2,
	CHECKSUM_ITEM = 4,

	EXTENSION_FLAGS = 0x82,
	FLAGS_FIXED = 2,

	EXTENSION_SPREAD = 0x83,
	SPREAD_ITEM = 2,
};

/* One item of a body: a prefix, or an extension. */
struct item {
	__u8 kind;		/* prefix length in bits, or extension kind */
	const __u8 *data;
	unsigned int len;	/* bytes at data */
	unsigned int next;	/* offset of the item after this one */
};

static bool is_prefix(const struct item *item)
{
	return item->kind <= PREFIX_BITS_MAX;
}

/* Read the item that starts at @offset, which lies inside the body. */
static enum preserve_option_error
read_item(const struct preserve_span *body, unsigned int offset,
	  struct item *item)
{
	unsigned int start = offset + 1;

	item->kind = body->data[offset];
	if (item->kind == 0)
		return PRESERVE_OPTION_MALFORMED;

	if (is_prefix(item)) {
		item->len = (item->kind + 7) / 8;
	} else {
		if (start == body->len)
			return PRESERVE_OPTION_TRUNCATED;
		item->len = body->data[start++];
	}
	if (item->len > body->len - start)
		return PRESERVE_OPTION_TRUNCATED;

	item->data = body->data + start;
	item->next = start + item->len;
	return PRESERVE_OPTION_OK;
}

/* The Internet checksum of RFC 1071, fed piece by piece. A piece may have an
 * odd length: the next one then goes on in the lower half of the same word.
 */
struct checksum {
	__u64 sum;
	bool odd;
};

static __u32 read_word(const __u8 *data)
{
	return (__u32)data[0] << 24 | (__u32)data[1] << 16 |
	       (__u32)data[2] << 8 | data[3];
}

static void checksum_add(struct checksum *csum, const __u8 *data,
			 unsigned int len)
{
	if (len && csum->odd) {
		csum->sum += *data++;
		csum->odd = false;
		len--;
	}
	/* Two of the 16-bit words at once: folding adds them up. */
	for (; len > 3; len -= 4, data += 4)
		csum->sum += read_word(data);
	for (; len > 1; len -= 2, data += 2)
		csum->sum += (__u32)data[0] << 8 | data[1];
	if (len) {
		csum->sum += (__u32)data[0] << 8;
		csum->odd = true;
	}
}

static __u16 checksum_fold(const struct checksum *csum)
{
	__u64 sum = csum->sum;

	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

/* The checksum of @body with the two bytes at @field taken as zero. */
static __u16 body_checksum(const struct preserve_span *body, unsigned int field,
			   const struct in6_addr *sender,
			   const struct in6_addr *receiver)
{
	static const __u8 zero[CHECKSUM_BYTES];
	unsigned int rest = field + CHECKSUM_BYTES;
	struct checksum csum = {};

	checksum_add(&csum, body->data, field);
	checksum_add(&csum, zero, CHECKSUM_BYTES);
	checksum_add(&csum, body->data + rest, body->len - rest);
	checksum_add(&csum, sender->s6_addr, sizeof(*sender));
	checksum_add(&csum, receiver->s6_addr, sizeof(*receiver));
	return checksum_fold(&csum);
}

/* What the items of a body say about one another. */
struct outline {
	const __u8 *checksum;	/* its two bytes, NULL: there is none */
	const __u8 *flags;	/* one per prefix, ... */
	unsigned int n_flags;	/* ... and perhaps one for the primary */
	unsigned int prefixes;
};

static enum preserve_option_error
note_item(struct outline *outline, const struct item *item)
{
	if (is_prefix(item)) {
		outline->prefixes++;
	} else if (item->kind == EXTENSION_CHECKSUM) {
		/* A second one would leave open which is taken as zero. */
		if (outline->checksum || item->len != CHECKSUM_BYTES)
			return PRESERVE_OPTION_MALFORMED;
		outline->checksum = item->data;
	} else if (item->kind == EXTENSION_FLAGS) {
		if (outline->flags)
			return PRESERVE_OPTION_MALFORMED;
		outline->flags = item->data;
		outline->n_flags = item->len;
	}
	return PRESERVE_OPTION_OK;
}

/* Is every item whole? */
static enum preserve_option_error
read_outline(const struct preserve_span *body, struct outline *outline)
{
	enum preserve_option_error err;
	unsigned int offset;
	struct item item;

	for (offset = 0; offset < body->len; offset = item.next) {
		err = read_item(body, offset, &item);
		if (!err)
			err = note_item(outline, &item);
		if (err)
			return err;
	}
	if (outline->flags && outline->n_flags != outline->prefixes &&
	    outline->n_flags != outline->prefixes + 1)
		return PRESERVE_OPTION_MALFORMED;
	return PRESERVE_OPTION_OK;
}

/* Is it well formed, and does the checksum match, if there is one? */
static enum preserve_option_error
check_body(const struct preserve_span *body, const struct in6_addr *sender,
	   const struct in6_addr *receiver, struct outline *outline)
{
	enum preserve_option_error err = read_outline(body, outline);
	const __u8 *field;
	__u16 sum;

	if (err)
		return err;
	field = outline->checksum;
	if (!field)
		return PRESERVE_OPTION_OK;

	sum = body_checksum(body, field - body->data, sender, receiver);
	if (field[0] != sum >> 8 || field[1] != (sum & 0xff))
		return PRESERVE_OPTION_CHECKSUM;
	return PRESERVE_OPTION_OK;
}

static bool addr_equal(const struct in6_addr *a, const struct in6_addr *b)
{
	return !memcmp(a, b, sizeof(*a));
}

static bool addrs_contain(const struct preserve_addrs *addrs,
			  const struct in6_addr *addr)
{
	unsigned int i;

	for (i = 0; i < addrs->count; i++) {
		if (addr_equal(&addrs->addr[i], addr))
			return true;
	}
	return false;
}

/* Unspecified, loopback and v4-mapped addresses all start with 80 zero bits. */
static bool is_special(const struct in6_addr *addr)
{
	static const __u8 zero[15];
	const __u8 *b = addr->s6_addr;

	if (b[0] == 0xff)			/* multicast, ff00::/8 */
		return true;
	if (b[0] == 0xfe && (b[1] & 0xc0) == 0x80)	/* link-local, fe80::/10 */
		return true;
	if (memcmp(b, zero, 10))
		return false;
	if (b[10] == 0xff && b[11] == 0xff)	/* ::ffff:0:0/96 */
		return true;
	return !memcmp(b, zero, 15) && b[15] <= 1;	/* :: and ::1 */
}

/* Scopes in the order of their reach, with the values of RFC 4291; unique
 * local addresses (RFC 4193) stand between site and global.
 */
enum scope {
	SCOPE_SITE = 0x5,
	SCOPE_UNIQUE_LOCAL = 0x8,
	SCOPE_GLOBAL = 0xe,
};

static enum scope scope_of(const struct in6_addr *addr)
{
	const __u8 *b = addr->s6_addr;

	if (b[0] == 0xfe && (b[1] & 0xc0) == 0xc0)	/* fec0::/10 */
		return SCOPE_SITE;
	if ((b[0] & 0xfe) == 0xfc)			/* fc00::/7 */
		return SCOPE_UNIQUE_LOCAL;
	return SCOPE_GLOBAL;
}

bool preserve_option_addr_ok(const struct in6_addr *addr,
			     const struct in6_addr *primary)
{
	return !is_special(addr) && scope_of(addr) >= scope_of(primary);
}

/* May @addr be announced beside @addrs by @primary to @receiver? */
static enum preserve_option_error
check_addr(const struct in6_addr *addr, const struct preserve_addrs *addrs,
	   const struct in6_addr *primary, const struct in6_addr *receiver)
{
	if (!preserve_option_addr_ok(addr, primary) ||
	    addr_equal(addr, receiver))
		return PRESERVE_OPTION_FORBIDDEN;
	if (addr_equal(addr, primary) || addrs_contain(addrs, addr))
		return PRESERVE_OPTION_DUPLICATE;
	return PRESERVE_OPTION_OK;
}

static unsigned int limit_count(unsigned int max_addrs)
{
	return max_addrs < PRESERVE_MAX_ALTERNATIVES ? max_addrs :
						       PRESERVE_MAX_ALTERNATIVES;
}

static enum preserve_option_error
add_addr(struct preserve_addrs *addrs, const struct in6_addr *addr,
	 const struct in6_addr *primary, const struct in6_addr *receiver,
	 unsigned int max_addrs)
{
	enum preserve_option_error err;

	err = check_addr(addr, addrs, primary, receiver);
	if (err)
		return err;
	if (addrs->count >= limit_count(max_addrs))
		return PRESERVE_OPTION_TOO_MANY;
	addrs->flags[addrs->count] = 0;
	addrs->addr[addrs->count++] = *addr;
	return PRESERVE_OPTION_OK;
}

static void clear_addrs(struct preserve_addrs *addrs)
{
	addrs->count = 0;
	addrs->spread = false;
	addrs->primary_flags = 0;
}

/* There are as many as prefixes, all of which were taken, or one more. */
static void take_flags(struct preserve_addrs *addrs,
		       const struct outline *outline)
{
	if (!outline->flags)
		return;
	memcpy(addrs->flags, outline->flags, addrs->count);
	if (outline->n_flags > addrs->count)
		addrs->primary_flags = outline->flags[addrs->count];
}

/* A body that arrived damaged is reported as damaged, whatever the addresses
 * in it now look like: hence the two passes.
 */
enum preserve_option_error
preserve_option_decode(const struct preserve_span *body,
		       const struct in6_addr *primary,
		       const struct in6_addr *self, unsigned int max_addrs,
		       struct preserve_addrs *addrs)
{
	struct outline outline = {};
	enum preserve_option_error err;
	struct in6_addr addr;
	unsigned int offset;
	struct item item;

	clear_addrs(addrs);
	err = check_body(body, primary, self, &outline);

	for (offset = 0; !err && offset < body->len; offset = item.next) {
		err = read_item(body, offset, &item);
		/* Whatever data a later version adds to it is skipped. */
		if (!err && item.kind == EXTENSION_SPREAD)
			addrs->spread = true;
		if (err || !is_prefix(&item))
			continue;
		addr = *primary;
		memcpy(addr.s6_addr, item.data, item.len);
		err = add_addr(addrs, &addr, primary, self, max_addrs);
	}
	if (err)
		clear_addrs(addrs);
	else
		take_flags(addrs, &outline);
	return err;
}

static bool same_host_id(const struct in6_addr *a, const struct in6_addr *b)
{
	return !memcmp(a->s6_addr + PREFIX_BYTES_NETWORK,
		       b->s6_addr + PREFIX_BYTES_NETWORK,
		       sizeof(*a) - PREFIX_BYTES_NETWORK);
}

static bool has_flags(const struct preserve_addrs *addrs)
{
	unsigned int i;

	for (i = 0; i < addrs->count; i++)
		if (addrs->flags[i])
			return true;
	return addrs->primary_flags;
}

/* Returns how many bytes that took: none, when there is nothing to say. */
static unsigned int append_flags(__u8 *body, unsigned int room,
				 const struct preserve_addrs *addrs)
{
	unsigned int n = addrs->count + !!addrs->primary_flags;

	if (!has_flags(addrs) || room < FLAGS_FIXED + n)
		return 0;
	body[0] = EXTENSION_FLAGS;
	body[1] = n;
	memcpy(body + FLAGS_FIXED, addrs->flags, addrs->count);
	if (addrs->primary_flags)
		body[FLAGS_FIXED + addrs->count] = addrs->primary_flags;
	return FLAGS_FIXED + n;
}

static unsigned int append_checksum(__u8 *body, unsigned int len,
				    const struct in6_addr *primary,
				    const struct in6_addr *peer)
{
	struct preserve_span span = {
		.data = body,
		.len = len + CHECKSUM_ITEM,
		.present = true,
	};
	unsigned int field = len + CHECKSUM_ITEM - CHECKSUM_BYTES;
	__u16 sum;

	body[len] = EXTENSION_CHECKSUM;
	body[len + 1] = CHECKSUM_BYTES;
	sum = body_checksum(&span, field, primary, peer);
	body[field] = sum >> 8;
	body[field + 1] = sum & 0xff;
	return span.len;
}

/* What decode would refuse is left out, so that a namespace with an odd
 * address cannot spoil its own option.
 */
unsigned int preserve_option_encode(const struct preserve_addrs *addrs,
				    const struct in6_addr *primary,
				    const struct in6_addr *peer,
				    __u8 *body, unsigned int room,
				    struct preserve_addrs *sent)
{
	unsigned int len = 0, bits, bytes, i;

	if (room > PRESERVE_MAX_BODY)
		room = PRESERVE_MAX_BODY;
	clear_addrs(sent);
	sent->primary_flags = addrs->primary_flags;

	for (i = 0; i < limit_count(addrs->count); i++) {
		bits = same_host_id(&addrs->addr[i], primary) ?
			       PREFIX_BITS_NETWORK : PREFIX_BITS_MAX;
		bytes = bits / 8;
		if (1 + bytes > room - len)
			continue;
		if (add_addr(sent, &addrs->addr[i], primary, peer,
			     PRESERVE_MAX_ALTERNATIVES))
			continue;
		sent->flags[sent->count - 1] = addrs->flags[i];
		body[len++] = bits;
		memcpy(body + len, addrs->addr[i].s6_addr, bytes);
		len += bytes;
	}
	if (addrs->spread && room - len >= SPREAD_ITEM) {
		body[len++] = EXTENSION_SPREAD;
		body[len++] = 0;
		sent->spread = true;
	}
	len += append_flags(body + len, room - len, sent);
	if (len && room - len >= CHECKSUM_ITEM)
		len = append_checksum(body, len, primary, peer);
	return len;
}

/* Read the option at @offset into @value; @next is behind it. */
static enum preserve_option_error
read_option(const __u8 *hdr, unsigned int len, unsigned int offset,
	    struct preserve_span *value, unsigned int *next)
{
	if (len - offset < OPTION_FIXED)
		return PRESERVE_OPTION_TRUNCATED;
	value->len = hdr[offset + 1];
	value->data = hdr + offset + OPTION_FIXED;
	value->present = true;
	*next = offset + OPTION_FIXED + value->len;
	return *next > len ? PRESERVE_OPTION_TRUNCATED : PRESERVE_OPTION_OK;
}

enum preserve_option_error
preserve_option_find(const __u8 *hdr, unsigned int len, __u8 syn_type,
		     __u8 ack_type, struct preserve_options *found)
{
	struct preserve_options options = {};
	enum preserve_option_error err;
	struct preserve_span value;
	unsigned int offset, next;

	*found = options;
	if (len < HEADER_FIXED || len < (hdr[1] + 1U) * HEADER_UNIT)
		return PRESERVE_OPTION_TRUNCATED;
	len = (hdr[1] + 1U) * HEADER_UNIT;

	for (offset = HEADER_FIXED; offset < len; offset = next) {
		__u8 type = hdr[offset];

		if (type == OPTION_PAD1) {
			next = offset + 1;
			continue;
		}
		err = read_option(hdr, len, offset, &value, &next);
		if (err)
			return err;
		if (type == OPTION_PADN)
			continue;
		if (type == syn_type && !options.syn.present)
			options.syn = value;
		else if (type == ack_type && !options.ack.present)
			options.ack = value;
	}
	*found = options;
	return PRESERVE_OPTION_OK;
}

static unsigned int option_size(const struct preserve_span *span)
{
	return span->present ? OPTION_FIXED + span->len : 0;
}

static unsigned int write_option(__u8 *at, __u8 type,
				 const struct preserve_span *span)
{
	if (!span->present)
		return 0;
	at[0] = type;
	at[1] = span->len;
	if (span->len)
		memcpy(at + OPTION_FIXED, span->data, span->len);
	return option_size(span);
}

static void write_padding(__u8 *at, unsigned int len)
{
	if (len == 1) {
		at[0] = OPTION_PAD1;
	} else if (len) {
		at[0] = OPTION_PADN;
		at[1] = len - OPTION_FIXED;
		memset(at + OPTION_FIXED, 0, len - OPTION_FIXED);
	}
}

unsigned int preserve_option_write(__u8 *hdr, unsigned int room, __u8 nexthdr,
				   __u8 syn_type,
				   const struct preserve_span *syn,
				   __u8 ack_type,
				   const struct preserve_span *ack)
{
	unsigned int used, total;

	if (!syn->present && !ack->present)
		return 0;
	if (syn->len > PRESERVE_MAX_BODY || ack->len > PRESERVE_MAX_BODY)
		return 0;
	used = HEADER_FIXED + option_size(syn) + option_size(ack);
	total = (used + HEADER_UNIT - 1) / HEADER_UNIT * HEADER_UNIT;
	if (total > room || total > PRESERVE_MAX_HEADER)
		return 0;

	hdr[0] = nexthdr;
	hdr[1] = total / HEADER_UNIT - 1;
	used = HEADER_FIXED;
	used += write_option(hdr + used, syn_type, syn);
	used += write_option(hdr + used, ack_type, ack);
	write_padding(hdr + used, total - used);
	return total;
}
