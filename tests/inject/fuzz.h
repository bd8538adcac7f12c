/* SPDX-License-Identifier: MIT */
/* Segments of live connections, sent again with something changed. */
#ifndef FUZZ_H
#define FUZZ_H

#include "args.h"

/*
 * On a router: learn segments to and from args->port, and send args->count packets
 * made of them and of args->seed.
 */
int fuzz_send(const struct args *args);

#endif
