// SPDX-License-Identifier: MIT
/* The byte vectors that the KUnit suite uses too. */
#include "check.h"
#include "suites.h"

#include "tests/option_vectors.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool same_addrs(const struct preserve_addrs *a,
		       const struct preserve_addrs *b)
{
	return a->count == b->count && a->spread == b->spread &&
	       a->primary_flags == b->primary_flags &&
	       !memcmp(a->flags, b->flags, a->count) &&
	       !memcmp(a->addr, b->addr, a->count * sizeof(a->addr[0]));
}

void suite_decode(void)
{
	for (unsigned int i = 0; i < COUNT(decode_vectors); i++) {
		const struct decode_vector *v = &decode_vectors[i];
		struct preserve_span body = {
			.data = (const __u8 *)v->body.data,
			.len = v->body.len,
			.present = true,
		};
		struct preserve_addrs got = { .count = 99 };
		enum preserve_option_error err;

		err = preserve_option_decode(&body,
					     v->primary ? v->primary : &vector_client1,
					     &vector_server1,
					     v->max_addrs ? v->max_addrs : PRESERVE_MAX_ALTERNATIVES,
					     &got);
		check_report(err == v->error && same_addrs(&got, &v->addrs),
			     v->name, "error %d instead of %d, %u addresses",
			     err, v->error, got.count);
	}
}

static bool span_is(const struct preserve_span *span, const char *hdr,
		    unsigned int at, unsigned int len)
{
	if (!at)
		return !span->present;
	return span->present && span->data == (const __u8 *)hdr + at &&
	       span->len == len;
}

void suite_find(void)
{
	for (unsigned int i = 0; i < COUNT(find_vectors); i++) {
		const struct find_vector *v = &find_vectors[i];
		struct preserve_options found;
		enum preserve_option_error err;

		err = preserve_option_find((const __u8 *)v->hdr.data,
					   v->hdr.len, SYN_TYPE, ACK_TYPE,
					   &found);
		check_report(err == v->error &&
			     span_is(&found.syn, v->hdr.data, v->syn_at, v->syn_len) &&
			     span_is(&found.ack, v->hdr.data, v->ack_at, v->ack_len),
			     v->name, "error %d instead of %d", err, v->error);
	}
}
