// SPDX-License-Identifier: MIT
/*
 * For random address sets and rooms: what encode says it sent is what the
 * other end decodes, in the same order, and the header brings the body across
 * unchanged. Fixed seeds; a failure names its seed.
 */
#include "check.h"
#include "random.h"
#include "suites.h"

#include "wire/option.h"

#include <string.h>

enum { SEEDS = 10, SETS = 20000 };

/* Few networks, few host identifiers and now and then an odd first byte, so
 * that duplicates and forbidden addresses come up often.
 */
static struct in6_addr random_addr(struct random *r)
{
	static const __u8 first[] = { 0x20, 0x20, 0x20, 0x20, 0xfd, 0xfe, 0xff, 0x00 };
	struct in6_addr addr = {};

	addr.s6_addr[0] = first[random_below(r, sizeof(first))];
	addr.s6_addr[1] = addr.s6_addr[0] == 0xfe ? 0x80 : 0x01;
	addr.s6_addr[7] = (__u8)random_below(r, 12);
	addr.s6_addr[15] = (__u8)random_below(r, 3);
	return addr;
}

static bool same_order(const struct preserve_addrs *sent,
		       const struct preserve_addrs *addrs)
{
	unsigned int at = 0;

	for (unsigned int i = 0; i < sent->count; i++) {
		while (at < addrs->count &&
		       memcmp(&sent->addr[i], &addrs->addr[at], sizeof(addrs->addr[0])))
			at++;
		if (at++ >= addrs->count)
			return false;
	}
	return true;
}

/* They come whole, or not at all when they did not fit. */
static bool same_flags(const struct preserve_addrs *got,
		       const struct preserve_addrs *sent)
{
	static const __u8 none[PRESERVE_MAX_ALTERNATIVES];

	if (got->primary_flags == sent->primary_flags &&
	    !memcmp(got->flags, sent->flags, got->count))
		return true;
	return !got->primary_flags && !memcmp(got->flags, none, got->count);
}

static bool crosses(const __u8 *body, unsigned int len,
		    const struct in6_addr *primary, const struct in6_addr *peer,
		    const struct preserve_addrs *sent)
{
	const struct preserve_span span = { .data = body, .len = len, .present = true };
	__u8 hdr[PRESERVE_MAX_HEADER];
	struct preserve_options found;
	struct preserve_addrs got;
	unsigned int total;

	total = preserve_option_write(hdr, sizeof(hdr), NEXTHDR_TCP, SYN_TYPE,
				      &span, ACK_TYPE, &span);
	if (!total)
		return 2 + 2 * (2 + len) > sizeof(hdr);
	if (preserve_option_find(hdr, total, SYN_TYPE, ACK_TYPE, &found) ||
	    found.syn.len != len || memcmp(found.syn.data, body, len) ||
	    found.ack.len != len || memcmp(found.ack.data, body, len))
		return false;
	return !preserve_option_decode(&found.syn, primary, peer,
				       PRESERVE_MAX_ALTERNATIVES, &got) &&
	       got.count == sent->count && got.spread == sent->spread &&
	       same_flags(&got, sent) &&
	       !memcmp(got.addr, sent->addr, got.count * sizeof(got.addr[0]));
}

static bool one_set(struct random *r)
{
	struct in6_addr primary = random_addr(r), peer = random_addr(r);
	struct preserve_addrs addrs = {
		.count = random_below(r, PRESERVE_MAX_ALTERNATIVES + 1),
		.spread = random_below(r, 2),
		.primary_flags = (__u8)(random_below(r, 2) * random_below(r, 256)),
	};
	__u8 body[PRESERVE_MAX_BODY + 1];
	unsigned int room = random_below(r, 160), len;
	struct preserve_addrs sent;

	for (unsigned int i = 0; i < addrs.count; i++) {
		addrs.addr[i] = random_addr(r);
		addrs.flags[i] = (__u8)(random_below(r, 3) / 2 * random_below(r, 256));
	}
	body[room] = 0xee;
	len = preserve_option_encode(&addrs, &primary, &peer, body, room, &sent);
	return len <= room && body[room] == 0xee &&
	       same_order(&sent, &addrs) && sent.spread <= addrs.spread &&
	       crosses(body, len, &primary, &peer, &sent);
}

void suite_property(void)
{
	for (unsigned int seed = 1; seed <= SEEDS; seed++) {
		struct random r = { seed };
		unsigned int good = 0;

		while (good < SETS && one_set(&r))
			good++;
		check_report(good == SETS, "what is encoded is what is decoded",
			     "seed %u, set %u", seed, good);
	}
}
