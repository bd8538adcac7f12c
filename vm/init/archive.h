/* SPDX-License-Identifier: MIT */
/* Unpacks an archive in the format of an initial RAM disk ("newc"). */
#ifndef LAB_ARCHIVE_H
#define LAB_ARCHIVE_H

#include <stddef.h>

/* Returns 0, or -1 with errno set. Files that exist are replaced. */
int archive_unpack(const char *data, size_t size, const char *root);

#endif
