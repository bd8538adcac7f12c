// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit suite of the option codec. It includes the source, so that it runs
 * without the module and in any kernel with KUnit.
 */
#include <kunit/test.h>
#include <linux/module.h>

#include "../wire/option.c"
#include "option_vectors.h"

enum {
	SYN_TYPE = 0x0b,
	ACK_TYPE = 0x0c,
	NEXTHDR = 6,
	ROOM_DEFAULT = 20,	/* max_option_bytes 24, less both headers */
};

static void decode_name(const struct decode_vector *v, char *name)
{
	strscpy(name, v->name, KUNIT_PARAM_DESC_SIZE);
}

static void find_name(const struct find_vector *v, char *name)
{
	strscpy(name, v->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(decode, decode_vectors, decode_name);
KUNIT_ARRAY_PARAM(find, find_vectors, find_name);

static void decode_test(struct kunit *test)
{
	const struct decode_vector *v = test->param_value;
	struct preserve_addrs got = { .count = 99 };
	struct preserve_span body = {
		.data = (const __u8 *)v->body.data,
		.len = v->body.len,
		.present = true,
	};
	unsigned int i;

	KUNIT_EXPECT_EQ(test, v->error,
			preserve_option_decode(&body,
					       v->primary ?: &vector_client1,
					       &vector_server1,
					       v->max_addrs ?: PRESERVE_MAX_ALTERNATIVES,
					       &got));
	KUNIT_ASSERT_EQ(test, v->addrs.count, got.count);
	KUNIT_EXPECT_EQ(test, v->addrs.spread, got.spread);
	KUNIT_EXPECT_EQ(test, v->addrs.primary_flags, got.primary_flags);
	for (i = 0; i < got.count; i++) {
		KUNIT_EXPECT_TRUE(test, addr_equal(&v->addrs.addr[i],
						   &got.addr[i]));
		KUNIT_EXPECT_EQ(test, v->addrs.flags[i], got.flags[i]);
	}
}

static void expect_span(struct kunit *test, const struct find_vector *v,
			const struct preserve_span *span, unsigned int at,
			unsigned int len)
{
	const __u8 *hdr = (const __u8 *)v->hdr.data;

	KUNIT_ASSERT_EQ(test, span->present, at != 0);
	if (!at)
		return;
	KUNIT_EXPECT_PTR_EQ(test, span->data, hdr + at);
	KUNIT_EXPECT_EQ(test, span->len, len);
}

static void find_test(struct kunit *test)
{
	const struct find_vector *v = test->param_value;
	struct preserve_options found;

	KUNIT_EXPECT_EQ(test, v->error,
			preserve_option_find((const __u8 *)v->hdr.data,
					     v->hdr.len, SYN_TYPE, ACK_TYPE,
					     &found));
	expect_span(test, v, &found.syn, v->syn_at, v->syn_len);
	expect_span(test, v, &found.ack, v->ack_at, v->ack_len);
}

/* What encode and write produce is what find and decode read. */
static void round_trip_test(struct kunit *test)
{
	const struct preserve_addrs addrs = {
		2, { DOC_ADDR(0x02, 0x0c), DOC_ADDR(0x03, 0x77) }, true,
		{ 0x80, 0x03 }, 0x85
	};
	__u8 body[PRESERVE_MAX_BODY], hdr[PRESERVE_MAX_HEADER];
	struct preserve_span syn = { .data = body, .present = true };
	struct preserve_span none = {};
	struct preserve_addrs sent, got;
	struct preserve_options found;
	unsigned int len;

	syn.len = preserve_option_encode(&addrs, &vector_client1,
					 &vector_server1, body, sizeof(body),
					 &sent);
	KUNIT_EXPECT_EQ(test, sent.count, 2U);

	len = preserve_option_write(hdr, sizeof(hdr), NEXTHDR, SYN_TYPE, &syn,
				    ACK_TYPE, &none);
	KUNIT_EXPECT_EQ(test, len % 8, 0U);
	KUNIT_ASSERT_EQ(test, PRESERVE_OPTION_OK,
			preserve_option_find(hdr, len, SYN_TYPE, ACK_TYPE,
					     &found));
	KUNIT_ASSERT_TRUE(test, found.syn.present);
	KUNIT_EXPECT_FALSE(test, found.ack.present);
	KUNIT_EXPECT_EQ(test, PRESERVE_OPTION_OK,
			preserve_option_decode(&found.syn, &vector_client1,
					       &vector_server1,
					       PRESERVE_MAX_ALTERNATIVES,
					       &got));
	KUNIT_EXPECT_EQ(test, got.count, 2U);
	KUNIT_EXPECT_TRUE(test, sent.spread && got.spread);
	KUNIT_EXPECT_EQ(test, 0, memcmp(&got, &sent, offsetof(struct preserve_addrs, addr[2])));
	KUNIT_EXPECT_EQ(test, 0, memcmp(got.flags, addrs.flags, 2));
	KUNIT_EXPECT_EQ(test, got.primary_flags, addrs.primary_flags);
}

/* What is not sent has no flags there, and without any nothing is said. */
static void encode_flags_test(struct kunit *test)
{
	struct preserve_addrs addrs = {
		3, { DOC_ADDR(0x02, 0x0c), DOC_ADDR(0x03, 0x77), DOC_ADDR(0x04, 0x0c) },
		false, { 0x01, 0x02, 0x83 }
	};
	struct preserve_addrs sent;
	__u8 body[PRESERVE_MAX_BODY];
	unsigned int len;

	len = preserve_option_encode(&addrs, &vector_client1, &vector_server1,
				     body, 22, &sent);
	KUNIT_EXPECT_EQ(test, len, 22U);
	KUNIT_ASSERT_EQ(test, sent.count, 2U);
	KUNIT_EXPECT_EQ(test, 0, memcmp(body + 18, "\x82\x02\x01\x83", 4));
	KUNIT_EXPECT_EQ(test, sent.flags[1], 0x83);

	memset(addrs.flags, 0, sizeof(addrs.flags));
	len = preserve_option_encode(&addrs, &vector_client1, &vector_server1,
				     body, 22, &sent);
	KUNIT_EXPECT_EQ(test, len, 22U);
	KUNIT_EXPECT_EQ(test, body[18], 0x81);
}

/* The best alternative that does not fit does not keep a smaller one out. */
static void encode_room_test(struct kunit *test)
{
	const struct preserve_addrs addrs = {
		3, { DOC_ADDR(0x02, 0x0c), DOC_ADDR(0x03, 0x77), DOC_ADDR(0x04, 0x0c) }
	};
	struct preserve_addrs sent;
	__u8 body[ROOM_DEFAULT];
	unsigned int len;

	len = preserve_option_encode(&addrs, &vector_client1, &vector_server1,
				     body, sizeof(body), &sent);
	KUNIT_EXPECT_EQ(test, len, 18U);
	KUNIT_ASSERT_EQ(test, sent.count, 2U);
	KUNIT_EXPECT_TRUE(test, addr_equal(&sent.addr[1], &addrs.addr[2]));
}

static struct kunit_case option_cases[] = {
	KUNIT_CASE_PARAM(decode_test, decode_gen_params),
	KUNIT_CASE_PARAM(find_test, find_gen_params),
	KUNIT_CASE(round_trip_test),
	KUNIT_CASE(encode_room_test),
	KUNIT_CASE(encode_flags_test),
	{}
};

static struct kunit_suite option_suite = {
	.name = "preserve_option",
	.test_cases = option_cases,
};

kunit_test_suite(option_suite);

MODULE_DESCRIPTION("KUnit tests of PreserveStack's option codec");
MODULE_LICENSE("GPL");
