/* SPDX-License-Identifier: MIT */
/* Many SYNs, none of them completed. The number is bounded by args.c. */
#ifndef FLOOD_H
#define FLOOD_H

#include "args.h"

#include <stdbool.h>

bool flood_known(const char *name);
int flood_send(const struct args *args);

#endif
