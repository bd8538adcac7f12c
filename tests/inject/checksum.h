/* SPDX-License-Identifier: MIT */
#ifndef CHECKSUM_H
#define CHECKSUM_H

#include "buffer.h"

#include <netinet/in.h>

/* The Internet checksum (RFC 1071) of a buffer. */
uint16_t checksum(const struct buffer *b);

/* The checksum of a TCP segment, its own field included: 0 when right. */
uint16_t checksum_tcp(const struct in6_addr *src, const struct in6_addr *dst,
		      const uint8_t *segment, size_t len);

#endif
