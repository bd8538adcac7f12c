/* SPDX-License-Identifier: MIT */
/* A small repeatable generator (xorshift64*): the same cases on every run. */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdint.h>

struct random {
	uint64_t state;	/* never zero */
};

static inline uint32_t random_next(struct random *r)
{
	r->state ^= r->state >> 12;
	r->state ^= r->state << 25;
	r->state ^= r->state >> 27;
	return (uint32_t)((r->state * 0x2545f4914f6cdd1dULL) >> 32);
}

/* A number below @limit, which is not zero. */
static inline uint32_t random_below(struct random *r, uint32_t limit)
{
	return (uint32_t)(((uint64_t)random_next(r) * limit) >> 32);
}

#endif
