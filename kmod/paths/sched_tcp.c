// SPDX-License-Identifier: GPL-2.0-only
#include "paths/sched_tcp.h"

#include <linux/math64.h>
#include <linux/skbuff.h>
#include <net/tcp.h>

/* RACK's window is counted in such parts of the least round trip. */
#define RACK_STEPS 4

/* The socket that sends @skb, while it may send data. */
static struct sock *sender_of(const struct sk_buff *skb)
{
	struct sock *sk = skb->sk;

	if (!sk || !sk_fullsock(sk) || !sk_is_tcp(sk) ||
	    !((1 << sk->sk_state) & (TCPF_ESTABLISHED | TCPF_CLOSE_WAIT |
				     TCPF_FIN_WAIT1)))
		return NULL;
	return sk;
}

static bool has_header(const struct sk_buff *skb)
{
	return skb_headlen(skb) >=
	       skb_transport_offset(skb) + sizeof(struct tcphdr);
}

bool preserve_tcp_is_syn(const struct sk_buff *skb)
{
	return has_header(skb) && tcp_hdr(skb)->syn;
}

bool preserve_tcp_sends(const struct sk_buff *skb)
{
	return sender_of(skb);
}

/*
 * TCP takes a segment that is acknowledged as a sign that all it sent before is
 * there or lost (RFC 8985). The reorder buffer makes that true for new data. A
 * retransmission that came by a faster path would make TCP repeat all that is on
 * its way by slower ones.
 */
enum preserve_turn preserve_tcp_turn(const struct sk_buff *skb)
{
	const struct sock *sk = sender_of(skb);
	const struct tcphdr *th = tcp_hdr(skb);

	if (!sk || !has_header(skb))
		return PRESERVE_TURN_ANY;
	if (skb->len <= skb_transport_offset(skb) + th->doff * 4)
		return PRESERVE_TURN_SOON;
	if (!preserve_tcp_is_repeated(skb))
		return PRESERVE_TURN_ANY;
	return inet_csk(sk)->icsk_ca_state == TCP_CA_Loss ?
		PRESERVE_TURN_AGAIN : PRESERVE_TURN_LAST;
}

void preserve_tcp_narrow(const struct sk_buff *skb, unsigned int mtu)
{
	unsigned int mss = mtu - skb_transport_offset(skb) -
			   sizeof(struct tcphdr);
	struct sock *sk = sender_of(skb);

	if (!sk || mss < TCP_MIN_MSS || tcp_sk(sk)->rx_opt.mss_clamp <= mss)
		return;
	tcp_sk(sk)->rx_opt.mss_clamp = mss;
	inet_csk(sk)->icsk_pmtu_cookie = 0;
}

bool preserve_tcp_is_overtaken(const struct sk_buff *skb)
{
	const struct sock *sk = sender_of(skb);

	return sk && tcp_sk(sk)->reord_seen;
}

/*
 * RACK takes a segment for lost a quarter of the least round trip after a later
 * one has arrived, and what it sends again in vain widens that by as little, up
 * to a round trip (RFC 8985, 6.2): over five paths of 150 kB/s it repeats one
 * segment in four. Where segments overtake each other by so much, it is to wait
 * for as long. Where the peer has a reorder buffer none does, and a loss is found
 * as soon as ever.
 */
void preserve_tcp_tolerate(const struct sk_buff *skb, u32 skew_us)
{
	struct tcp_sock *tp = tcp_sk(skb->sk);
	u32 least = skew_us * RACK_STEPS / U8_MAX;
	u32 steps;

	if (tp->srtt_us >> 3 < skew_us)
		tp->srtt_us = skew_us << 3;
	if (tcp_min_rtt(tp) < least)
		minmax_reset(&tp->rtt_min, tcp_jiffies32, least);
	steps = DIV_ROUND_UP(skew_us * RACK_STEPS, max(tcp_min_rtt(tp), 1u));
	tp->rack.reo_wnd_steps = clamp_t(u32, steps, tp->rack.reo_wnd_steps,
					 U8_MAX);
}

/*
 * Slow start ends where the round trips grow, which over paths of unequal delay
 * they do with the first packets. So it goes on until the paths are full, as
 * long as nothing was lost.
 */
void preserve_tcp_widen(const struct sk_buff *skb, u64 pipe)
{
	struct sock *sk = sender_of(skb);
	struct tcp_sock *tp;
	u32 cwnd;

	if (!sk || inet_csk(sk)->icsk_ca_state != TCP_CA_Open)
		return;
	tp = tcp_sk(sk);
	if (!tp->mss_cache)
		return;
	cwnd = min_t(u64, div_u64(pipe, tp->mss_cache), tp->snd_cwnd_clamp);
	if (tcp_snd_cwnd(tp) < cwnd && tp->snd_ssthresh < cwnd)
		tp->snd_ssthresh = cwnd;
}

void preserve_tcp_end_slow_start(const struct sk_buff *skb)
{
	struct sock *sk = sender_of(skb);

	if (sk && inet_csk(sk)->icsk_ca_state == TCP_CA_Open &&
	    tcp_in_slow_start(tcp_sk(sk)))
		tcp_sk(sk)->snd_ssthresh = tcp_snd_cwnd(tcp_sk(sk));
}

/*
 * The window that a path's buffer asks for is lost all at once when it is full,
 * and with several paths at several moments. So it stays as it is before that.
 */
void preserve_tcp_hold(const struct sk_buff *skb)
{
	struct sock *sk = sender_of(skb);
	struct tcp_sock *tp;
	u32 cwnd;

	if (!sk || inet_csk(sk)->icsk_ca_state != TCP_CA_Open)
		return;
	tp = tcp_sk(sk);
	/* Not what @skb makes of it: that is what the window has grown to. */
	cwnd = max_t(u32, tcp_packets_in_flight(tp) + 1, TCP_INIT_CWND);
	if (tcp_snd_cwnd(tp) > cwnd)
		tcp_snd_cwnd_set(tp, cwnd);
	/* Slow start is over. */
	tp->snd_ssthresh = min(tp->snd_ssthresh, cwnd);
}
