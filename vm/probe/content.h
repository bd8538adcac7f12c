/* SPDX-License-Identifier: MIT */
#ifndef PROBE_CONTENT_H
#define PROBE_CONTENT_H

#include <stddef.h>
#include <stdint.h>

/*
 * The stream's bytes are a function of their offset, so that the receiver
 * finds every changed, missing, repeated or reordered byte by itself.
 */
void content_fill(uint8_t *data, size_t size, uint64_t offset);

/* How many of the bytes are not what they should be at @offset. */
size_t content_differences(const uint8_t *data, size_t size, uint64_t offset);

#endif
