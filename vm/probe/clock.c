// SPDX-License-Identifier: MIT
#include "clock.h"

#include <limits.h>
#include <stdio.h>
#include <time.h>

#include "options.h"

int64_t clock_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000 * NS_PER_MS + ts.tv_nsec;
}

void clock_sleep_until(int64_t ns)
{
	struct timespec ts = {
		.tv_sec = ns / (1000 * NS_PER_MS),
		.tv_nsec = ns % (1000 * NS_PER_MS),
	};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL))
		;
}

int clock_ms_until(int64_t ns)
{
	int64_t ms = (ns - clock_now() + NS_PER_MS - 1) / NS_PER_MS;

	if (ms < 0)
		return 0;
	return ms > INT_MAX ? INT_MAX : (int)ms;
}

int cmd_clock(int argc, char **argv)
{
	int64_t add = 0;

	for (int i = 1; i < argc; i++) {
		if (option_is(argc, argv, i, "--add"))
			add = option_number(argv, i++, 0, INT_MAX);
		else
			option_unknown(argv[i]);
	}
	printf("%lld\n", (long long)(clock_now() + add * NS_PER_MS));
	return 0;
}
