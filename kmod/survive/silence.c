// SPDX-License-Identifier: GPL-2.0-only
#include "survive/silence.h"
#include "survive/budget.h"
#include "survive/estimate.h"
#include "conn/net.h"

#include <net/tcp.h>

/*
 * So long nothing came that was expected. A jiffy is the unit of TCP's own
 * notes, and one may be all but over when it is noted.
 */
#define PATIENCE_MIN max(2UL, (unsigned long)HZ / 100 + 1)
#define PATIENCE_MAX (HZ / 4)
/* After so long without a needless question it shrinks by a quarter. */
#define PATIENCE_KEPT (10 * HZ)

/* Of all watched connections of a namespace, each may take so much of a second. */
#define LOOK_US 50

/* Nor do more than these, perhaps of one hostile peer, make the others wait. */
#define CROWD_MAX 20000

/* While nothing is expected: between two looks, and until there are no more. */
#define REST (HZ / 10)
#define WATCH_IDLE (HZ / 4)

/* So much since we last sent data makes a transfer, and not an answer. */
#define TRANSFER_BYTES 65536

/* So many of those that use a path tell whether it is alive. */
#define NEIGHBOURS 64

/* The largest segment of the smallest MTU (RFC 8200, 5), with its options. */
#define FULL_SEGMENT (IPV6_MIN_MTU - sizeof(struct ipv6hdr) - 60)

static u32 later(u32 a, u32 b)
{
	return before(a, b) ? b : a;
}

/* Tells all when the peer of @conn was last heard on the current pair. */
static void share_heard(const struct preserve_conn *conn, const struct sock *sk)
{
	u32 heard = READ_ONCE(inet_csk(sk)->icsk_ack.lrcvtime);
	u32 acked = READ_ONCE(tcp_sk(sk)->rcv_tstamp);

	/* What came for a probe on another pair says nothing of this one. */
	if (acked != READ_ONCE(conn->alias_ack))
		heard = later(heard, acked);
	if (after(heard, (u32)conn->moved))
		preserve_pair_note_heard(conn->cur, heard);
}

/* @conn is another one than ours, so that its socket is not locked. */
static void ask_neighbour(struct preserve_conn *conn)
{
	struct sock *sk;

	spin_lock_bh(&conn->lock);
	sk = __preserve_conn_sock(conn);
	if (sk && sk_fullsock(sk))
		share_heard(conn, sk);
	spin_unlock_bh(&conn->lock);
	if (sk)
		sock_gen_put(sk);
}

void preserve_silence_ask_neighbours(const struct preserve_conn *conn)
{
	struct preserve_conn *found[NEIGHBOURS];
	u32 now = tcp_jiffies32;
	unsigned int n;

	if (preserve_crowd_looked(conn->cur, now))
		return;
	n = preserve_index_neighbours(conn->cur, found, NEIGHBOURS);
	while (n--) {
		ask_neighbour(found[n]);
		preserve_conn_put(found[n]);
	}
	preserve_crowd_note_look(conn->cur, now);
}

static unsigned long patience_of(struct preserve_conn *conn)
{
	struct preserve_patience *p = &conn->watch.patience;
	unsigned int watched = min_t(unsigned int, CROWD_MAX,
				     atomic_read(&conn->pn->table.watched));

	if (p->wait > PATIENCE_MIN &&
	    time_after(jiffies, p->changed + PATIENCE_KEPT)) {
		p->wait -= p->wait / 4;
		p->changed = jiffies;
	}
	return max3(PATIENCE_MIN, (unsigned long)p->wait,
		    usecs_to_jiffies(watched * LOOK_US));
}

/*
 * When the first segment in flight, as it was sent last, must be acknowledged.
 * An only segment, or less, may wait for another one (RFC 9293, 3.8.6.3).
 */
static u32 acknowledgment_due(const struct preserve_conn *conn,
			      const struct sock *sk)
{
	const struct tcp_sock *tp = tcp_sk(sk);
	s64 age = tcp_clock_us() -
		  tcp_skb_timestamp_us(tcp_rtx_queue_head(sk));
	s64 wait = preserve_estimate_srtt_us(conn, sk) +
		   preserve_estimate_mdev_us(conn, sk) / 2;

	if (tp->snd_nxt - tp->snd_una < 2 * tp->mss_cache)
		wait += jiffies_to_usecs(TCP_DELACK_MIN);
	return wait > age ? tcp_jiffies32 + usecs_to_jiffies(wait - age) :
			    tcp_jiffies32 - usecs_to_jiffies(age - wait);
}

/* A segment of full size ends a write by chance only; a hole never does. */
static bool is_cut_short(const struct preserve_conn *conn,
			 const struct sock *sk)
{
	const struct inet_connection_sock *icsk = inet_csk(sk);
	const struct tcp_sock *tp = tcp_sk(sk);

	if (!RB_EMPTY_ROOT(&tp->out_of_order_queue))
		return true;
	return !icsk->icsk_ack.last_seg_size &&
	       icsk->icsk_ack.rcv_mss >= FULL_SEGMENT &&
	       tp->bytes_received - conn->watch.patience.answered >= TRANSFER_BYTES;
}

/* When the data that must follow are late: their next flight took that long. */
static u32 data_due(const struct preserve_conn *conn, const struct sock *sk)
{
	u32 round_trip = tcp_sk(sk)->rcv_rtt_est.rtt_us ?:
			 tcp_sk(sk)->srtt_us;

	return inet_csk(sk)->icsk_ack.lrcvtime +
	       usecs_to_jiffies(preserve_estimate_before(conn, round_trip) >> 3);
}

static void note_request(struct preserve_patience *p, const struct tcp_sock *tp)
{
	if (p->requested == tp->lsndtime)
		return;
	p->requested = tp->lsndtime;
	p->answered = tp->bytes_received;
}

/* What is expected of the peer, and since when it is late. */
static enum preserve_silence expected(const struct preserve_conn *conn,
				      const struct sock *sk, u32 *late)
{
	const struct preserve_watch *w = &conn->watch;
	const struct tcp_sock *tp = tcp_sk(sk);

	if (tp->packets_out) {
		/* TCP knows of it, and has not yet tried again. */
		if (tp->snd_una == w->spared.una &&
		    tp->total_retrans == w->spared.retrans)
			return PRESERVE_SILENCE_NONE;
		*late = later(acknowledgment_due(conn, sk), tp->rcv_tstamp);
		return PRESERVE_SILENCE_SENDER;
	}
	if (!is_cut_short(conn, sk) || sk->sk_shutdown & RCV_SHUTDOWN ||
	    w->patience.quiet == inet_csk(sk)->icsk_ack.lrcvtime)
		return PRESERVE_SILENCE_NONE;
	*late = data_due(conn, sk);
	return PRESERVE_SILENCE_RECEIVER;
}

u32 preserve_silence_since(const struct sock *sk)
{
	return tcp_jiffies32 - later(tcp_sk(sk)->lsndtime,
				     inet_csk(sk)->icsk_ack.lrcvtime);
}

static bool is_idle(const struct sock *sk)
{
	return !tcp_sk(sk)->packets_out &&
	       preserve_silence_since(sk) > WATCH_IDLE;
}

static void set_watched(struct preserve_conn *conn, bool watched)
{
	if (conn->watched == watched)
		return;
	spin_lock_bh(&conn->lock);
	if (conn->state != PRESERVE_DEAD) {
		WRITE_ONCE(conn->watched, watched);
		atomic_add(watched ? 1 : -1, &conn->pn->table.watched);
	}
	spin_unlock_bh(&conn->lock);
}

enum preserve_silence preserve_silence_look(struct preserve_conn *conn,
					    const struct sock *sk,
					    unsigned long *delay)
{
	bool watched = READ_ONCE(conn->pn->ctl.tail_probe) && !conn->spreads &&
		       !is_idle(sk);
	enum preserve_silence silence;
	u32 late, heard;
	s32 left;

	*delay = 0;
	set_watched(conn, watched);
	if (!watched)
		return PRESERVE_SILENCE_NONE;
	note_request(&conn->watch.patience, tcp_sk(sk));
	silence = expected(conn, sk, &late);
	if (silence == PRESERVE_SILENCE_NONE) {
		*delay = REST;
		return silence;
	}
	share_heard(conn, sk);
	if (preserve_pair_heard(conn->cur, &heard))
		late = later(late, heard);
	left = late + patience_of(conn) - tcp_jiffies32;
	if (left <= 0)
		return silence;
	*delay = left;
	return PRESERVE_SILENCE_NONE;
}

void preserve_silence_was_nothing(struct preserve_conn *conn)
{
	struct preserve_patience *p = &conn->watch.patience;

	p->wait = min_t(unsigned long, 2 * patience_of(conn), PATIENCE_MAX);
	p->changed = jiffies;
}

void preserve_silence_leave_to_tcp(struct preserve_conn *conn,
				   const struct sock *sk)
{
	struct preserve_spared *spared = &conn->watch.spared;

	spared->una = tcp_sk(sk)->snd_una;
	spared->retrans = tcp_sk(sk)->total_retrans;
}
