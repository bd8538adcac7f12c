// SPDX-License-Identifier: GPL-2.0-only
#include "survive/budget.h"
#include "conn/conn.h"
#include "survive/follow.h"
#include "conn/net.h"
#include "conn/paths_ops.h"
#include "conn/path.h"
#include "conn/trace.h"
#include "survive/judge.h"
#include "survive/probe.h"
#include "survive/estimate.h"
#include "survive/trail.h"
#include "wire/segment.h"

#include <linux/export.h>
#include <linux/random.h>
#include <net/ip6_checksum.h>
#include <net/ipv6.h>
#include <net/tcp.h>

#define PROBE_LEN_ASKS 14

/* NOP NOP TIMESTAMPS, NOP NOP PROBE */
#define OPTIONS_MAX (TCPOLEN_TSTAMP_ALIGNED + 2 + PROBE_LEN_ASKS)

/* Replies per connection in a tenth of a second: one per pair and some. */
#define REPLY_PERIOD (HZ / 10)
#define REPLY_SPARE 8

/* How often a move is told to a peer that does not follow it. */
#define ANNOUNCEMENTS 12

/* Between two of them; each waits longer than the one before. */
#define ANNOUNCE_INTERVAL (HZ / 20)

/* A question of ours is on its way: no need for another one in a reply. */
#define QUESTION_FRESH HZ

/* Between two questions of a connection that it may ask whatever others do. */
#define OWN_INTERVAL (HZ / 20)

/* For so long, and until so many wrong ones, an answer counts. */
#define QUESTION_LIFE (10 * HZ)
#define GUESSES 16

/*
 * A question may have waited for a neighbour or a link: of that the path's round
 * trip is not longer. One that really is needs some more answers.
 */
#define RTT_GROWTH 2

enum probe_kind {
	PROBE_REQUEST = 1,
	PROBE_REPLY = 2,
};

struct probe {
	enum probe_kind kind;
	u8 note;	/* of a probe: number of the move; of a reply: see below */
	bool asks;	/* a reply that is a probe too */
	bool trails;	/* has numbers that are not the stream's; see trail.h */
	u32 nonce;
	u32 question;	/* the nonce of that */
	u32 seq;
	u32 ack;
};

/* In a reply: is this pair the current one here as well? Earlier versions: 0. */
enum probe_note {
	NOTE_UNTOLD = 0,
	NOTE_HERE = 1,
	NOTE_ELSEWHERE = 2,
};

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
	*opt++ = probe->asks ? PROBE_LEN_ASKS : PRESERVE_PROBE_LEN;
	put_unaligned_be16(PRESERVE_PROBE_EXID, opt);
	opt[2] = probe->kind;
	opt[3] = probe->note;
	put_unaligned_be32(probe->nonce, opt + 4);
	opt += 8;
	if (probe->asks) {
		put_unaligned_be32(probe->question, opt);
		opt += 4;
	}
	return opt - start;
}

static void write_tcp(struct tcphdr *th, const struct preserve_conn *conn,
		      const struct tcp_sock *tp, const struct probe *probe,
		      unsigned int optlen)
{
	u32 window = probe->trails ? U16_MAX :
		     min_t(u32, tcp_receive_window(tp) >>
				tp->rx_opt.rcv_wscale, U16_MAX);

	memset(th, 0, sizeof(*th));
	th->source = conn->lport;
	th->dest = conn->rport;
	th->seq = htonl(probe->seq);
	th->ack_seq = htonl(probe->ack);
	th->doff = (sizeof(*th) + optlen) / 4;
	th->ack = 1;
	th->window = htons(window);
}

/* As TCP's own segments have them: a peer may look at how far they came (RFC 5082). */
static void write_ip(struct ipv6hdr *ip6, const struct sock *sk,
		     struct dst_entry *dst)
{
	const struct ipv6_pinfo *np = inet6_sk(sk);
	int hops = np->hop_limit;

	ip6_flow_hdr(ip6, READ_ONCE(np->tclass) & ~INET_ECN_MASK, 0);
	ip6->nexthdr = IPPROTO_TCP;
	ip6->hop_limit = hops < 0 ? ip6_dst_hoplimit(dst) : hops;
}

/*
 * The socket may be locked by us or, for a reply, by nobody: a reply made
 * while TCP moves on is at worst out of date, and then not plausible.
 */
static bool send(struct preserve_pair *pair, struct sock *sk,
		 const struct probe *probe)
{
	const struct in6_addr *saddr = &preserve_pair_local(pair)->in6;
	const struct in6_addr *daddr = &preserve_pair_remote(pair)->in6;
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
	write_tcp(th, pair->conn, tp, probe, optlen);
	tcplen = skb->len;
	th->check = csum_ipv6_magic(saddr, daddr, tcplen, IPPROTO_TCP,
				    csum_partial(th, tcplen, 0));

	ip6 = skb_push(skb, sizeof(*ip6));
	skb_reset_network_header(skb);
	write_ip(ip6, sk, dst);
	ip6->payload_len = htons(tcplen);
	ip6->saddr = *saddr;
	ip6->daddr = *daddr;
	ip6_local_out(net, NULL, skb);
	return true;
}

/* May what was asked on @pair last still be answered? */
static bool is_open(const struct preserve_pair *pair)
{
	return pair->probed && pair->guesses < GUESSES &&
	       time_before(jiffies, pair->probed + QUESTION_LIFE);
}

/* So long a question is on its way, not lost. */
static unsigned long patience(const struct preserve_pair *pair)
{
	return max_t(unsigned long, HZ / 20, usecs_to_jiffies(2 * pair->rtt_us));
}

/*
 * A nonce for @pair that nobody can guess. @probe has the numbers that are sent
 * with it.
 */
static u32 ask(struct preserve_pair *pair, const struct probe *probe)
{
	u32 nonce = get_random_u32();

	lockdep_assert_held(&pair->conn->lock);
	if (pair->waiting && time_after(jiffies, pair->probed + patience(pair))) {
		/* The last one was lost: what came before proves nothing. */
		pair->since = 0;
		pair->missed += pair->missed < U8_MAX;
	}
	if (!is_open(pair))
		memset(pair->asked, 0, sizeof(pair->asked));
	pair->waiting = true;
	pair->guesses = 0;
	memmove(&pair->asked[1], &pair->asked[0],
		(PRESERVE_QUESTIONS - 1) * sizeof(pair->asked[0]));
	pair->asked[0] = (struct preserve_question) {
		.nonce = nonce,
		.sent_us = (u32)tcp_clock_us() ?: 1,
	};
	pair->asked_seq = probe->seq;
	pair->asked_ack = probe->ack;
	pair->probed = jiffies ?: 1;
	return nonce;
}

/* The number for a probe that leaves on @pair. */
static u8 announced_on(const struct preserve_pair *pair)
{
	const struct preserve_conn *conn = pair->conn;

	return pair == READ_ONCE(conn->cur) &&
	       READ_ONCE(conn->announcements) ? conn->moves : 0;
}

/*
 * SND.UNA - 1 is answered by TCP as well, should the peer have lost its module. But
 * a firewall that did not see what was sent last lets in nothing that acknowledges
 * it, before it has seen SND.NXT.
 */
static u32 question_seq(const struct preserve_pair *pair, const struct tcp_sock *tp)
{
	return READ_ONCE(pair->missed) & 1 ? READ_ONCE(tp->snd_nxt) :
					     READ_ONCE(tp->snd_una) - 1;
}

static void probe_pair(struct preserve_pair *pair, struct sock *sk)
{
	struct preserve_conn *conn = pair->conn;
	struct probe probe = {
		.kind = PROBE_REQUEST,
		.note = announced_on(pair),
		.trails = preserve_trail_asks(pair, sk),
		.seq = question_seq(pair, tcp_sk(sk)),
		.ack = READ_ONCE(tcp_sk(sk)->rcv_nxt),
	};
	bool may;

	spin_lock_bh(&conn->lock);
	if (probe.trails)
		preserve_trail_question(pair, sk, &probe.seq, &probe.ack);
	may = preserve_budget_take(pair);
	if (may)
		probe.nonce = ask(pair, &probe);
	spin_unlock_bh(&conn->lock);
	if (may && send(pair, sk, &probe))
		preserve_count(conn->pn, PRESERVE_MIB_PROBESENT);
}

void preserve_probe_pair(struct preserve_pair *pair, struct sock *sk)
{
	preserve_trail_start(pair->conn);
	probe_pair(pair, sk);
}
EXPORT_SYMBOL_GPL(preserve_probe_pair);

/*
 * Of the pairs of an address that never answered, those asked least lately go
 * first, so that few probes come to all of them. One that works for others does
 * not wait for its turn: before it may be one whose share is used up.
 */
static bool is_next(struct preserve_pair *pair)
{
	struct preserve_conn *conn = pair->conn;
	struct preserve_pair *other;
	unsigned int i;
	u32 heard;

	if (READ_ONCE(conn->budget[pair->ri].answered) || !pair->probed ||
	    preserve_pair_heard(pair, &heard))
		return true;
	for (i = 0; (other = preserve_conn_pair(conn, i)); i++)
		if (other->ri == pair->ri && other->linked &&
		    !other->unusable && !preserve_pair_suspended(other) &&
		    (!other->probed || time_before(other->probed, pair->probed)))
			return false;
	return true;
}

static bool wants_probe(struct preserve_pair *pair, struct sock *sk)
{
	return pair != pair->conn->cur && pair->linked &&
	       !preserve_pair_suspended(pair) &&
	       preserve_budget_usable(pair, sk) && is_next(pair);
}

void preserve_probe_all(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_pair *pair;
	unsigned int i;

	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++)
		if (wants_probe(pair, sk))
			preserve_probe_pair(pair, sk);
}

/*
 * What others hear on @pair does not do: it must answer this connection to be moved
 * to, and be asked for it, but not in every round.
 */
static bool asks_itself(const struct preserve_pair *pair)
{
	const struct preserve_conn *conn = pair->conn;
	u32 heard;

	/* Of these each judges its paths for itself. */
	if (conn->spreads)
		return true;
	if (pair == conn->cur ||
	    (pair->probed && time_before(jiffies, pair->probed + OWN_INTERVAL)))
		return false;
	return preserve_pair_proven(pair) ||
	       (preserve_pair_heard(pair, &heard) &&
		after(heard, (u32)conn->watch.doubt.since));
}

void preserve_probe_round(struct preserve_conn *conn, struct sock *sk)
{
	struct preserve_pair *pair;
	unsigned int i;

	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++)
		if (wants_probe(pair, sk) &&
		    (asks_itself(pair) || preserve_crowd_take(pair)))
			preserve_probe_pair(pair, sk);
	if (asks_itself(conn->cur) || preserve_crowd_take(conn->cur))
		preserve_probe_pair(conn->cur, sk);
}

/* Is @pair to be asked before it is needed? */
static bool wants_proof(struct preserve_pair *pair, struct sock *sk, bool again)
{
	struct preserve_conn *conn = pair->conn;
	bool first = conn->verifies == PRESERVE_VERIFIES;

	if (preserve_pair_proven(pair))
		return again && wants_probe(pair, sk);
	if (!conn->verifies || (!first && pair->probed &&
				conn->budget[pair->ri].answered))
		return false;
	return wants_probe(pair, sk);
}

void preserve_probe_verify(struct preserve_conn *conn, struct sock *sk)
{
	bool again = preserve_conn_verify_due(conn);
	struct preserve_pair *pair;
	bool left = false;
	unsigned int i;

	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++) {
		if (!wants_proof(pair, sk, again))
			continue;
		left |= !preserve_pair_proven(pair);
		preserve_probe_pair(pair, sk);
	}
	if (conn->verifies)
		WRITE_ONCE(conn->verifies, left ? conn->verifies - 1 : 0);
	if (again)
		WRITE_ONCE(conn->verified, jiffies);
}

void preserve_probe_announce(struct preserve_conn *conn, struct sock *sk)
{
	conn->moves = conn->moves == U8_MAX ? 1 : conn->moves + 1;
	conn->announced = jiffies;
	WRITE_ONCE(conn->announcements, ANNOUNCEMENTS);
	preserve_count(conn->pn, PRESERVE_MIB_ANNOUNCESENT);
	preserve_probe_pair(conn->cur, sk);
}

unsigned long preserve_probe_announce_again(struct preserve_conn *conn,
					    struct sock *sk)
{
	unsigned int left = READ_ONCE(conn->announcements);
	long wait = conn->announced +
		    ANNOUNCE_INTERVAL * (ANNOUNCEMENTS + 1 - left) +
		    usecs_to_jiffies(preserve_estimate_srtt_us(conn, sk)) - jiffies;

	if (!left)
		return 0;
	if (wait > 0)
		return wait;
	conn->announced = jiffies;
	WRITE_ONCE(conn->announcements, left - 1);
	if (left == 1)
		return 0;
	preserve_count(conn->pn, PRESERVE_MIB_ANNOUNCESENT);
	preserve_probe_pair(conn->cur, sk);
	return ANNOUNCE_INTERVAL;
}

static bool may_reply(struct preserve_pair *pair)
{
	struct preserve_conn *conn = pair->conn;

	lockdep_assert_held(&conn->lock);
	if (time_after_eq(jiffies, conn->replied + REPLY_PERIOD)) {
		conn->replied = jiffies;
		conn->replies = 0;
	}
	if (conn->replies >= conn->n_pairs + REPLY_SPARE ||
	    !preserve_budget_take_reply(pair))
		return false;
	conn->replies++;
	return true;
}

/*
 * Is there a proof that the peer wants @pair, or does it have to be renewed? A
 * question of before the peer's own probe may have met a firewall that has let
 * in nothing yet; so the first proof is asked for in any case.
 */
static bool has_question(const struct preserve_pair *pair)
{
	if (!preserve_pair_proven(pair))
		return true;
	return !preserve_pair_recent(pair) &&
	       !(pair->waiting &&
		 time_before(jiffies, pair->probed + QUESTION_FRESH));
}

/* The caller has asked may_reply(). @question came alone, or with a reply. */
static void answer(struct preserve_pair *pair, struct sock *sk,
		   const struct probe *question)
{
	struct preserve_conn *conn = pair->conn;
	struct probe reply = {
		.kind = PROBE_REPLY,
		.trails = question->trails,
		.nonce = question->nonce,
		.seq = READ_ONCE(tcp_sk(sk)->snd_nxt),
		.ack = READ_ONCE(tcp_sk(sk)->rcv_nxt),
	};

	spin_lock_bh(&conn->lock);
	reply.note = pair == conn->cur ? NOTE_HERE : NOTE_ELSEWHERE;
	if (reply.trails)
		preserve_trail_reply(pair, sk, question->seq, question->ack,
				     &reply.seq, &reply.ack);
	reply.asks = has_question(pair) ||
		     (question->kind == PROBE_REQUEST &&
		      !preserve_trail_level(pair, sk));
	if (reply.asks)
		reply.question = ask(pair, &reply);
	spin_unlock_bh(&conn->lock);
	if (send(pair, sk, &reply))
		preserve_count(conn->pn, PRESERVE_MIB_PROBEREPLYSENT);
}

/* Older than what was followed: it was overtaken on its way. */
static bool is_stale(const struct preserve_conn *conn, u8 number)
{
	return conn->peer_moves && (s8)(number - conn->peer_moves) < 0;
}

static void hear_move(struct preserve_pair *pair, struct sock *sk, u8 number)
{
	struct preserve_conn *conn = pair->conn;

	if (is_stale(conn, number))
		return;
	if (pair == READ_ONCE(conn->cur))
		conn->peer_moves = number;
	else
		preserve_follow_told(pair, sk, number);
}

static bool take_probe(struct preserve_pair *pair, struct sock *sk,
		       const struct probe *probe)
{
	struct preserve_conn *conn = pair->conn;
	u8 number = probe->note;
	bool may;

	preserve_count(conn->pn, PRESERVE_MIB_PROBERECEIVED);
	if (number)
		preserve_count(conn->pn, PRESERVE_MIB_ANNOUNCERECEIVED);
	spin_lock_bh(&conn->lock);
	preserve_budget_heard(pair);
	may = may_reply(pair);
	spin_unlock_bh(&conn->lock);
	/* What is too often to be answered is too often to be followed. */
	if (!may)
		return false;
	if (number)
		hear_move(pair, sk, number);
	answer(pair, sk, probe);
	return true;
}

/*
 * When the question that @nonce answers was sent, 0: it is none of ours. That
 * question and those before it are settled.
 */
static u32 settle(struct preserve_pair *pair, u32 nonce)
{
	u32 sent_us = 0;
	unsigned int i;

	lockdep_assert_held(&pair->conn->lock);
	if (!is_open(pair))
		return 0;
	for (i = 0; i < PRESERVE_QUESTIONS; i++) {
		if (!sent_us && pair->asked[i].nonce == nonce) {
			sent_us = pair->asked[i].sent_us;
			if (sent_us && !i)
				pair->waiting = false;
		}
		if (sent_us)
			pair->asked[i].sent_us = 0;
	}
	return sent_us;
}

static void note_rtt(struct preserve_pair *pair, u32 sent_us)
{
	u32 rtt_us = (u32)tcp_clock_us() - sent_us ?: 1;

	pair->rtt_us = pair->rtt_us ? min(rtt_us, RTT_GROWTH * pair->rtt_us) :
				      rtt_us;
}

/* The peer answered on @pair: it is there, and wants what we send there. */
static bool prove(struct preserve_pair *pair, u32 nonce)
{
	struct preserve_conn *conn = pair->conn;
	u32 sent_us = settle(pair, nonce);

	if (!sent_us) {
		pair->guesses += pair->guesses < U8_MAX;
		return false;
	}
	preserve_budget_answered(pair);
	pair->missed = 0;
	/* 0 means never. */
	WRITE_ONCE(pair->alive, jiffies ?: 1);
	note_rtt(pair, sent_us);
	WRITE_ONCE(pair->proven_us, sent_us);
	trace_preserve_proven(pair, pair->rtt_us);
	if (!pair->since)
		pair->since = pair->alive;
	/* What comes on the current pair is a sign of life of that. */
	if (pair != conn->cur || conn->spreads)
		WRITE_ONCE(conn->alias_ack, tcp_jiffies32);
	return true;
}

static bool take_reply(struct preserve_pair *pair, struct sock *sk,
		       const struct preserve_segment *seg,
		       const struct probe *reply)
{
	struct probe question = {
		.kind = PROBE_REPLY,
		.trails = reply->trails,
		.nonce = reply->question,
		.seq = reply->seq,
		.ack = reply->ack,
	};
	struct preserve_conn *conn = pair->conn;
	bool expected, may, again = false;

	spin_lock_bh(&conn->lock);
	expected = prove(pair, reply->nonce);
	may = expected && reply->asks && may_reply(pair);
	if (expected && pair == &conn->first)
		again = preserve_trail_answered(conn, sk, seg, reply->trails);
	spin_unlock_bh(&conn->lock);
	if (!expected)
		return false;
	preserve_count(conn->pn, PRESERVE_MIB_PROBEREPLYRECEIVED);
	preserve_paths_tell(conn->pn, verify, pair);
	if (pair == READ_ONCE(conn->cur) && reply->note == NOTE_HERE)
		WRITE_ONCE(conn->announcements, 0);
	preserve_follow_answered(pair, sk, reply->note != NOTE_ELSEWHERE);
	preserve_conn_event(conn, PRESERVE_EVENT_REPLY);
	if (may)
		answer(pair, sk, &question);
	if (may && again)
		probe_pair(pair, sk);
	return true;
}

/* Numbers that only the pair is to have seen are not for TCP. */
static bool is_trailing(const struct preserve_pair *pair, const struct sock *sk,
			const struct preserve_segment *seg)
{
	const struct preserve_conn *conn = pair->conn;

	return preserve_trail_has(pair, sk, seg) &&
	       (pair != READ_ONCE(conn->cur) || READ_ONCE(conn->trail.behind) ||
		!preserve_judge_numbers(sk, seg));
}

static void read_probe(struct probe *probe, const struct preserve_segment *seg,
		       const u8 *opt)
{
	probe->seq = ntohl(seg->th.seq);
	probe->ack = ntohl(seg->th.ack_seq);
	probe->kind = opt[4];
	probe->note = opt[5];
	probe->nonce = get_unaligned_be32(opt + 6);
	probe->asks = opt[1] >= PROBE_LEN_ASKS;
	if (probe->asks)
		probe->question = get_unaligned_be32(opt + 10);
}

enum preserve_probe_verdict
preserve_probe_receive(struct preserve_pair *pair, struct sock *sk,
		       struct sk_buff *skb, const struct preserve_segment *seg)
{
	u8 opts[MAX_TCP_OPTION_SPACE];
	struct probe probe = {};
	const u8 *opt;
	int len;

	len = preserve_segment_options(skb, seg, opts);
	opt = preserve_segment_probe(opts, len);
	if (!opt)
		return PRESERVE_PROBE_NONE;
	read_probe(&probe, seg, opt);
	probe.trails = is_trailing(pair, sk, seg);
	if (probe.kind == PROBE_REQUEST && take_probe(pair, sk, &probe))
		return PRESERVE_PROBE_TAKEN;
	if (probe.kind == PROBE_REPLY && take_reply(pair, sk, seg, &probe))
		return probe.trails ? PRESERVE_PROBE_TAKEN : PRESERVE_PROBE_REPLY;
	preserve_count(pair->conn->pn, PRESERVE_MIB_PROBEINVALID);
	return PRESERVE_PROBE_TAKEN;
}

void preserve_probe_refused(struct preserve_pair *pair, u32 seq, bool quoted)
{
	struct preserve_conn *conn = pair->conn;
	bool believed;

	spin_lock_bh(&conn->lock);
	/* A RST has what we acknowledged (RFC 9293, 3.10.7.1). */
	believed = pair->waiting &&
		   seq == (quoted ? pair->asked_seq : pair->asked_ack);
	if (believed)
		__preserve_pair_suspend(pair);
	spin_unlock_bh(&conn->lock);
	if (believed)
		preserve_conn_event(conn, PRESERVE_EVENT_REFUSED);
}
