// SPDX-License-Identifier: MIT
#include "check.h"
#include "suites.h"

#include "wire/option.h"

#include <arpa/inet.h>
#include <string.h>

static struct in6_addr address(const char *text)
{
	struct in6_addr addr = {};

	inet_pton(AF_INET6, text, &addr);
	return addr;
}

struct encode_case {
	const char *name;
	unsigned int room;
	unsigned int count;
	const char *addrs[PRESERVE_MAX_ALTERNATIVES];
	unsigned int len;		/* expected */
	unsigned int sent;
	const char *first;		/* the first address sent */
	bool spread;			/* asked for */
	bool spread_sent;
};

struct flags_case {
	struct encode_case of;
	__u8 flags[PRESERVE_MAX_ALTERNATIVES];
	__u8 primary_flags;
	const char *ends;		/* the body, with these bytes, ... */
	unsigned int ends_len;		/* ... so many */
};

#define ENDS(literal) literal, sizeof(literal) - 1

static const struct encode_case cases[] = {
	{ "nothing to announce", 255, 0, {}, 0, 0, NULL, false, false },
	{ "same host identifier: /64 and checksum", 20, 1,
	  { "2001:db8:2::c" }, 13, 1, "2001:db8:2::c", false, false },
	{ "other host identifier: /128, no room for a checksum", 20, 1,
	  { "2001:db8:2::d" }, 17, 1, "2001:db8:2::d", false, false },
	{ "two /64 fill the room", 20, 2,
	  { "2001:db8:2::c", "2001:db8:3::c" }, 18, 2, "2001:db8:2::c", false, false },
	{ "a third does not fit", 20, 3,
	  { "2001:db8:2::c", "2001:db8:3::c", "2001:db8:4::c" }, 18, 2, "2001:db8:2::c", false, false },
	{ "a /128 that does not fit leaves room for a /64", 12, 2,
	  { "2001:db8:2::d", "2001:db8:3::c" }, 9, 1, "2001:db8:3::c", false, false },
	{ "no room", 0, 1, { "2001:db8:2::c" }, 0, 0, NULL, false, false },
	{ "room for one byte less", 8, 1, { "2001:db8:2::c" }, 0, 0, NULL, false, false },
	{ "exactly a prefix and a checksum", 13, 1, { "2001:db8:2::c" }, 13, 1, "2001:db8:2::c", false, false },
	{ "one byte less than a checksum needs", 12, 1, { "2001:db8:2::c" }, 9, 1, "2001:db8:2::c", false, false },
	{ "more room than an option has", 1000, 8,
	  { "2001:db8:2::d", "2001:db8:3::d", "2001:db8:4::d", "2001:db8:5::d",
	    "2001:db8:6::d", "2001:db8:7::d", "2001:db8:8::d", "2001:db8:9::d" },
	  8 * 17 + 4, 8, "2001:db8:2::d", false, false },
	{ "the primary and the peer are left out", 255, 3,
	  { "2001:db8:1::c", "2001:db8:11::5", "2001:db8:2::c" }, 13, 1, "2001:db8:2::c", false, false },
	{ "duplicates are left out", 255, 2,
	  { "2001:db8:2::c", "2001:db8:2::c" }, 13, 1, "2001:db8:2::c", false, false },
	{ "forbidden ones are left out", 255, 5,
	  { "fe80::c", "fd00::c", "ff02::1", "::1", "2001:db8:2::c" }, 13, 1, "2001:db8:2::c", false, false },
	{ "spread before the checksum", 20, 1,
	  { "2001:db8:2::c" }, 15, 1, "2001:db8:2::c", true, true },
	{ "spread goes before a checksum that does not fit", 11, 1,
	  { "2001:db8:2::c" }, 11, 1, "2001:db8:2::c", true, true },
	{ "a prefix goes before spread", 10, 1,
	  { "2001:db8:2::c" }, 9, 1, "2001:db8:2::c", true, false },
	{ "two /64 and spread fill the room", 20, 2,
	  { "2001:db8:2::c", "2001:db8:3::c" }, 20, 2, "2001:db8:2::c", true, true },
	{ "spread without alternatives", 20, 0, {}, 6, 0, NULL, true, true },
	{ "no room for spread", 1, 0, {}, 0, 0, NULL, true, false },
};

static const struct flags_case flags_cases[] = {
	{ { "a backup: flags before the checksum", 20, 1, { "2001:db8:2::c" },
	    16, 1, "2001:db8:2::c", false, false }, { 0x80 }, 0, ENDS("") },
	{ { "flags without room for a checksum", 15, 1, { "2001:db8:2::c" },
	    12, 1, "2001:db8:2::c", false, false }, { 0x80 }, 0, ENDS("\x82\x01\x80") },
	{ { "one byte less than flags need", 11, 1, { "2001:db8:2::c" },
	    9, 1, "2001:db8:2::c", false, false }, { 0x80 }, 0, ENDS("") },
	{ { "a /128 and its flags fill the room", 20, 1, { "2001:db8:2::d" },
	    20, 1, "2001:db8:2::d", false, false }, { 0x05 }, 0, ENDS("\x82\x01\x05") },
	{ { "prefixes go before flags", 20, 2, { "2001:db8:2::c", "2001:db8:3::c" },
	    18, 2, "2001:db8:2::c", false, false }, { 0, 0x80 }, 0, ENDS("") },
	{ { "spread goes before flags", 13, 1, { "2001:db8:2::c" },
	    11, 1, "2001:db8:2::c", true, true }, { 0x80 }, 0, ENDS("\x83\x00") },
	{ { "of the primary: behind the others", 14, 1, { "2001:db8:2::c" },
	    13, 1, "2001:db8:2::c", false, false }, { 0 }, 0x80, ENDS("\x82\x02\x00\x80") },
	{ { "of the primary alone", 5, 0, {},
	    3, 0, NULL, false, false }, { 0 }, 0x81, ENDS("\x82\x01\x81") },
	{ { "of an address that is left out: none", 20, 2, { "fe80::c", "2001:db8:2::c" },
	    13, 1, "2001:db8:2::c", false, false }, { 0x80, 0 }, 0, ENDS("") },
};

static bool run_flags(const struct flags_case *f)
{
	const struct encode_case *c = &f->of;
	const struct in6_addr primary = address("2001:db8:1::c");
	const struct in6_addr peer = address("2001:db8:11::5");
	struct preserve_addrs addrs = {
		.count = c->count,
		.spread = c->spread,
		.primary_flags = f->primary_flags,
	}, sent;
	__u8 body[1000];
	struct in6_addr first;
	unsigned int len;

	for (unsigned int i = 0; i < c->count; i++)
		addrs.addr[i] = address(c->addrs[i]);
	memcpy(addrs.flags, f->flags, sizeof(addrs.flags));
	memset(body, 0xee, sizeof(body));
	len = preserve_option_encode(&addrs, &primary, &peer, body, c->room,
				     &sent);
	if (len != c->len || sent.count != c->sent ||
	    sent.spread != c->spread_sent || body[len] != 0xee)
		return false;
	if (f->ends_len > len ||
	    memcmp(body + len - f->ends_len, f->ends, f->ends_len))
		return false;
	if (!c->first)
		return true;
	first = address(c->first);
	return !memcmp(&sent.addr[0], &first, sizeof(first));
}

static bool run(const struct encode_case *c)
{
	const struct flags_case f = { .of = *c, .ends = "" };

	return run_flags(&f);
}

void suite_encode(void)
{
	for (unsigned int i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_report(run(&cases[i]), cases[i].name,
			     "length, count or first address differs");
	for (unsigned int i = 0; i < sizeof(flags_cases) / sizeof(flags_cases[0]); i++)
		check_report(run_flags(&flags_cases[i]), flags_cases[i].of.name,
			     "length, count, first address or last bytes differ");
}
