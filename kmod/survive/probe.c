// SPDX-License-Identifier: GPL-2.0-only
#include "survive/announce.h"
#include "conn/conn.h"
#include "conn/net.h"
#include "conn/paths_ops.h"
#include "conn/path.h"
#include "survive/probe.h"
#include "wire/segment.h"

#include <linux/random.h>
#include <net/ip6_checksum.h>
#include <net/ipv6.h>
#include <net/tcp.h>

/* RFC 6994: an experiment's own number inside the experimental option. */
#define PROBE_EXID 0x5053
#define PROBE_LEN 10

/* NOP NOP TIMESTAMPS, NOP NOP PROBE */
#define OPTIONS_MAX (TCPOLEN_TSTAMP_ALIGNED + 2 + PROBE_LEN)

/* Replies per connection in a tenth of a second: one per pair and some. */
#define REPLY_PERIOD (HZ / 10)
#define REPLY_SPARE 8

enum probe_kind {
	PROBE_REQUEST = 1,
	PROBE_REPLY = 2,
};

struct probe {
	enum probe_kind kind;
	u8 note;	/* of a probe: number of the move; of a reply: see below */
	u32 nonce;
};

/* In a reply: this pair is the current one here as well. */
#define NOTE_HERE 1

static unsigned int write_options(u8 *opt, const struct tcp_sock *tp,
				  const struct probe *probe)
{
	u8 *start = opt;

	if (tp->rx_opt.tstamp_ok) {
		*opt++ = TCPOPT_NOP;
		*opt++ = TCPOPT_NOP;
		*opt++ = TCPOPT_TIMESTAMP;
		*opt++ = TCPOLEN_TIMESTAMP;
		put_unaligned_be32(preserve_compat_tsval(tp), opt);
		put_unaligned_be32(READ_ONCE(tp->rx_opt.ts_recent), opt + 4);
		opt += 8;
	}
	*opt++ = TCPOPT_NOP;
	*opt++ = TCPOPT_NOP;
	*opt++ = TCPOPT_EXP;
	*opt++ = PROBE_LEN;
	put_unaligned_be16(PROBE_EXID, opt);
	opt[2] = probe->kind;
	opt[3] = probe->note;
	put_unaligned_be32(probe->nonce, opt + 4);
	return opt + 8 - start;
}

static void write_tcp(struct tcphdr *th, const struct preserve_conn *conn,
		      const struct tcp_sock *tp, enum probe_kind kind,
		      unsigned int optlen)
{
	u32 window = min_t(u32, tcp_receive_window(tp) >>
			   tp->rx_opt.rcv_wscale, U16_MAX);
	u32 seq = kind == PROBE_REPLY ? READ_ONCE(tp->snd_nxt) :
		READ_ONCE(tp->snd_una) - 1;

	memset(th, 0, sizeof(*th));
	th->source = conn->lport;
	th->dest = conn->rport;
	th->seq = htonl(seq);
	th->ack_seq = htonl(READ_ONCE(tp->rcv_nxt));
	th->doff = (sizeof(*th) + optlen) / 4;
	th->ack = 1;
	th->window = htons(window);
}

/*
 * The socket may be locked by us or, for a reply, by nobody: a reply made
 * while TCP moves on is at worst out of date, and then not plausible.
 */
static bool send(struct preserve_pair *pair, struct sock *sk,
		 const struct probe *probe)
{
	const struct in6_addr *saddr = preserve_pair_local(pair);
	const struct in6_addr *daddr = preserve_pair_remote(pair);
	struct net *net = pair->conn->pn->net;
	const struct tcp_sock *tp = tcp_sk(sk);
	u8 opts[OPTIONS_MAX];
	unsigned int optlen, tcplen;
	struct dst_entry *dst;
	struct ipv6hdr *ip6;
	struct tcphdr *th;
	struct sk_buff *skb;

	dst = preserve_path_route(pair, sk);
	if (!dst)
		return false;
	skb = alloc_skb(MAX_TCP_HEADER, GFP_ATOMIC);
	if (!skb) {
		dst_release(dst);
		return false;
	}
	skb_reserve(skb, MAX_TCP_HEADER);
	skb_dst_set(skb, dst);
	skb->dev = dst->dev;
	skb->mark = READ_ONCE(sk->sk_mark);
	skb->protocol = htons(ETH_P_IPV6);

	optlen = write_options(opts, tp, probe);
	memcpy(skb_push(skb, optlen), opts, optlen);
	th = skb_push(skb, sizeof(*th));
	skb_reset_transport_header(skb);
	write_tcp(th, pair->conn, tp, probe->kind, optlen);
	tcplen = skb->len;
	th->check = csum_ipv6_magic(saddr, daddr, tcplen, IPPROTO_TCP,
				    csum_partial(th, tcplen, 0));

	ip6 = skb_push(skb, sizeof(*ip6));
	skb_reset_network_header(skb);
	ip6_flow_hdr(ip6, 0, 0);
	ip6->payload_len = htons(tcplen);
	ip6->nexthdr = IPPROTO_TCP;
	ip6->hop_limit = ip6_dst_hoplimit(dst);
	ip6->saddr = *saddr;
	ip6->daddr = *daddr;
	ip6_local_out(net, NULL, skb);
	return true;
}

void preserve_probe_pair(struct preserve_pair *pair, struct sock *sk)
{
	struct preserve_conn *conn = pair->conn;
	struct probe probe = {
		.kind = PROBE_REQUEST,
		.note = preserve_announce_number(pair),
		.nonce = get_random_u32(),
	};

	spin_lock_bh(&conn->lock);
	if (pair->waiting) {
		/* The last one was lost: what came before proves nothing. */
		pair->since = 0;
		pair->missed += pair->missed < U8_MAX;
	}
	pair->waiting = true;
	pair->nonce = probe.nonce;
	pair->probed_us = tcp_clock_us();
	spin_unlock_bh(&conn->lock);
	if (send(pair, sk, &probe))
		preserve_count(conn->pn, PRESERVE_MIB_PROBESENT);
}

void preserve_probe_all(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_pair *pair;
	unsigned int i;

	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++)
		if (pair != conn->cur && pair->linked && !pair->refused &&
		    preserve_path_check(pair, sk) == PRESERVE_CAUSE_NONE)
			preserve_probe_pair(pair, sk);
}

static bool may_reply(struct preserve_conn *conn)
{
	bool may;

	spin_lock_bh(&conn->lock);
	if (time_after_eq(jiffies, conn->replied + REPLY_PERIOD)) {
		conn->replied = jiffies;
		conn->replies = 0;
	}
	may = conn->replies < conn->n_pairs + REPLY_SPARE;
	conn->replies += may;
	spin_unlock_bh(&conn->lock);
	return may;
}

static bool answer(struct preserve_pair *pair, struct sock *sk, u32 nonce)
{
	struct preserve_net *pn = pair->conn->pn;
	struct probe reply = {
		.kind = PROBE_REPLY,
		.nonce = nonce,
	};

	preserve_count(pn, PRESERVE_MIB_PROBERECEIVED);
	if (pair->conn->spreads && pair == READ_ONCE(pair->conn->cur))
		reply.note = NOTE_HERE;
	if (!may_reply(pair->conn))
		return false;
	if (send(pair, sk, &reply))
		preserve_count(pn, PRESERVE_MIB_PROBEREPLYSENT);
	return true;
}

static bool take_reply(struct preserve_pair *pair, u32 nonce, u8 note)
{
	struct preserve_conn *conn = pair->conn;
	bool expected;

	spin_lock_bh(&conn->lock);
	expected = pair->waiting && pair->nonce == nonce;
	if (expected) {
		pair->waiting = false;
		pair->missed = 0;
		/* 0 means never. */
		pair->alive = jiffies ?: 1;
		pair->rtt_us = (u32)tcp_clock_us() - pair->probed_us ?: 1;
		WRITE_ONCE(pair->proven_us, pair->probed_us);
		if (!pair->since)
			pair->since = pair->alive;
		WRITE_ONCE(conn->alias_ack, tcp_jiffies32);
	}
	spin_unlock_bh(&conn->lock);
	if (!expected)
		return false;
	preserve_count(conn->pn, PRESERVE_MIB_PROBEREPLYRECEIVED);
	preserve_paths_tell(conn->pn, verify, pair);
	if (note == NOTE_HERE)
		preserve_announce_confirm(pair);
	preserve_conn_event(conn, PRESERVE_EVENT_REPLY);
	return true;
}

enum preserve_probe_verdict
preserve_probe_receive(struct preserve_pair *pair, struct sock *sk,
		       struct sk_buff *skb, const struct preserve_segment *seg)
{
	u8 opts[MAX_TCP_OPTION_SPACE];
	const u8 *opt;
	u32 nonce;
	int len;

	len = preserve_segment_options(skb, seg, opts);
	opt = preserve_segment_option(opts, len, TCPOPT_EXP, PROBE_LEN);
	if (!opt || get_unaligned_be16(opt + 2) != PROBE_EXID)
		return PRESERVE_PROBE_NONE;
	nonce = get_unaligned_be32(opt + 6);
	if (opt[4] == PROBE_REQUEST && opt[5])
		preserve_announce_receive(pair, sk, skb, seg, opt[5]);
	if (opt[4] == PROBE_REQUEST && answer(pair, sk, nonce))
		return PRESERVE_PROBE_TAKEN;
	if (opt[4] == PROBE_REPLY && take_reply(pair, nonce, opt[5]))
		return PRESERVE_PROBE_REPLY;
	preserve_count(pair->conn->pn, PRESERVE_MIB_PROBEINVALID);
	return PRESERVE_PROBE_TAKEN;
}
