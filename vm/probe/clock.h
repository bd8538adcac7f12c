/* SPDX-License-Identifier: MIT */
#ifndef PROBE_CLOCK_H
#define PROBE_CLOCK_H

#include <stdint.h>

#define NS_PER_MS 1000000LL

/* CLOCK_MONOTONIC in nanoseconds. */
int64_t clock_now(void);

/* Sleeps until the clock shows at least @ns. */
void clock_sleep_until(int64_t ns);

/* A timeout for epoll_wait: milliseconds until @ns, rounded up. */
int clock_ms_until(int64_t ns);

/* "probe clock": prints the clock, for a common start of several helpers. */
int cmd_clock(int argc, char **argv);

#endif
