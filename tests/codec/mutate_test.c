// SPDX-License-Identifier: MIT
/*
 * A deterministic mutational fuzzer for machines without clang: starts from
 * the byte vectors and changes, cuts, repeats and joins them. Built with the
 * address and undefined-behaviour sanitizers; every case is copied to the very
 * end of a heap block, so that one byte read too far is seen.
 */
#include "check.h"
#include "random.h"
#include "suites.h"
#include "target.h"

#include "tests/option_vectors.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#ifndef MUTATE_CASES
#define MUTATE_CASES 10000000
#endif

enum { CASE_MAX = 272, CHANGES_MAX = 6 };

struct input {
	__u8 data[CASE_MAX];
	unsigned int len;
};

static const struct bytes *random_vector(struct random *r)
{
	unsigned int i = random_below(r, COUNT(decode_vectors) + COUNT(find_vectors));

	return i < COUNT(decode_vectors) ?
		       &decode_vectors[i].body :
		       &find_vectors[i - COUNT(decode_vectors)].hdr;
}

static void append(struct input *in, const void *data, unsigned int len)
{
	if (len > CASE_MAX - in->len)
		len = CASE_MAX - in->len;
	memcpy(in->data + in->len, data, len);
	in->len += len;
}

/* Numbers at which a parser changes its mind. */
static __u8 interesting(struct random *r)
{
	static const __u8 value[] = {
		0, 1, 2, 7, 8, 9, 0x0b, 0x0c, 0x3f, 0x40, 0x41, 0x7f, 0x80,
		0x81, 0x82, 0x83, 0x84, 0xfe, 0xff,
	};

	return value[random_below(r, sizeof(value))];
}

static void change(struct input *in, struct random *r)
{
	unsigned int kind = random_below(r, 6), at;
	const struct bytes *other;

	if (!in->len || kind == 0) {
		other = random_vector(r);
		append(in, other->data, other->len);
		return;
	}
	at = random_below(r, in->len);
	switch (kind) {
	case 1:
		in->data[at] = (__u8)random_next(r);
		break;
	case 2:
		in->data[at] = interesting(r);
		break;
	case 3:
		in->data[at] ^= (__u8)(1U << random_below(r, 8));
		break;
	case 4:
		in->len = at;
		break;
	default:	/* take one byte out */
		memmove(in->data + at, in->data + at + 1, in->len - at - 1);
		in->len--;
		break;
	}
}

/* Let the header's own length field agree with the case now and then: most
 * mutations would otherwise end at the first test.
 */
static void repair_length(struct input *in, struct random *r)
{
	static const __u8 zero[8];

	if (random_below(r, 2) || in->len < 2)
		return;
	append(in, zero, (8 - in->len % 8) % 8);
	in->data[1] = (__u8)(in->len / 8 - 1);
}

static void one_case(struct random *r, __u8 *end)
{
	struct input in = { .len = 0 };
	unsigned int changes = 1 + random_below(r, CHANGES_MAX);
	const struct bytes *start = random_vector(r);

	append(&in, start->data, start->len);
	while (changes--)
		change(&in, r);
	repair_length(&in, r);
	memcpy(end - in.len, in.data, in.len);
	LLVMFuzzerTestOneInput(end - in.len, in.len);
}

void suite_mutate(void)
{
	struct random r = { 1 };
	__u8 *block = malloc(CASE_MAX);

	for (unsigned int i = 0; i < MUTATE_CASES; i++)
		one_case(&r, block + CASE_MAX);
	free(block);
	check_report(true, "mutated vectors keep every promise", "aborted");
}
