/* SPDX-License-Identifier: GPL-2.0-only */
/* Networking other than TCP. */
#ifndef PRESERVE_COMPAT_NET_H
#define PRESERVE_COMPAT_NET_H

#include <linux/sysctl.h>
#include <linux/version.h>
#include <net/ip6_fib.h>
#include <net/net_namespace.h>

/* 6.5 moved segmentation out of <linux/netdevice.h>. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
#include <net/gso.h>
#endif

/* 6.10 made this a macro that keeps const. */
#ifndef dst_rt6_info
#define dst_rt6_info(dst) ((struct rt6_info *)(dst))
#endif

/* 6.6 passes the size of a sysctl table; before, an empty entry ended it. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 6, 0)
#define register_net_sysctl_sz(net, path, table, size) \
	register_net_sysctl(net, path, table)
#endif

/* 6.11 made the table that a handler sees constant. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 11, 0)
#define PRESERVE_CTL_TABLE struct ctl_table
#else
#define PRESERVE_CTL_TABLE const struct ctl_table
#endif

#endif /* PRESERVE_COMPAT_NET_H */
