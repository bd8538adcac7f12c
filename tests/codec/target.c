// SPDX-License-Identifier: MIT
/*
 * One fuzz case: the bytes as a header, each option found as a body, and the
 * bytes themselves as a body. What decode accepts must keep its promises, and
 * must survive being announced again.
 */
#include "target.h"
#include "suites.h"

#include "wire/option.h"

#include <stdlib.h>
#include <string.h>

static const struct in6_addr primary = {
	.in6_u.u6_addr8 = { 0x20, 0x01, 0x0d, 0xb8, 0, 1, [15] = 0x0c },
};
static const struct in6_addr self = {
	.in6_u.u6_addr8 = { 0x20, 0x01, 0x0d, 0xb8, 0, 0x11, [15] = 0x05 },
};

static void require(bool promise)
{
	if (!promise)
		abort();
}

static void check_addrs(const struct preserve_addrs *addrs, unsigned int max)
{
	const size_t size = sizeof(addrs->addr[0]);

	require(addrs->count <= max);
	for (unsigned int i = 0; i < addrs->count; i++) {
		require(preserve_option_addr_ok(&addrs->addr[i], &primary));
		require(memcmp(&addrs->addr[i], &primary, size));
		require(memcmp(&addrs->addr[i], &self, size));
		for (unsigned int j = 0; j < i; j++)
			require(memcmp(&addrs->addr[i], &addrs->addr[j], size));
	}
}

static void announce_again(const struct preserve_addrs *addrs)
{
	struct preserve_addrs sent, got;
	__u8 body[PRESERVE_MAX_BODY];
	struct preserve_span span = { .data = body, .present = true };

	span.len = preserve_option_encode(addrs, &primary, &self, body,
					  sizeof(body), &sent);
	require(sent.count == addrs->count && sent.spread == addrs->spread);
	require(!preserve_option_decode(&span, &primary, &self,
					PRESERVE_MAX_ALTERNATIVES, &got));
	require(got.count == sent.count && got.spread == sent.spread);
	require(!memcmp(got.addr, addrs->addr, got.count * sizeof(got.addr[0])));
}

static void try_body(const struct preserve_span *body)
{
	struct preserve_addrs addrs;

	for (unsigned int max = 0; max <= PRESERVE_MAX_ALTERNATIVES; max += 4) {
		bool refused = preserve_option_decode(body, &primary, &self,
						      max, &addrs);

		require(!refused || (!addrs.count && !addrs.spread));
		check_addrs(&addrs, max);
		if (addrs.count || addrs.spread)
			announce_again(&addrs);
	}
}

static void try_found(const struct preserve_span *span, const __u8 *hdr,
		      unsigned int len)
{
	if (!span->present)
		return;
	require(span->data >= hdr && span->data + span->len <= hdr + len);
	try_body(span);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct preserve_span body = {
		.data = data,
		.len = size < PRESERVE_MAX_BODY ? (unsigned int)size : PRESERVE_MAX_BODY,
		.present = true,
	};
	struct preserve_options found;
	bool refused;

	try_body(&body);
	refused = preserve_option_find(data, (unsigned int)size, SYN_TYPE,
				       ACK_TYPE, &found);
	require(!refused || (!found.syn.present && !found.ack.present));
	try_found(&found.syn, data, (unsigned int)size);
	try_found(&found.ack, data, (unsigned int)size);
	return 0;
}
