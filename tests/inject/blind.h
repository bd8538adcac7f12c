/* SPDX-License-Identifier: MIT */
/* What somebody can send who knows the addresses and ports, and nothing else. */
#ifndef BLIND_H
#define BLIND_H

#include "args.h"

#include <stdbool.h>
#include <stddef.h>

extern const char *const blind_kinds[];
extern const size_t blind_kinds_count;

bool blind_known(const char *name);

/*
 * Send args->count packets of the kind, or of each kind in turn for "all", with a
 * pause after each round if there is args->interval.
 */
int blind_send(const struct args *args);

#endif
