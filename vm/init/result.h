/* SPDX-License-Identifier: MIT */
/*
 * What a machine hands back at its end: a stream of records.
 * A record is one byte kind, 4 bytes name length, 8 bytes data length (both
 * little-endian), the name, the data. The last record is RESULT_END; a stream
 * without it comes from a machine that died.
 */
#ifndef LAB_RESULT_H
#define LAB_RESULT_H

#include <stdbool.h>
#include <stddef.h>

enum result_kind {
	RESULT_STATUS = 'S',
	RESULT_FILE = 'F',
	RESULT_LOG = 'L',
	RESULT_END = 'E',
};

void write_all(int fd, const void *data, size_t size);
void result_bytes(int fd, enum result_kind kind, const char *name, const void *data, size_t size);

/* All regular files below @root, in the order of their names. */
void result_tree(int fd, const char *root);

#endif
