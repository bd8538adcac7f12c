/* SPDX-License-Identifier: MIT */
/* Bytes that grow: enough for any Destination Options header. */
#ifndef BUFFER_H
#define BUFFER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buffer {
	size_t len;
	uint8_t data[2048];
};

static inline void put(struct buffer *b, const void *data, size_t len)
{
	if (len > sizeof(b->data) - b->len)
		len = sizeof(b->data) - b->len;
	memcpy(b->data + b->len, data, len);
	b->len += len;
}

static inline void put_byte(struct buffer *b, uint8_t byte)
{
	put(b, &byte, 1);
}

static inline void put16(struct buffer *b, uint16_t value)
{
	put_byte(b, (uint8_t)(value >> 8));
	put_byte(b, (uint8_t)value);
}

static inline void put32(struct buffer *b, uint32_t value)
{
	put16(b, (uint16_t)(value >> 16));
	put16(b, (uint16_t)value);
}

/* Bytes written as a string literal. */
#define PUT(b, literal) put(b, literal, sizeof(literal) - 1)

#endif
