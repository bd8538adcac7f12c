// SPDX-License-Identifier: MIT
/*
 * Preloaded into User-mode Linux: its kernel takes randomness from the host by
 * getrandom(), and gets the same numbers in every run with the same LAB_SEED.
 */
#include <stdint.h>
#include <stdlib.h>
#include <sys/types.h>

#define GOLDEN_RATIO 0x9e3779b97f4a7c15u

static uint64_t state;

static uint64_t next_number(void)
{
	uint64_t mixed = state += GOLDEN_RATIO;

	mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
	mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
	return mixed ^ (mixed >> 31);
}

ssize_t getrandom(void *buffer, size_t size, unsigned int flags)
{
	unsigned char *bytes = buffer;

	(void)flags;
	if (state == 0) {
		const char *seed = getenv("LAB_SEED");

		state = (seed == NULL ? 1 : strtoull(seed, NULL, 10)) * GOLDEN_RATIO + 1;
	}
	for (size_t i = 0; i < size; i++)
		bytes[i] = (unsigned char)next_number();
	return (ssize_t)size;
}
