/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Differences between the kernels we build for, force-included before every
 * file. No other file looks at the kernel's version.
 */
#ifndef PRESERVE_COMPAT_H
#define PRESERVE_COMPAT_H

#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)
#error "preserve.ko needs Linux 6.1 or later"
#endif

#include <linux/sysctl.h>
#include <net/tcp.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
#include <asm/unaligned.h>
#else
#include <linux/unaligned.h>
#endif

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

/* 6.7 lets a socket choose the unit of its time stamps. */
static inline u32 preserve_compat_tsval(const struct tcp_sock *tp)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
	return tcp_time_stamp_raw() + tp->tsoffset;
#else
	return tcp_clock_ts(tp->tcp_usec_ts) + tp->tsoffset;
#endif
}

static inline u32 preserve_compat_ts_per_ms(const struct tcp_sock *tp)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
	return TCP_TS_HZ / MSEC_PER_SEC;
#else
	return tp->tcp_usec_ts ? USEC_PER_MSEC : 1;
#endif
}

/* See Kbuild: the third argument came in a stable update. */
static inline void preserve_compat_send_ack(struct sock *sk)
{
#ifdef PRESERVE_SEND_ACK_HAS_FLAGS
	__tcp_send_ack(sk, tcp_sk(sk)->rcv_nxt, 0);
#else
	__tcp_send_ack(sk, tcp_sk(sk)->rcv_nxt);
#endif
}

/* A socket whose segments are signed over their addresses cannot move. */
static inline bool preserve_compat_signed(const struct sock *sk)
{
	const struct tcp_sock *tp __maybe_unused = tcp_sk(sk);

#ifdef CONFIG_TCP_MD5SIG
	if (rcu_access_pointer(tp->md5sig_info))
		return true;
#endif
#ifdef CONFIG_TCP_AO
	if (rcu_access_pointer(tp->ao_info))
		return true;
#endif
	return false;
}

#endif /* PRESERVE_COMPAT_H */
