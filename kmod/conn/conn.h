/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Connections, their address pairs, and the table that finds one by the other.
 *
 * A connection does not hold its socket: neither a pointer nor a reference.
 * The socket is looked up by the current pair when it is needed, under the
 * connection's lock, which migration holds while the socket is out of the
 * kernel's own tables. So a socket may die at any time; the collector then
 * finds nothing under the current pair and drops the connection.
 *
 * Locks, outermost first: the socket's, table->lock, conn->lock, the lock of the
 * group of conn->spread, and the locks of the kernel's socket tables. All of ours
 * are taken with softirqs disabled. Lookup needs no lock, only RCU.
 *
 * Addresses and ports come again: a program connects from the same port, a peer
 * reuses its own. So an entry knows its socket by more: by both initial sequence
 * numbers while there is a request, and by the socket's cookie afterwards. It
 * leaves the table when its own socket is gone, and for no other reason.
 */
#ifndef PRESERVE_CONN_H
#define PRESERVE_CONN_H

#include "conn/index.h"
#include "conn/mib.h"
#include "conn/watch.h"
#include "uapi/preserve.h"
#include "wire/option.h"
#include "wire/tuple.h"

#include <linux/jiffies.h>
#include <linux/refcount.h>
#include <linux/rhashtable.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

struct preserve_conn_table;
struct mem_cgroup;
struct preserve_net;
struct preserve_path;
struct preserve_spread;
struct seq_file;
struct sock;

/* The primary and the alternatives of an end. */
#define PRESERVE_MAX_ADDRS (PRESERVE_MAX_ALTERNATIVES + 1)

/* The largest value of max_option_bytes, and what a SYN-ACK may take then. */
#define PRESERVE_MAX_OPTION_BYTES 64
#define PRESERVE_MAX_SYNACK_BYTES (2 * PRESERVE_MAX_OPTION_BYTES)

/*
 * Initiator: SYN (PREFIX_SYN sent) -> ESTABLISHED (the peer's came with the
 * SYN-ACK), or FALLBACK (waiting for the answer to a plain SYN).
 * Responder: ACK (there is a request, PREFIX_ACK is awaited) -> ESTABLISHED.
 * Any: -> DEAD, out of the table, waiting for the last reference.
 */
enum preserve_state {
	PRESERVE_SYN,
	PRESERVE_FALLBACK,
	PRESERVE_ACK,
	PRESERVE_ESTABLISHED,
	PRESERVE_DEAD,
};

/* What the packet path asks of the policy worker: bits of conn->events. */
enum preserve_event {
	PRESERVE_EVENT_TAIL,	/* a tail loss probe went out */
	PRESERVE_EVENT_RTO,	/* rto_threshold reached */
	PRESERVE_EVENT_RECOVERY, /* sent in a state without tail loss probes */
	PRESERVE_EVENT_WATCH,	/* carries much, or sends after a pause */
	PRESERVE_EVENT_ICMP,	/* the current pair was called unreachable */
	PRESERVE_EVENT_SCAN,	/* a link, an address or a route changed */
	PRESERVE_EVENT_REPLY,	/* a probe was answered */
	PRESERVE_EVENT_FOLLOW,	/* the peer moved while the socket was owned */
	PRESERVE_EVENT_FOLLOWED, /* the peer moved with our data in flight */
	PRESERVE_EVENT_REFUSED,	/* the peer reset an unproven pair */
	PRESERVE_EVENT_ASKED,	/* the peer still waits for our PREFIX_ACK */
	PRESERVE_EVENT_SPREAD,	/* pairs to be spread over are to be probed */
	PRESERVE_EVENT_VERIFY,	/* old enough to ask the pairs before they are needed */
};

/* So many times unproven pairs are asked before they are needed. */
#define PRESERVE_VERIFIES 3

/* A probe that may yet be answered. */
struct preserve_question {
	u32 nonce;
	u32 sent_us;		/* tcp_clock_us(), 0: none */
};

/* Answers to all questions of a suspicion may be on their way at once. */
#define PRESERVE_QUESTIONS 4

struct preserve_pair {
	struct rhash_head node;
	struct preserve_conn *conn;
	u8 li;			/* index into conn->local */
	u8 ri;			/* index into conn->remote */
	bool linked;		/* in the table; under its lock and, to take it away, conn's */
	bool waiting;		/* the last probe is unanswered */
	bool unusable;		/* when last seen, or something changed since */
	u8 missed;		/* probes in a row without an answer */
	u8 refusals;		/* in a row; 0: not suspended */
	u8 guesses;		/* wrong answers since it was last asked */
	u32 hash;		/* of its tuple, once it is in the table */
	struct preserve_question asked[PRESERVE_QUESTIONS]; /* the last first */
	u32 asked_seq;		/* numbers of the last probe, ... */
	u32 asked_ack;		/* ... which a refusal repeats */
	u32 rtt_us;		/* of the last answered one, 0: unknown */
	u32 proven_us;		/* when the last answered one was sent */
	unsigned long probed;	/* jiffies of the last probe, 0: never */
	unsigned long suspended; /* jiffies: refused, so not used before */
	unsigned long alive;	/* jiffies of the last answer, 0: never */
	unsigned long since;	/* jiffies of the first of the answers without a gap */
	unsigned long heard;	/* jiffies of the last data, when spread over */
	struct preserve_path *path; /* of conn->spread, RCU, or NULL */
};

/*
 * What may be sent to an address of the peer that never answered this
 * connection; see survive/budget.h. Under conn->lock.
 */
struct preserve_budget {
	bool answered;		/* on any pair: nothing is held back */
	u8 sent;		/* probes since the last news of it */
	unsigned long next;	/* jiffies: none before */
};

/* What only the handshake needs. */
struct preserve_handshake {
	bool spreads;		/* we offered it, ... */
	bool peer_spreads;	/* ... and so did the peer */
	u8 sent_len;
	u8 echo_len;
	bool elsewhere;		/* the socket has not these addresses, but ... */
	struct preserve_addr origin;		/* ... this one; survive/uplinks.h */
	/* Since when SYN-ACKs go without and a PREFIX_ACK still counts: jiffies, or 0. */
	unsigned long withdrawn;
	u8 sent[PRESERVE_MAX_OPTION_BYTES];	/* our PREFIX_SYN body */
	u8 echo[PRESERVE_MAX_OPTION_BYTES];	/* the peer's, to be echoed */
};

/* The numbers of the handshake pair while away; see survive/trail.h. Under conn->lock. */
struct preserve_trail {
	bool known;		/* it was left: seq and ack are valid */
	bool behind;		/* it is current, and they have not led up to the stream */
	bool open;		/* there, the stream's own were answered last */
	u8 rounds;		/* that may yet follow at once */
	u32 seq;		/* until here we may send there, ... */
	u32 ack;		/* ... and the peer has, as far as heard there; ... */
	u32 firm_seq;		/* ... before the last answer it was so far at least; ... */
	u32 firm_ack;
	u32 window;		/* ... it told this one, at most */
	u32 stray_seq;		/* both when the peer was first heard elsewhere ... */
	u32 stray_ack;
	unsigned long strayed;	/* ... in a row that lasted until then: jiffies, or 0 */
};

struct preserve_conn {
	spinlock_t lock;	/* state, pairs and counts */
	refcount_t ref;
	u32 id;
	enum preserve_role role;
	enum preserve_state state;
	__be16 lport;
	__be16 rport;
	u8 n_local;		/* those that we offered among them, ... */
	u8 n_remote;		/* ... or the peer did, as far as known */
	u8 n_pairs;		/* in use, the handshake pair among them */
	u8 acks_left;		/* pure ACKs that may still carry an option */
	bool missing;		/* the collector did not find the socket last time */
	u8 verifies;		/* rounds in which unproven pairs may yet be asked */
	bool away;		/* we left the handshake pair and may return */
	bool rst_guard;		/* current pair unsure: a RST proves nothing */
	bool spreads;		/* both ends take segments on every pair */
	bool guarded;		/* counted in table->guarded */
	bool unlinked;		/* another one has a pair of it; under table->lock */
	bool watched;		/* counted in table->watched; see survive/silence.h */
	u8 moves;		/* number of our last move */
	u8 peer_moves;		/* of the peer's last one that was followed */
	u8 claim_number;	/* of the move that claim is about, 0: untold */
	u8 announcements;	/* of our last move that may still be sent */
	u8 hasty;		/* followed in a row within the hold-down time */
	enum preserve_cause cause;
	int oif;		/* interface of the current pair, 0: unknown, ... */
	int home_oif;		/* ... and of the handshake pair when it was that */
	u32 local_isn;		/* initial sequence numbers; the peer's is */
	u32 remote_isn;		/* unknown before an initiator's SYN-ACK */
	u32 scan;		/* number of the last that looked at it */
	u64 cookie;		/* of the full socket, 0: not seen yet */
	u32 xfrm_out;		/* protection, see xfrm.h, of what we send ... */
	u32 xfrm_in;		/* ... and receive, ... */
	u32 xfrm_out_before;	/* ... and before keys were renewed, 0: never */
	u32 xfrm_in_before;
	/* Pairs that were refused when last looked at, by li and ri. */
	DECLARE_BITMAP(unprotected, PRESERVE_MAX_ADDRS * PRESERVE_MAX_ADDRS);
	unsigned long created;
	unsigned long asked;	/* jiffies: the peer was last asked, 0: never */
	unsigned long verified;	/* jiffies: proven pairs were last asked again */
	unsigned long moved;	/* jiffies of the last change of pair */
	u32 alias_ack;		/* tcp_jiffies32 of the last reply given to TCP */
	unsigned int replies;	/* to probes, in the period that ... */
	unsigned long replied;	/* ... started then, in jiffies */
	u32 migrations;
	u32 followed;
	unsigned long announced; /* jiffies: the last move was last told */
	struct preserve_pair *cur;
	struct preserve_pair *left;	/* the pair before */
	struct preserve_pair *claim;	/* the peer may be there: asked, under lock */
	struct preserve_pair *target;	/* to follow to, when the worker can */
	struct preserve_spread *spread;	/* of paths/; RCU, NULL: not spread over */
	struct preserve_pair *more;	/* pairs 1 .. n_pairs - 1, in search order */
	struct preserve_index_entry *index; /* behind them; NULL: there is one pair */
	struct preserve_index_entry by_oif; /* when index is not NULL */
	struct preserve_index_entry by_home_oif;
	struct mem_cgroup *memcg;	/* that pays, or NULL */
	struct preserve_net *pn;
	struct list_head node;
	unsigned long events;
	unsigned long recovering; /* bit 0: the worker watches a loss recovery */
	struct delayed_work work;
	struct preserve_watch watch;
	struct preserve_trail trail;
	struct preserve_handshake hs;
	struct rcu_head rcu;
	struct preserve_pair first;	/* the handshake pair */
	struct preserve_budget budget[PRESERVE_MAX_ADDRS]; /* of conn->remote */
	struct preserve_addr local[PRESERVE_MAX_ADDRS];
	struct preserve_addr remote[PRESERVE_MAX_ADDRS];
	u8 local_flags[PRESERVE_MAX_ADDRS];	/* of those; see rank.h */
	u8 remote_flags[PRESERVE_MAX_ADDRS];
};

int preserve_conn_table_init(struct preserve_conn_table *table);
void preserve_conn_table_destroy(struct preserve_conn_table *table);

/* Before the first connection. */
int preserve_conn_start(struct preserve_net *pn);

/*
 * Drop every connection, and wait until no worker of them runs. Nobody makes new
 * ones any more.
 */
void preserve_conn_stop(struct preserve_net *pn);

/* Drop those whose socket is gone; a call looks at a bounded number. */
void preserve_conn_collect(struct preserve_net *pn);

/*
 * A connection that nobody finds yet; NULL and counted: memory is short. The
 * cgroup of @sk pays for it.
 */
struct preserve_conn *preserve_conn_alloc(struct preserve_net *pn,
					  enum preserve_role role,
					  const struct preserve_tuple *tuple,
					  const struct sock *sk);

/*
 * Into the table under its handshake pair, complete as it is. False, counted
 * and freed: the table is full or another one has these addresses and ports.
 */
bool preserve_conn_publish(struct preserve_conn *conn);

/* What the peer offers. Nobody else sees @conn yet, or the caller holds its lock. */
void preserve_conn_set_remote(struct preserve_conn *conn,
			      const struct preserve_addrs *remote);

/* What the segment tells by which the handshake is complete here. */
struct preserve_answer {
	bool echoed;		/* our offer, as it was sent */
	const struct preserve_addrs *remote; /* the peer's, NULL: known */
	u32 remote_isn;
	u32 xfrm_in;		/* its protection, see xfrm.h */
};

/*
 * Makes all pairs acceptable as aliases; of our addresses those that we offered, if
 * that was echoed. Once: -EALREADY for whoever comes second.
 */
int preserve_conn_establish(struct preserve_conn *conn,
			    const struct preserve_answer *answer);

/*
 * Out of the table. Nobody finds it any more. With __, the caller holds the
 * table's lock, and puts the connection.
 */
void __preserve_conn_drop(struct preserve_conn *conn);
void preserve_conn_drop(struct preserve_conn *conn);

/* Is it time to ask its proven pairs again, as verify_interval says? */
bool preserve_conn_verify_due(const struct preserve_conn *conn);

/* Drop @conn if its socket is gone or in TIME_WAIT; returns whether it was. */
bool preserve_conn_retire(struct preserve_conn *conn);

void preserve_conn_put(struct preserve_conn *conn);

/*
 * Have @pair found; an error when another connection has these addresses and
 * ports. The caller holds the table's lock.
 */
int preserve_pair_link(struct preserve_conn_table *table,
		       struct preserve_pair *pair);
void preserve_pairs_unlink(struct preserve_conn_table *table,
			   struct preserve_conn *conn);

/*
 * Does @pair make way for the handshake of a connection with these addresses and
 * ports? So does an alias on which the peer never answered: who named the address
 * need not have it.
 */
bool preserve_pair_yields(const struct preserve_pair *pair);

/*
 * As preserve_pair_link(), for a handshake pair that nobody sees yet: what yields,
 * makes way.
 */
int preserve_pair_claim(struct preserve_conn_table *table,
			struct preserve_pair *pair);

/*
 * Try again those pairs of @conn that another connection had. The caller holds
 * both locks.
 */
void preserve_pairs_reclaim(struct preserve_conn_table *table,
			    struct preserve_conn *conn);

/* Once, before the first table: nobody is to guess what collides. */
void preserve_pairs_seed(void);

/* The caller is in an RCU read-side section and stays there while it uses it. */
struct preserve_pair *preserve_pair_find(struct preserve_net *pn,
					 const struct preserve_tuple *tuple);

/* Have the worker look at the connection: now, or, unless sooner, later. */
void preserve_conn_wake(struct preserve_conn *conn);
void preserve_conn_wake_later(struct preserve_conn *conn, unsigned long delay);

static inline void preserve_conn_event(struct preserve_conn *conn,
				       enum preserve_event event)
{
	if (!test_and_set_bit(event, &conn->events))
		preserve_conn_wake(conn);
}

/*
 * The socket with these addresses and ports, with a reference, or NULL. It may
 * be a full socket, a request or one in TIME_WAIT. Sockets bound to a device
 * are found only by its index @dif.
 */
struct sock *preserve_tuple_sock(const struct preserve_net *pn,
				 const struct preserve_tuple *tuple, int dif);

u64 preserve_sock_cookie(struct sock *sk);

/*
 * Is @sk the socket (full, request or TIME_WAIT) of @conn, and not that of
 * another connection of the same addresses and ports? The caller holds conn->lock.
 */
bool __preserve_conn_is(struct preserve_conn *conn, struct sock *sk);

/*
 * The socket of @conn, found by its current pair, as preserve_tuple_sock().
 * With __, the caller holds conn->lock.
 */
struct sock *__preserve_conn_sock(struct preserve_conn *conn);
struct sock *preserve_conn_sock(struct preserve_conn *conn);

/*
 * Is @sk, a full socket locked by the caller, still the live socket of @conn,
 * under its current pair? To be asked again after every release of that lock.
 */
bool preserve_conn_owns(struct preserve_conn *conn, struct sock *sk);

/* The same, when the caller holds conn->lock. */
bool __preserve_conn_owns(struct preserve_conn *conn, struct sock *sk);

/* That of the full socket @sk, which the caller has locked; with a reference, or NULL. */
struct preserve_conn *preserve_conn_get(struct preserve_net *pn,
					struct sock *sk);

void preserve_conn_set_acks_left(struct preserve_conn *conn, u8 acks);

const char *preserve_role_name(enum preserve_role role);
const char *preserve_cause_name(enum preserve_cause cause);
void preserve_conn_show(struct seq_file *seq, struct preserve_conn *conn);

/* The number of its connection, addresses and ports. */
void preserve_pair_show(struct seq_file *seq, const struct preserve_pair *pair);
void preserve_conn_show_aliases(struct seq_file *seq,
				struct preserve_conn *conn);
void preserve_conn_info(struct preserve_conn *conn, struct preserve_info *info);

/*
 * Tell who listens that @conn was created or closed. Any context, here and below;
 * @conn may be locked.
 */
void preserve_conn_report(const struct preserve_conn *conn,
			  enum preserve_genl_command event);

/* It left @from for @to, or, when @from is NULL, does not use @to for a while. */
void preserve_conn_report_pair(const struct preserve_conn *conn,
			       enum preserve_genl_command event,
			       const struct preserve_pair *from,
			       const struct preserve_pair *to);

/*
 * Count @reason and tell, unless there are too many: the connection of these
 * addresses is plain TCP.
 */
void preserve_fallback(struct preserve_net *pn,
		       const struct preserve_tuple *tuple,
		       enum preserve_mib_item reason);

void preserve_conn_report_start(struct preserve_net *pn);
int preserve_conn_report_init(void);
void preserve_conn_report_exit(void);

/* @work is the worker of every connection; see preserve_conn_wake(). */
int preserve_conn_init(work_func_t work);
void preserve_conn_exit(void);

struct preserve_tuple preserve_pair_tuple(const struct preserve_pair *pair);

static inline const struct preserve_addr *
preserve_pair_local(const struct preserve_pair *pair)
{
	return &pair->conn->local[pair->li];
}

static inline const struct preserve_addr *
preserve_pair_remote(const struct preserve_pair *pair)
{
	return &pair->conn->remote[pair->ri];
}

/*
 * Did the peer answer on @pair, in this connection's life? The handshake pair is
 * proven by the handshake.
 */
static inline bool preserve_pair_proven(const struct preserve_pair *pair)
{
	return pair == &pair->conn->first || READ_ONCE(pair->alive);
}

/* So long a proof is enough to follow the peer; after a longer silence it is asked. */
#define PRESERVE_PROOF_RECENT (300 * HZ)

/* Did it answer lately? For the handshake pair, the handshake is an answer. */
static inline bool preserve_pair_recent(const struct preserve_pair *pair)
{
	unsigned long alive = READ_ONCE(pair->alive);

	if (!alive && pair == &pair->conn->first)
		alive = pair->conn->created;
	return alive && time_before(jiffies, alive + PRESERVE_PROOF_RECENT);
}

/* An answer older than this says nothing about now. */
#define PRESERVE_ALIVE_FRESH HZ

static inline bool preserve_pair_fresh(const struct preserve_pair *pair)
{
	return pair->alive &&
	       time_before(jiffies, pair->alive + PRESERVE_ALIVE_FRESH);
}

/* Did the peer refuse @pair, not long ago? */
static inline bool preserve_pair_suspended(const struct preserve_pair *pair)
{
	return READ_ONCE(pair->refusals) &&
	       time_before(jiffies, READ_ONCE(pair->suspended));
}

/* In search order: pair number @i, or NULL after the last. */
static inline struct preserve_pair *
preserve_conn_pair(struct preserve_conn *conn, unsigned int i)
{
	/* Pairs with preserve_conn_establish(): those counted are complete. */
	if (i >= smp_load_acquire(&conn->n_pairs))
		return NULL;
	return i ? &conn->more[i - 1] : &conn->first;
}

/* How many jiffies until @when, at least one. */
static inline unsigned long preserve_until(unsigned long when)
{
	long left = when - jiffies;

	return max(left, 1L);
}

#endif /* PRESERVE_CONN_H */
