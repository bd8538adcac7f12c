// SPDX-License-Identifier: MIT
#include "content.h"

#include <string.h>

/* Eight bytes of the stream: splitmix64 of their index. */
static uint64_t content_word(uint64_t index)
{
	uint64_t z = (index + 1) * 0x9e3779b97f4a7c15ULL;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

void content_fill(uint8_t *data, size_t size, uint64_t offset)
{
	while (size) {
		uint64_t word = content_word(offset / 8);
		size_t skip = offset % 8;
		size_t part = 8 - skip < size ? 8 - skip : size;

		memcpy(data, (uint8_t *)&word + skip, part);
		data += part;
		offset += part;
		size -= part;
	}
}

size_t content_differences(const uint8_t *data, size_t size, uint64_t offset)
{
	size_t differences = 0;

	while (size) {
		uint64_t word = content_word(offset / 8);
		size_t skip = offset % 8;
		size_t part = 8 - skip < size ? 8 - skip : size;
		const uint8_t *expected = (uint8_t *)&word + skip;

		if (memcmp(data, expected, part)) {
			for (size_t i = 0; i < part; i++)
				differences += data[i] != expected[i];
		}
		data += part;
		offset += part;
		size -= part;
	}
	return differences;
}
