// SPDX-License-Identifier: MIT
#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool option_is(int argc, char **argv, int i, const char *name)
{
	if (strcmp(argv[i], name))
		return false;
	if (i + 1 >= argc)
		option_bad(name, "nothing", "a value");
	return true;
}

int64_t option_number(char **argv, int i, int64_t min, int64_t max)
{
	const char *text = argv[i + 1];
	char allowed[64];
	long long value;
	char *end;

	errno = 0;
	value = strtoll(text, &end, 10);
	if (errno || end == text || *end || value < min || value > max) {
		snprintf(allowed, sizeof(allowed),
			 "an integer from %lld to %lld", (long long)min,
			 (long long)max);
		option_bad(argv[i], text, allowed);
	}
	return value;
}

_Noreturn void option_unknown(const char *name)
{
	fprintf(stderr, "probe: unknown option %s; see probe --help\n", name);
	exit(EXIT_USAGE);
}

_Noreturn void option_bad(const char *name, const char *value,
			  const char *allowed)
{
	fprintf(stderr, "probe: %s takes %s, not %s\n", name, allowed, value);
	exit(EXIT_USAGE);
}

_Noreturn void die(const char *what, const char *detail)
{
	fprintf(stderr, "probe: %s %s: %s\n", what, detail, strerror(errno));
	exit(EXIT_RUN);
}
