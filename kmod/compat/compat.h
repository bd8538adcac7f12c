/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Differences between the kernels we build for, force-included before every
 * file. No other file looks at the kernel's version or at what its headers have
 * (PRESERVE_HAS_*, see Kbuild). Where a newer kernel has a function that
 * an older one lacks, the newer one's name is used, and made here.
 */
#ifndef PRESERVE_COMPAT_H
#define PRESERVE_COMPAT_H

#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)
#error "preserve.ko needs Linux 6.1 or later"
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
#include <asm/unaligned.h>
#else
#include <linux/unaligned.h>
#endif

#include "compat/hash.h"
#include "compat/net.h"
#include "compat/tcp.h"
#include "compat/timer.h"
#include "compat/xfrm.h"

#endif /* PRESERVE_COMPAT_H */
