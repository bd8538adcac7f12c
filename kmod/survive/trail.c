// SPDX-License-Identifier: GPL-2.0-only
#include "survive/trail.h"
#include "wire/segment.h"

#include <net/tcp.h>

/* Such a segment is one of many, or none: the peer has moved, or was late to. */
#define STRAY_PAUSE HZ

/* Windows in a row, for one question of the worker's. */
#define ROUNDS 64

/* Ahead of the stream by such a part of the window; the rest is for what is in flight. */
#define AHEAD 4

/*
 * From so many windows on, what is ahead means nothing to a firewall. Less may be
 * noted though it does not pass: then what is sure looks old, and its window counts
 * no more (conntrack since Linux 6.1).
 */
#define FAR 3

/* So much may have passed while a firewall did not look: its rules were loaded anew. */
#define UNSEEN 16384

/* The greatest windows that can be told: what was sent last is not further off. */
static u32 window_of_peer(const struct tcp_sock *tp)
{
	return U16_MAX << tp->rx_opt.snd_wscale;
}

static u32 window_of_ours(const struct tcp_sock *tp)
{
	return U16_MAX << tp->rx_opt.rcv_wscale;
}

static bool is_near(u32 number, u32 other, u32 window)
{
	return between(number, other - window - UNSEEN, other + window);
}

static u32 earlier(u32 a, u32 b)
{
	return before(a, b) ? a : b;
}

static bool has_stray(const struct preserve_trail *trail)
{
	return trail->strayed &&
	       time_before(jiffies, trail->strayed + STRAY_PAUSE);
}

void preserve_trail_strayed(struct preserve_conn *conn, const struct sock *sk)
{
	struct preserve_trail *trail = &conn->trail;

	spin_lock_bh(&conn->lock);
	if (!has_stray(trail)) {
		trail->stray_seq = READ_ONCE(tcp_sk(sk)->snd_nxt);
		trail->stray_ack = READ_ONCE(tcp_sk(sk)->rcv_nxt);
	}
	trail->strayed = jiffies ?: 1;
	spin_unlock_bh(&conn->lock);
}

void preserve_trail_leave(struct preserve_conn *conn, const struct sock *sk)
{
	struct preserve_trail *trail = &conn->trail;
	bool stray = has_stray(trail);

	lockdep_assert_held(&conn->lock);
	/* What was sent there since may have met a closed door. */
	if (trail->behind || conn->spreads)
		return;
	/* TCP sent that: it was within the window, for every firewall as well. */
	WRITE_ONCE(trail->seq, stray ? trail->stray_seq : tcp_sk(sk)->snd_nxt);
	WRITE_ONCE(trail->ack, stray ? trail->stray_ack : tcp_sk(sk)->rcv_nxt);
	WRITE_ONCE(trail->firm_seq, trail->seq);
	WRITE_ONCE(trail->firm_ack, trail->ack);
	trail->window = tcp_sk(sk)->snd_wnd;
	WRITE_ONCE(trail->known, true);
	WRITE_ONCE(trail->open, false);
}

void preserve_trail_return(struct preserve_conn *conn, const struct sock *sk)
{
	lockdep_assert_held(&conn->lock);
	WRITE_ONCE(conn->trail.behind, !preserve_trail_fit(&conn->first, sk));
}

static bool is_clear(u32 number, u32 firm, u32 window)
{
	return !after(number, firm) || number - firm > FAR * window;
}

/* May a question have the stream's numbers? */
static bool streams(const struct preserve_trail *trail, const struct tcp_sock *tp)
{
	return is_clear(READ_ONCE(tp->snd_nxt), READ_ONCE(trail->firm_seq),
			window_of_peer(tp)) &&
	       is_clear(READ_ONCE(tp->rcv_nxt), READ_ONCE(trail->firm_ack),
			window_of_ours(tp));
}

bool preserve_trail_asks(const struct preserve_pair *pair, const struct sock *sk)
{
	const struct preserve_conn *conn = pair->conn;

	return pair == &conn->first && READ_ONCE(conn->trail.known) &&
	       (pair != READ_ONCE(conn->cur) || READ_ONCE(conn->trail.behind)) &&
	       !(READ_ONCE(pair->missed) & 1 && streams(&conn->trail, tcp_sk(sk)));
}

bool preserve_trail_has(const struct preserve_pair *pair, const struct sock *sk,
			const struct preserve_segment *seg)
{
	const struct preserve_trail *trail = &pair->conn->trail;
	const struct tcp_sock *tp = tcp_sk(sk);

	return pair == &pair->conn->first && READ_ONCE(trail->known) &&
	       is_near(ntohl(seg->th.seq), READ_ONCE(trail->ack),
		       window_of_ours(tp)) &&
	       is_near(ntohl(seg->th.ack_seq), READ_ONCE(trail->seq),
		       window_of_peer(tp));
}

static void numbers(const struct preserve_conn *conn, const struct tcp_sock *tp,
		    u32 *seq, u32 *ack)
{
	const struct preserve_trail *trail = &conn->trail;

	lockdep_assert_held(&conn->lock);
	*seq = earlier(trail->seq,
		       READ_ONCE(tp->snd_nxt) + trail->window / AHEAD);
	*ack = earlier(trail->ack, READ_ONCE(tp->rcv_nxt));
}

/* What an answer led to may be more than a firewall has taken part in. */
void preserve_trail_question(const struct preserve_pair *pair,
			     const struct sock *sk, u32 *seq, u32 *ack)
{
	const struct preserve_trail *trail = &pair->conn->trail;
	unsigned int kind = pair->missed / 2 % 4;

	numbers(pair->conn, tcp_sk(sk), seq, ack);
	if (kind) {
		*seq = earlier(*seq, trail->firm_seq);
		*ack = earlier(*ack, trail->firm_ack);
	}
	if (kind == 2) {
		*seq -= UNSEEN;
		*ack -= UNSEEN;
	}
}

void preserve_trail_reply(const struct preserve_pair *pair,
			  const struct sock *sk, u32 asked_seq, u32 asked_ack,
			  u32 *seq, u32 *ack)
{
	numbers(pair->conn, tcp_sk(sk), seq, ack);
	*seq = earlier(*seq, asked_ack + window_of_peer(tcp_sk(sk)));
	*ack = earlier(*ack, asked_seq);
}

static bool lead(struct preserve_trail *trail, const struct tcp_sock *tp,
		 const struct preserve_segment *seg)
{
	u32 window = ntohs(seg->th.window) << tp->rx_opt.snd_wscale;
	u32 acked = ntohl(seg->th.ack_seq);
	u32 heard = ntohl(seg->th.seq);
	bool led = false;

	trail->window = max(trail->window, window);
	if (after(acked, trail->firm_seq))
		WRITE_ONCE(trail->firm_seq, acked);
	if (after(acked + window, trail->seq)) {
		WRITE_ONCE(trail->seq, acked + window);
		led = true;
	}
	if (after(heard, trail->ack)) {
		WRITE_ONCE(trail->firm_ack, trail->ack);
		WRITE_ONCE(trail->ack, heard);
		led = true;
	}
	return led;
}

/*
 * What was answered has the number @asked. Returns whether the next question has
 * other numbers. Of older ones, firewalls let an answer in without a look at the
 * window that it tells: then it begins anew from where it was.
 */
static bool advance(struct preserve_trail *trail, const struct tcp_sock *tp,
		    const struct preserve_segment *seg, u32 asked)
{
	bool fell_back = before(asked, trail->seq);

	if (!before(asked, trail->firm_seq))
		return lead(trail, tp, seg) || fell_back;
	WRITE_ONCE(trail->seq, trail->firm_seq);
	WRITE_ONCE(trail->ack, trail->firm_ack);
	return true;
}

bool preserve_trail_answered(struct preserve_conn *conn, const struct sock *sk,
			     const struct preserve_segment *seg, bool trails)
{
	struct preserve_trail *trail = &conn->trail;
	bool led;

	lockdep_assert_held(&conn->lock);
	WRITE_ONCE(trail->open, !trails);
	led = trails && advance(trail, tcp_sk(sk), seg, conn->first.asked_seq);
	if (preserve_trail_fit(&conn->first, sk)) {
		WRITE_ONCE(trail->behind, false);
		return false;
	}
	if (!led || !trail->rounds)
		return false;
	trail->rounds--;
	return true;
}

bool preserve_trail_level(const struct preserve_pair *pair,
			  const struct sock *sk)
{
	const struct preserve_trail *trail = &pair->conn->trail;
	const struct tcp_sock *tp = tcp_sk(sk);

	return pair != &pair->conn->first || !READ_ONCE(trail->known) ||
	       (!before(READ_ONCE(trail->seq), READ_ONCE(tp->snd_nxt)) &&
		!before(READ_ONCE(trail->ack), READ_ONCE(tp->rcv_nxt)));
}

bool preserve_trail_fit(const struct preserve_pair *pair, const struct sock *sk)
{
	return READ_ONCE(pair->conn->trail.open) ||
	       preserve_trail_level(pair, sk);
}

void preserve_trail_start(struct preserve_conn *conn)
{
	WRITE_ONCE(conn->trail.rounds, ROUNDS);
}
