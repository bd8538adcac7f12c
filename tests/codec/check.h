/* SPDX-License-Identifier: MIT */
/* A test runner of the smallest kind: TAP lines, and a total at the end. */
#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>

/* Report one test; @ok of a failed one is explained by the format. */
void check_report(bool ok, const char *name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Print `N passed, N failed`; the result is the program's exit status. */
int check_done(void);

#endif
