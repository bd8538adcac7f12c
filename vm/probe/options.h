/* SPDX-License-Identifier: MIT */
#ifndef PROBE_OPTIONS_H
#define PROBE_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

/* Exit statuses, those of the whole product. */
#define EXIT_OK 0
#define EXIT_USAGE 1
#define EXIT_RUN 2

/* Whether argv[i] is @name; its value, argv[i + 1], must be there. */
bool option_is(int argc, char **argv, int i, const char *name);

/* The value of the option at argv[i], checked against its bounds. */
int64_t option_number(char **argv, int i, int64_t min, int64_t max);

/* Both end the program with EXIT_USAGE. */
_Noreturn void option_unknown(const char *name);
_Noreturn void option_bad(const char *name, const char *value,
			  const char *allowed);

/* Ends the program with EXIT_RUN and errno's message. */
_Noreturn void die(const char *what, const char *detail);

#endif
