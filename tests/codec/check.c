// SPDX-License-Identifier: MIT
#include "check.h"

#include <stdarg.h>
#include <stdio.h>

static unsigned int passed, failed;

void check_report(bool ok, const char *name, const char *format, ...)
{
	va_list args;

	printf("%s %u - %s\n", ok ? "ok" : "not ok", passed + failed + 1, name);
	if (ok) {
		passed++;
		return;
	}
	failed++;
	va_start(args, format);
	printf("# ");
	vprintf(format, args);
	printf("\n");
	va_end(args);
}

int check_done(void)
{
	printf("1..%u\n%u passed, %u failed\n", passed + failed, passed, failed);
	return failed ? 2 : 0;
}
