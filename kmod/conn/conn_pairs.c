// SPDX-License-Identifier: GPL-2.0-only
/* The table of pairs, and the sockets behind them. */
#include "conn/conn.h"
#include "conn/net.h"

#include <linux/export.h>
#include <linux/jhash.h>
#include <linux/random.h>
#include <linux/sock_diag.h>
#include <net/inet6_hashtables.h>
#include <net/tcp.h>

/* What a socket may take between two reads of its numbers, in bytes: a busy one, ... */
#define NUMBERS_SLACK 1048576
/* ... and one that has not taken anything yet. */
#define NUMBERS_SLACK_MIN 65536

/* Like the kernel's own tables of connections: jhash with a secret. */
static u32 secret;

/* A tuple with its hash, which is computed once: both for the table to compare. */
struct pair_key {
	const struct preserve_tuple *tuple;
	u32 hash;
};

static u32 tuple_hash(const struct preserve_tuple *t)
{
	BUILD_BUG_ON(sizeof(*t) != 2 * sizeof(t->local) + 2 * sizeof(t->lport));
	return jhash2((const u32 *)t, sizeof(*t) / sizeof(u32), secret);
}

/* The table's seed changes when a chain has grown too long. */
static u32 key_hash(const void *data, u32 len, u32 seed)
{
	const struct pair_key *key = data;

	return jhash_1word(key->hash, seed);
}

static u32 pair_hash(const void *data, u32 len, u32 seed)
{
	const struct preserve_pair *pair = data;

	return jhash_1word(pair->hash, seed);
}

static int pair_cmp(struct rhashtable_compare_arg *arg, const void *obj)
{
	const struct pair_key *key = arg->key;
	const struct preserve_tuple *t = key->tuple;
	const struct preserve_pair *pair = obj;

	return key->hash != pair->hash ||
	       t->lport != pair->conn->lport || t->rport != pair->conn->rport ||
	       !preserve_addr_equal(&t->local, preserve_pair_local(pair)) ||
	       !preserve_addr_equal(&t->remote, preserve_pair_remote(pair));
}

static const struct rhashtable_params pair_params = {
	.key_len = sizeof(struct pair_key),
	.head_offset = offsetof(struct preserve_pair, node),
	.hashfn = key_hash,
	.obj_hashfn = pair_hash,
	.obj_cmpfn = pair_cmp,
	.automatic_shrinking = true,
};

struct preserve_tuple preserve_pair_tuple(const struct preserve_pair *pair)
{
	return (struct preserve_tuple) {
		.local = *preserve_pair_local(pair),
		.remote = *preserve_pair_remote(pair),
		.lport = pair->conn->lport,
		.rport = pair->conn->rport,
	};
}

int preserve_pair_link(struct preserve_conn_table *table,
		       struct preserve_pair *pair)
{
	struct preserve_tuple tuple = preserve_pair_tuple(pair);
	struct pair_key key = { .tuple = &tuple, .hash = tuple_hash(&tuple) };
	struct preserve_pair *old;

	pair->hash = key.hash;
	old = rhashtable_lookup_get_insert_key(&table->pairs, &key,
					       &pair->node, pair_params);
	if (IS_ERR(old))
		return PTR_ERR(old);
	if (old)
		return -EEXIST;
	WRITE_ONCE(pair->linked, true);
	return 0;
}

static void unlink(struct preserve_conn_table *table,
		   struct preserve_pair *pair)
{
	rhashtable_remove_fast(&table->pairs, &pair->node, pair_params);
	WRITE_ONCE(pair->linked, false);
}

void preserve_pairs_unlink(struct preserve_conn_table *table,
			   struct preserve_conn *conn)
{
	struct preserve_pair *pair;
	unsigned int i;

	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++)
		if (pair->linked)
			unlink(table, pair);
}

bool preserve_pair_yields(const struct preserve_pair *pair)
{
	return pair != READ_ONCE(pair->conn->cur) && !preserve_pair_proven(pair);
}

static bool make_way(struct preserve_conn_table *table,
		     struct preserve_pair *pair)
{
	struct preserve_conn *conn = pair->conn;
	bool yields;

	/* Whoever proves it, or moves to it, does so under this lock. */
	spin_lock(&conn->lock);
	yields = preserve_pair_yields(pair);
	if (yields) {
		unlink(table, pair);
		conn->unlinked = true;
	}
	spin_unlock(&conn->lock);
	return yields;
}

int preserve_pair_claim(struct preserve_conn_table *table,
			struct preserve_pair *pair)
{
	struct preserve_tuple tuple = preserve_pair_tuple(pair);
	int err = preserve_pair_link(table, pair);
	struct preserve_pair *old;

	lockdep_assert_held(&table->lock);
	if (err != -EEXIST)
		return err;
	old = preserve_pair_find(pair->conn->pn, &tuple);
	if (!old || !make_way(table, old))
		return err;
	return preserve_pair_link(table, pair);
}

void preserve_pairs_reclaim(struct preserve_conn_table *table,
			    struct preserve_conn *conn)
{
	struct preserve_pair *pair;
	unsigned int i;

	lockdep_assert_held(&table->lock);
	lockdep_assert_held(&conn->lock);
	conn->unlinked = false;
	for (i = 0; (pair = preserve_conn_pair(conn, i)); i++) {
		if (pair->linked)
			continue;
		if (preserve_pair_link(table, pair)) {
			conn->unlinked = true;
			continue;
		}
		/* It is new, whatever was asked before. */
		pair->probed = 0;
		conn->verifies = max_t(u8, conn->verifies, 1);
	}
}

struct preserve_pair *preserve_pair_find(struct preserve_net *pn,
					 const struct preserve_tuple *tuple)
{
	struct pair_key key = { .tuple = tuple, .hash = tuple_hash(tuple) };

	return rhashtable_lookup(&pn->table.pairs, &key, pair_params);
}
EXPORT_SYMBOL_GPL(preserve_pair_find);

struct sock *preserve_tuple_sock(const struct preserve_net *pn,
				 const struct preserve_tuple *tuple, int dif)
{
	return preserve_compat_lookup(pn->net, &tuple->remote.in6,
				      tuple->rport, &tuple->local.in6,
				      tuple->lport, dif);
}

u64 preserve_sock_cookie(struct sock *sk)
{
	u32 half[2];

	sock_diag_save_cookie(sk, half);
	return (u64)half[1] << 32 | half[0];
}

/*
 * May @now be @begin and @count bytes? One number in two thousand is as near as a busy
 * socket needs it: one that is young is not to pass for another as easily.
 */
static bool counted_from(u32 begin, u64 count, u32 now)
{
	u32 slack = min_t(u64, count + NUMBERS_SLACK_MIN, NUMBERS_SLACK);

	return now - (u32)count - begin + slack <= 2 * slack;
}

/*
 * A socket shows the initial sequence numbers for as long as it lives: TCP counts
 * all that it received and all that was acknowledged. It may be doing so right now
 * on another processor.
 */
static bool has_remote_number(const struct preserve_conn *conn,
			      const struct sock *sk)
{
	const struct tcp_sock *tp = tcp_sk(sk);

	return counted_from(conn->remote_isn + 1, tp->bytes_received,
			    READ_ONCE(tp->rcv_nxt));
}

static bool has_numbers(const struct preserve_conn *conn, const struct sock *sk)
{
	const struct tcp_sock *tp = tcp_sk(sk);

	return has_remote_number(conn, sk) &&
	       counted_from(conn->local_isn + 1, tp->bytes_acked,
			    READ_ONCE(tp->snd_una));
}

/* The socket is known: is its connection the one that was negotiated? */
static bool is_negotiated(const struct preserve_conn *conn,
			  const struct sock *sk)
{
	/* Pairs with TCP's change of state, before which it sets the numbers. */
	if (inet_sk_state_load(sk) == TCP_SYN_SENT)
		/* The same socket may have been connected anew. */
		return READ_ONCE(tcp_sk(sk)->snd_una) == conn->local_isn;
	if (conn->role == PRESERVE_INITIATOR &&
	    conn->state != PRESERVE_ESTABLISHED)
		return true;
	/* TCP may have refused our SYN-ACK, and taken another. */
	return has_remote_number(conn, sk);
}

static bool is_full_sock(struct preserve_conn *conn, struct sock *sk)
{
	u64 cookie = preserve_sock_cookie(sk);

	if (!conn->cookie && has_numbers(conn, sk))
		conn->cookie = cookie;
	return conn->cookie == cookie && is_negotiated(conn, sk);
}

static bool is_request(const struct preserve_conn *conn, struct sock *sk)
{
	const struct tcp_request_sock *req = tcp_rsk(inet_reqsk(sk));

	return conn->role == PRESERVE_RESPONDER &&
	       req->rcv_isn == conn->remote_isn &&
	       req->snt_isn == conn->local_isn;
}

bool __preserve_conn_is(struct preserve_conn *conn, struct sock *sk)
{
	lockdep_assert_held(&conn->lock);
	switch (sk->sk_state) {
	case TCP_NEW_SYN_RECV:
		return is_request(conn, sk);
	case TCP_TIME_WAIT:
		/*
		 * Keeps neither, but is what a socket under this tuple became:
		 * that of any later connection would have ended this entry.
		 */
		return true;
	default:
		return is_full_sock(conn, sk);
	}
}

struct sock *__preserve_conn_sock(struct preserve_conn *conn)
{
	struct preserve_tuple tuple = preserve_pair_tuple(conn->cur);
	struct sock *sk;

	lockdep_assert_held(&conn->lock);
	sk = preserve_tuple_sock(conn->pn, &tuple, 0);
	if (sk && !__preserve_conn_is(conn, sk)) {
		sock_gen_put(sk);
		sk = NULL;
	}
	return sk;
}

struct sock *preserve_conn_sock(struct preserve_conn *conn)
{
	struct sock *sk;

	spin_lock_bh(&conn->lock);
	sk = __preserve_conn_sock(conn);
	spin_unlock_bh(&conn->lock);
	return sk;
}

bool __preserve_conn_owns(struct preserve_conn *conn, struct sock *sk)
{
	const int dead = TCPF_CLOSE | TCPF_LISTEN | TCPF_SYN_SENT |
			 TCPF_SYN_RECV;
	struct preserve_tuple ours = preserve_pair_tuple(conn->cur);
	struct preserve_tuple theirs = preserve_tuple_of(sk);

	lockdep_assert_held(&conn->lock);
	return conn->state != PRESERVE_DEAD &&
	       !((1 << sk->sk_state) & dead) &&
	       preserve_tuple_equal(&ours, &theirs) &&
	       __preserve_conn_is(conn, sk);
}

bool preserve_conn_owns(struct preserve_conn *conn, struct sock *sk)
{
	bool owns;

	spin_lock_bh(&conn->lock);
	owns = __preserve_conn_owns(conn, sk);
	spin_unlock_bh(&conn->lock);
	return owns;
}

/* Does @conn belong to @sk, from its SYN to its end? */
static bool is_of(struct preserve_conn *conn, struct sock *sk)
{
	bool is;

	spin_lock_bh(&conn->lock);
	if (sk->sk_state == TCP_SYN_SENT)
		is = conn->state != PRESERVE_DEAD &&
		     __preserve_conn_is(conn, sk);
	else
		is = __preserve_conn_owns(conn, sk);
	spin_unlock_bh(&conn->lock);
	return is;
}

struct preserve_conn *preserve_conn_get(struct preserve_net *pn,
					struct sock *sk)
{
	struct preserve_tuple tuple = preserve_tuple_of(sk);
	struct preserve_conn *conn = NULL;
	struct preserve_pair *pair;

	rcu_read_lock();
	pair = preserve_pair_find(pn, &tuple);
	if (pair && is_of(pair->conn, sk) &&
	    refcount_inc_not_zero(&pair->conn->ref))
		conn = pair->conn;
	rcu_read_unlock();
	return conn;
}

int preserve_conn_table_init(struct preserve_conn_table *table)
{
	spin_lock_init(&table->lock);
	INIT_LIST_HEAD(&table->conns);
	table->cursor = &table->conns;
	return rhashtable_init(&table->pairs, &pair_params);
}

void preserve_conn_table_destroy(struct preserve_conn_table *table)
{
	rhashtable_destroy(&table->pairs);
}

void preserve_pairs_seed(void)
{
	get_random_bytes(&secret, sizeof(secret));
}
