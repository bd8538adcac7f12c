// SPDX-License-Identifier: GPL-2.0-only
/*
 * A socket moves by being taken out of the kernel's tables, changed and put
 * back. Between the two it cannot be found; the connection's lock, which alias
 * lookup takes as well, makes segments wait for that moment instead of being
 * answered with a RST.
 */
#include "survive/migrate.h"
#include "survive/trail.h"
#include "conn/index.h"
#include "conn/net.h"
#include "conn/path.h"
#include "conn/trace.h"

#include <net/inet6_hashtables.h>
#include <net/ip6_route.h>
#include <net/tcp.h>

/* RFC 6928: what an unknown path may be sent at once. */
#define RESUME_CWND TCP_INIT_CWND

/*
 * Does another socket have these addresses and ports? A request does not count:
 * it is a handshake that nobody completed, maybe a stranger's, and what comes
 * into the table after it is found before it.
 */
static bool is_taken(const struct preserve_net *pn,
		     const struct preserve_tuple *tuple)
{
	struct sock *sk = preserve_tuple_sock(pn, tuple, 0);
	bool taken;

	if (!sk)
		return false;
	taken = sk->sk_state != TCP_NEW_SYN_RECV;
	sock_gen_put(sk);
	return taken;
}

/*
 * Is there another socket under the addresses and ports of @sk, which is in the
 * kernel's table? Lookup would find only the one that came last.
 */
static bool is_doubled(struct sock *sk)
{
	struct inet_hashinfo *table =
		sock_net(sk)->ipv4.tcp_death_row.hashinfo;
	struct preserve_tuple ours = preserve_tuple_of(sk), theirs;
	spinlock_t *lock = inet_ehash_lockp(table, sk->sk_hash);
	const struct hlist_nulls_node *node;
	bool doubled = false;
	struct sock *other;

	spin_lock(lock);
	sk_nulls_for_each(other, node,
			  &inet_ehash_bucket(table, sk->sk_hash)->chain) {
		theirs = preserve_tuple_of(other);
		doubled |= other != sk && other->sk_hash == sk->sk_hash &&
			other->sk_state != TCP_NEW_SYN_RECV &&
			other->sk_family == sk->sk_family &&
			net_eq(sock_net(other), sock_net(sk)) &&
			preserve_tuple_equal(&ours, &theirs);
	}
	spin_unlock(lock);
	return doubled;
}

static int set_addresses(struct sock *sk, const struct preserve_tuple *to)
{
	int err = 0;

	if (!ipv6_addr_equal(&sk->sk_v6_rcv_saddr, &to->local.in6))
		err = preserve_compat_rebind(sk, &to->local.in6);
	if (!err) {
		inet6_sk(sk)->saddr = to->local.in6;
		sk->sk_v6_daddr = to->remote.in6;
	}
	return err;
}

/*
 * To look whether the addresses are free and to take them are two steps, and the
 * kernel's one step, inet_ehash_nolisten(), ends a socket that finds them taken.
 * So look, take, and look again: whoever came in between was there first. Whoever
 * comes later finds us, by the kernel's own test. When not even the old addresses
 * can be had again, the socket stays out of the table and dies of silence.
 */
static int rehash(struct preserve_pair *pair, struct sock *sk)
{
	struct preserve_tuple from = preserve_tuple_of(sk);
	struct preserve_tuple to = preserve_pair_tuple(pair);
	int err;

	lockdep_assert_held(&pair->conn->lock);
	/* What comes on a pair that had to make way is another connection's. */
	if (!pair->linked || is_taken(pair->conn->pn, &to))
		return -EADDRINUSE;
	preserve_compat_unhash(sk);
	err = set_addresses(sk, &to);
	preserve_compat_hash(sk);
	if (!is_doubled(sk))
		return err;
	preserve_compat_unhash(sk);
	if (err)
		return -EADDRINUSE;
	if (!set_addresses(sk, &from)) {
		preserve_compat_hash(sk);
		if (is_doubled(sk))
			preserve_compat_unhash(sk);
	}
	return -EADDRINUSE;
}

static enum preserve_genl_command event_of(enum preserve_cause cause)
{
	switch (cause) {
	case PRESERVE_CAUSE_FOLLOWED:
		return PRESERVE_GENL_FOLLOWED;
	case PRESERVE_CAUSE_PATH_RESTORED:
		return PRESERVE_GENL_RESTORED;
	default:
		return PRESERVE_GENL_MIGRATED;
	}
}

int preserve_migrate(struct preserve_pair *pair, struct sock *sk,
		     enum preserve_cause cause)
{
	struct preserve_conn *conn = pair->conn;
	int oif = preserve_path_interface(pair, sk);
	int err;

	spin_lock_bh(&conn->lock);
	err = __preserve_conn_owns(conn, sk) ? rehash(pair, sk) : -ESTALE;
	if (!err) {
		if (conn->cur == &conn->first)
			preserve_trail_leave(conn, sk);
		if (pair == &conn->first)
			preserve_trail_return(conn, sk);
		conn->left = conn->cur;
		WRITE_ONCE(conn->cur, pair);
		WRITE_ONCE(conn->oif, oif);
		conn->moved = jiffies;
		conn->cause = cause;
		if (cause == PRESERVE_CAUSE_FOLLOWED) {
			conn->followed++;
			conn->away = false;
		} else {
			conn->migrations++;
			/* Where its program wants it, it stays. */
			conn->away = pair != &conn->first &&
				     cause != PRESERVE_CAUSE_REQUESTED;
		}
		preserve_conn_report_pair(conn, event_of(cause), conn->left, pair);
		trace_preserve_migrated(conn, conn->left, pair, cause);
	}
	spin_unlock_bh(&conn->lock);
	if (!err) {
		sk_dst_reset(sk);
		preserve_index_interface(pair, oif);
		/* Nobody was told of what happened to the interface meanwhile. */
		preserve_conn_wake_later(conn, 1);
	} else if (err != -ESTALE) {
		preserve_count(conn->pn, PRESERVE_MIB_TUPLEBUSY);
	}
	return err;
}

int preserve_migrate_opening(struct preserve_conn *conn, struct sock *sk)
{
	int err = -ESTALE;

	spin_lock_bh(&conn->lock);
	if (conn->state == PRESERVE_SYN || conn->state == PRESERVE_FALLBACK)
		err = rehash(&conn->first, sk);
	spin_unlock_bh(&conn->lock);
	if (!err)
		sk_dst_reset(sk);
	return err;
}

static void reset_rto(struct sock *sk)
{
	struct inet_connection_sock *icsk = inet_csk(sk);

	icsk->icsk_backoff = 0;
	icsk->icsk_rto = clamp_t(u32, __tcp_set_rto(tcp_sk(sk)),
				 tcp_rto_min(sk), tcp_rto_max(sk));
}

static void start_timer(struct sock *sk)
{
	inet_csk_reset_xmit_timer(sk, ICSK_TIME_RETRANS,
				  inet_csk(sk)->icsk_rto, tcp_rto_max(sk));
}

/*
 * TCP's retransmission timer runs in release_sock() when it ran out and is
 * marked as deferred: the only way to make it run now that needs no private
 * symbol. So it runs when the worker has done its work.
 */
static void run_timer(struct sock *sk, u8 what)
{
	reset_rto(sk);
	inet_csk_reset_xmit_timer(sk, what, 0, tcp_rto_max(sk));
	if (!test_and_set_bit(TCP_WRITE_TIMER_DEFERRED, &sk->sk_tsq_flags))
		sock_hold(sk);
}

static void retransmit(struct preserve_forced *forced, struct sock *sk)
{
	const struct tcp_sock *tp = tcp_sk(sk);
	bool loss = inet_csk(sk)->icsk_ca_state == TCP_CA_Loss;

	forced->cwnd = loss ? tp->prior_cwnd : tcp_snd_cwnd(tp);
	forced->ssthresh = loss ? tp->prior_ssthresh : tcp_current_ssthresh(sk);
	forced->unsettled = true;
	run_timer(sk, ICSK_TIME_RETRANS);
}

void preserve_migrate_settle(struct preserve_conn *conn, struct sock *sk)
{
	u32 cwnd = clamp_t(u32, conn->watch.forced.cwnd, 1, RESUME_CWND);
	struct tcp_sock *tp = tcp_sk(sk);

	conn->watch.forced.unsettled = false;
	if (!tp->packets_out)
		return;
	/*
	 * The old path is dead, not slow: what TCP marked as lost is lost, and
	 * must not be taken back when the first segment turns out to have
	 * arrived (RFC 5682, RFC 3522).
	 */
	tp->frto = 0;
	tp->undo_marker = 0;
	/* Nor was it congestion. */
	if (tcp_snd_cwnd(tp) < cwnd)
		tcp_snd_cwnd_set(tp, cwnd);
	tp->snd_ssthresh = max(tp->snd_ssthresh, conn->watch.forced.ssthresh);
	reset_rto(sk);
	start_timer(sk);
}

void preserve_migrate_set_timer(struct sock *sk)
{
	reset_rto(sk);
	if (tcp_sk(sk)->packets_out &&
	    inet_csk(sk)->icsk_pending == ICSK_TIME_RETRANS &&
	    time_after(tcp_timeout_expires(sk),
		       jiffies + inet_csk(sk)->icsk_rto))
		start_timer(sk);
}

void preserve_migrate_resume(struct preserve_conn *conn, struct sock *sk)
{
	if (tcp_sk(sk)->packets_out)
		retransmit(&conn->watch.forced, sk);
	else if (inet_csk(sk)->icsk_pending == ICSK_TIME_PROBE0)
		run_timer(sk, ICSK_TIME_PROBE0);
	else
		preserve_compat_send_ack(sk);
}

bool preserve_migrate_shrink(struct sock *sk)
{
	struct inet_connection_sock *icsk = inet_csk(sk);
	const struct tcp_sock *tp = tcp_sk(sk);
	int smallest = IPV6_MIN_MTU - sizeof(struct ipv6hdr) -
		       tp->tcp_header_len;

	/* Without a known MTU it is done, and TCP has not sent anything since. */
	if (!tp->packets_out || !icsk->icsk_pmtu_cookie ||
	    tp->mss_cache <= smallest)
		return false;
	icsk->icsk_mtup.enabled = 1;
	icsk->icsk_mtup.search_low = IPV6_MIN_MTU;
	icsk->icsk_mtup.search_high = icsk->icsk_pmtu_cookie;
	icsk->icsk_mtup.probe_size = 0;
	icsk->icsk_mtup.probe_timestamp = tcp_jiffies32;
	/* Not that of any route, so that TCP looks at all this again. */
	icsk->icsk_pmtu_cookie = 0;
	return true;
}
