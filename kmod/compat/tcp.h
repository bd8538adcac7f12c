/* SPDX-License-Identifier: GPL-2.0-only */
/* TCP: its clock, its timers, its acknowledgments and its signatures. */
#ifndef PRESERVE_COMPAT_TCP_H
#define PRESERVE_COMPAT_TCP_H

#include <linux/version.h>
#include <net/tcp.h>

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

/* 6.15 lets a socket choose its longest time-out. */
#ifndef PRESERVE_HAS_RTO_MAX
static inline unsigned int tcp_rto_max(const struct sock *sk)
{
	return TCP_RTO_MAX;
}
#endif

/* When the pending timer of icsk_pending runs out: 7.0 asks the timer. */
#ifndef PRESERVE_HAS_TIMEOUT_EXPIRES
static inline unsigned long tcp_timeout_expires(const struct sock *sk)
{
#ifdef PRESERVE_HAS_ICSK_TIMEOUT
	return icsk_timeout(inet_csk(sk));
#else
	return READ_ONCE(inet_csk(sk)->icsk_timeout);
#endif
}
#endif

/* 6.17 and some stable updates have a third argument. */
static inline void preserve_compat_send_ack(struct sock *sk)
{
#ifdef PRESERVE_HAS_SEND_ACK_FLAGS
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

#endif /* PRESERVE_COMPAT_TCP_H */
