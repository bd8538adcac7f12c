// SPDX-License-Identifier: GPL-2.0-only
#include "survive/judge.h"
#include "survive/trail.h"
#include "conn/conn.h"
#include "conn/net.h"
#include "conn/xfrm.h"
#include "wire/segment.h"

#include <linux/export.h>
#include <linux/filter.h>
#include <linux/netfilter.h>
#include <net/ipv6.h>
#include <net/tcp.h>

/* No reason to refuse a segment. */
#define BELIEVED PRESERVE_MIB_MAX

/* Something that was sent, and not too long ago (RFC 5961, 5.2)? */
static bool acknowledges(const struct tcp_sock *tp, u32 ack)
{
	return !before(ack, READ_ONCE(tp->snd_una) -
			    READ_ONCE(tp->max_window)) &&
	       /* Not snd_nxt, which moves after the segment, nor maybe before its answer. */
	       !after(ack, READ_ONCE(tp->write_seq));
}

static bool is_only_ack(const struct preserve_segment *seg)
{
	return seg->th.ack && !seg->th.syn && !seg->th.rst && !seg->th.fin;
}

/*
 * The socket is not locked: TCP may move on meanwhile. What is read is then a
 * little out of date, by what the windows have room for.
 */
static enum preserve_mib_item judge_numbers(const struct tcp_sock *tp,
					    const struct preserve_segment *seg)
{
	u32 rcv_nxt = READ_ONCE(tp->rcv_nxt);
	u32 behind = U16_MAX << tp->rx_opt.rcv_wscale;
	u32 ahead = tcp_receive_window(tp);
	u32 seq = ntohl(seg->th.seq);
	u32 ack = ntohl(seg->th.ack_seq);

	if (!seg->th.ack || seg->th.syn || seg->th.rst ||
	    before(seq, rcv_nxt - behind) || after(seq, rcv_nxt + ahead))
		return PRESERVE_MIB_REFUSEDSEQUENCE;
	return acknowledges(tp, ack) ? BELIEVED : PRESERVE_MIB_REFUSEDACK;
}

/* Who negotiated time stamps has one in every segment (RFC 7323, 3.2). */
static enum preserve_mib_item judge_time(const struct tcp_sock *tp,
					 const u8 *opts, int len,
					 unsigned int age_ms)
{
	struct tcp_options_received rx = {
		.ts_recent = READ_ONCE(tp->rx_opt.ts_recent),
		.ts_recent_stamp = READ_ONCE(tp->rx_opt.ts_recent_stamp),
	};
	int age = age_ms * preserve_compat_ts_per_ms(tp);
	const u8 *ts;

	if (!tp->rx_opt.tstamp_ok)
		return BELIEVED;
	ts = preserve_segment_option(opts, len, TCPOPT_TIMESTAMP,
				     TCPOLEN_TIMESTAMP);
	if (!ts)
		return PRESERVE_MIB_REFUSEDTIME;
	rx.rcv_tsval = get_unaligned_be32(ts + 2);
	return tcp_paws_check(&rx, max(age, TCP_PAWS_WINDOW)) ?
		BELIEVED : PRESERVE_MIB_REFUSEDTIME;
}

static bool hops_allowed(const struct sock *sk, const struct sk_buff *skb)
{
	return skb->protocol != htons(ETH_P_IPV6) ||
	       ipv6_hdr(skb)->hop_limit >=
	       READ_ONCE(inet6_sk(sk)->min_hopcount);
}

/* As TCP asks it: the device that @sk is bound to, or the VRF that it is in. */
static bool device_allowed(const struct sock *sk, const struct sk_buff *skb)
{
	return skb->protocol != htons(ETH_P_IPV6) ||
	       inet_sk_bound_dev_eq(sock_net(sk),
				    READ_ONCE(sk->sk_bound_dev_if),
				    inet6_iif(skb), inet6_sdif(skb));
}

/* Keys are for addresses: on another pair than its own TCP would not ask for one. */
static bool signature_checked(const struct preserve_pair *pair,
			      const struct sock *sk)
{
	return !pair || pair == READ_ONCE(pair->conn->cur) ||
	       !preserve_compat_signed(sk);
}

/* In LOCAL_IN, as for TCP, the transformations are undone and noted in @skb. */
static bool policy_allows(const struct preserve_pair *pair, struct sock *sk,
			  struct sk_buff *skb)
{
	if (pair)
		return preserve_xfrm_may_receive(pair, sk, skb);
	return preserve_xfrm_policy_ok(sk, skb,
				       skb->protocol == htons(ETH_P_IPV6) ?
				       AF_INET6 : AF_INET);
}

static bool checksum_right(struct sk_buff *skb,
			   const struct preserve_segment *seg)
{
	u8 family = skb->protocol == htons(ETH_P_IPV6) ? NFPROTO_IPV6 :
							 NFPROTO_IPV4;

	/* Leaves its result in ip_summed and csum_valid, where TCP finds it. */
	return !nf_checksum(skb, NF_INET_LOCAL_IN, seg->thoff, IPPROTO_TCP,
			    family);
}

/*
 * A filter sees the TCP header first, and may shorten what it is given: that is
 * for TCP to do, which asks it again, so it is given a clone.
 */
static bool filter_takes(struct sock *sk, struct sk_buff *skb,
			 const struct preserve_segment *seg)
{
	struct sk_buff *clone = skb_clone(skb, GFP_ATOMIC);
	bool takes = false;

	if (!clone)
		return false;
	if (pskb_may_pull(clone, seg->thoff + seg->th.doff * 4)) {
		__skb_pull(clone, seg->thoff);
		skb_reset_transport_header(clone);
		takes = !sk_filter(sk, clone);
	}
	kfree_skb(clone);
	return takes;
}

/*
 * What does not depend on numbers. @whole: the filters of all, not its own only.
 * @pair: that it came on, or NULL: not known. @sk: full, or NULL: asks nothing.
 */
static enum preserve_mib_item judge_origin(const struct preserve_pair *pair,
					   struct sock *sk, struct sk_buff *skb,
					   const struct preserve_segment *seg,
					   bool whole)
{
	if (sk && !hops_allowed(sk, skb))
		return PRESERVE_MIB_REFUSEDHOPLIMIT;
	if (sk && !device_allowed(sk, skb))
		return PRESERVE_MIB_REFUSEDDEVICE;
	if (sk && !signature_checked(pair, sk))
		return PRESERVE_MIB_REFUSEDSIGNATURE;
	if (!policy_allows(pair, sk, skb))
		return PRESERVE_MIB_REFUSEDPOLICY;
	if (!checksum_right(skb, seg))
		return PRESERVE_MIB_REFUSEDCHECKSUM;
	if (sk && (whole || rcu_access_pointer(sk->sk_filter)) &&
	    !filter_takes(sk, skb, seg))
		return PRESERVE_MIB_REFUSEDFILTER;
	return BELIEVED;
}

static bool believe(struct preserve_net *pn, enum preserve_mib_item reason)
{
	if (reason == BELIEVED)
		return true;
	preserve_count(pn, reason);
	return false;
}

static enum preserve_mib_item judge(const struct preserve_pair *pair,
				    struct sock *sk, struct sk_buff *skb,
				    const struct preserve_segment *seg,
				    unsigned int age_ms)
{
	const struct tcp_sock *tp = tcp_sk(sk);
	enum preserve_mib_item reason;
	u8 opts[MAX_TCP_OPTION_SPACE];
	bool probe;
	int len;

	len = preserve_segment_options(skb, seg, opts);
	probe = !seg->payload && preserve_segment_probe(opts, len);
	reason = judge_numbers(tp, seg);
	if (reason != BELIEVED && !(pair && probe && is_only_ack(seg) &&
				    preserve_trail_has(pair, sk, seg)))
		return reason;
	reason = judge_time(tp, opts, len, age_ms);
	if (reason != BELIEVED)
		return reason;
	/* A probe ends here: what TCP would ask of it, nobody else does. */
	return judge_origin(pair, sk, skb, seg, probe);
}

bool preserve_judge_numbers(const struct sock *sk,
			    const struct preserve_segment *seg)
{
	return judge_numbers(tcp_sk(sk), seg) == BELIEVED;
}

bool preserve_judge(const struct preserve_pair *pair, struct sock *sk,
		    struct sk_buff *skb, const struct preserve_segment *seg)
{
	const struct preserve_conn *conn = pair->conn;
	bool data = seg->payload || seg->th.fin;
	bool late = !data || (conn->spreads && preserve_pair_proven(pair));

	return believe(conn->pn, judge(pair, sk, skb, seg,
				       late ? PRESERVE_JUDGE_AGE_MS : 0));
}

bool preserve_judge_origin(struct preserve_net *pn,
			   const struct preserve_pair *pair, struct sock *sk,
			   struct sk_buff *skb,
			   const struct preserve_segment *seg)
{
	/* A request asks what its listener does, TIME_WAIT nothing. */
	sk = sk_to_full_sk(sk);
	if (sk && !sk_fullsock(sk))
		sk = NULL;
	return believe(pn, judge_origin(pair, sk, skb, seg, true));
}

bool preserve_judge_arrival(struct preserve_net *pn, struct sock *sk,
			    struct sk_buff *skb,
			    const struct preserve_segment *seg)
{
	return believe(pn, judge(NULL, sk, skb, seg, PRESERVE_JUDGE_AGE_MS));
}
EXPORT_SYMBOL_GPL(preserve_judge_arrival);

/* What it answers may have had other numbers than the stream; see trail.h. */
static bool is_expected(const struct preserve_pair *pair, const struct sock *sk,
			u32 seq)
{
	return seq == READ_ONCE(tcp_sk(sk)->rcv_nxt) ||
	       (pair == &pair->conn->first && READ_ONCE(pair->waiting) &&
		seq == READ_ONCE(pair->asked_ack));
}

bool preserve_judge_rst(const struct preserve_pair *pair, struct sock *sk,
			struct sk_buff *skb, const struct preserve_segment *seg)
{
	enum preserve_mib_item reason;

	if (seg->th.syn || !is_expected(pair, sk, ntohl(seg->th.seq)))
		reason = PRESERVE_MIB_REFUSEDSEQUENCE;
	else if (seg->th.ack &&
		 !acknowledges(tcp_sk(sk), ntohl(seg->th.ack_seq)))
		reason = PRESERVE_MIB_REFUSEDACK;
	else
		reason = judge_origin(pair, sk, skb, seg, true);
	return believe(pair->conn->pn, reason);
}

bool preserve_judge_error(struct preserve_net *pn, const struct sock *sk,
			  const struct sk_buff *skb, u32 seq)
{
	const struct tcp_sock *tp = tcp_sk(sk);

	if (!hops_allowed(sk, skb))
		return believe(pn, PRESERVE_MIB_REFUSEDHOPLIMIT);
	return believe(pn, between(seq, READ_ONCE(tp->snd_una),
				   READ_ONCE(tp->snd_nxt)) ?
		       BELIEVED : PRESERVE_MIB_REFUSEDERROR);
}

bool preserve_judge_may_answer(struct sock *sk)
{
	int limit = READ_ONCE(sock_net(sk)->ipv4.sysctl_tcp_invalid_ratelimit);
	struct tcp_sock *tp = tcp_sk(sk);
	s32 elapsed = tcp_jiffies32 - tp->last_oow_ack_time;

	if (tp->last_oow_ack_time && elapsed >= 0 && elapsed < limit)
		return false;
	tp->last_oow_ack_time = tcp_jiffies32;
	return true;
}
