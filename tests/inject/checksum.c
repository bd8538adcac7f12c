// SPDX-License-Identifier: MIT
#include "checksum.h"

static uint32_t add(uint32_t sum, const uint8_t *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
		sum += i % 2 ? data[i] : (uint32_t)data[i] << 8;
	return sum;
}

static uint16_t fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

uint16_t checksum(const struct buffer *b)
{
	return fold(add(0, b->data, b->len));
}

uint16_t checksum_tcp(const struct in6_addr *src, const struct in6_addr *dst,
		      const uint8_t *segment, size_t len)
{
	uint32_t sum = IPPROTO_TCP + (uint32_t)len;

	sum = add(sum, src->s6_addr, sizeof(*src));
	sum = add(sum, dst->s6_addr, sizeof(*dst));
	return fold(add(sum, segment, len));
}
