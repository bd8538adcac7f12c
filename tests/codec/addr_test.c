// SPDX-License-Identifier: MIT
#include "check.h"
#include "suites.h"

#include "wire/option.h"

#include <arpa/inet.h>
#include <stdio.h>

static const struct {
	const char *primary;
	const char *addr;
	bool ok;
} cases[] = {
	{ "2001:db8::1", "2001:db8::2", true },
	{ "2001:db8::1", "2001:db8::1", true },
	{ "2001:db8::1", "2002::1", true },
	{ "2001:db8::1", "64:ff9b::1", true },
	{ "2001:db8::1", "::2", true },
	{ "2001:db8::1", "::fffe:0:1", true },
	{ "2001:db8::1", "::", false },
	{ "2001:db8::1", "::1", false },
	{ "2001:db8::1", "::ffff:1.2.3.4", false },
	{ "2001:db8::1", "fe80::1", false },
	{ "2001:db8::1", "febf::1", false },
	{ "2001:db8::1", "fec0::1", false },
	{ "2001:db8::1", "fc00::1", false },
	{ "2001:db8::1", "fdff::1", false },
	{ "2001:db8::1", "fe00::1", true },
	{ "2001:db8::1", "ff02::1", false },
	{ "2001:db8::1", "ff0e::1", false },
	{ "fd00::1", "fd01::1", true },
	{ "fd00::1", "fc00::1", true },
	{ "fd00::1", "2001:db8::1", true },
	{ "fd00::1", "fec0::1", false },
	{ "fd00::1", "fe80::1", false },
	{ "fec0::1", "fec0::2", true },
	{ "fec0::1", "fd00::1", true },
	{ "fec0::1", "2001:db8::1", true },
	{ "fec0::1", "::1", false },
};

void suite_addr(void)
{
	for (unsigned int i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct in6_addr primary, addr;
		char name[128];

		inet_pton(AF_INET6, cases[i].primary, &primary);
		inet_pton(AF_INET6, cases[i].addr, &addr);
		snprintf(name, sizeof(name), "%s %s %s", cases[i].primary,
			 cases[i].ok ? "may announce" : "may not announce",
			 cases[i].addr);
		check_report(preserve_option_addr_ok(&addr, &primary) == cases[i].ok,
			     name, "the other answer");
	}
}
