/* SPDX-License-Identifier: MIT */
/*
 * QEMU's firmware configuration device: files of the host's command line, read
 * by one synchronous transfer. Unlike a disk it takes no simulated time that
 * depends on the host's.
 */
#ifndef LAB_FWCFG_H
#define LAB_FWCFG_H

#include <stddef.h>

/* Returns allocated memory, or NULL with errno set. */
char *fwcfg_read(const char *name, size_t *size);

#endif
