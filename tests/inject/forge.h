/* SPDX-License-Identifier: MIT */
/* Segments of somebody else's connection, on a pair it does not use now. */
#ifndef FORGE_H
#define FORGE_H

#include "args.h"
#include "segment.h"

struct forge_kind {
	const char *name;
	const char *counter;	/* at the receiver */
	/* Change a valid pure ACK; @probe has the probe option already. */
	void (*change)(struct segment *s);
	bool probe;
};

extern const struct forge_kind forge_kinds[];
extern const size_t forge_kinds_count;

const struct forge_kind *forge_kind_find(const char *name);
int forge_send(const struct args *args, const struct forge_kind *kind);

#endif
