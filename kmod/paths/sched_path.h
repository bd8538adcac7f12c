/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One path of a group: a device or an address pair, its cached routes, and what
 * it carries.
 */
#ifndef PRESERVE_SCHED_PATH_H
#define PRESERVE_SCHED_PATH_H

#include "wire/addr.h"

#include <linux/if.h>
#include <linux/atomic.h>
#include <linux/minmax.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/uidgid.h>
#include <net/flow.h>

struct dst_entry;
struct net;
struct preserve_pair;
struct sk_buff;

/* Destinations whose routes a device remembers; a pair has one. */
#define PRESERVE_PATH_ROUTES 8

/* Probes of a path that may be on their way at once. */
#define PRESERVE_PATH_PROBES 16

/* A path under load is probed after so much data. */
#define PRESERVE_ECHO_BYTES 16384

enum preserve_path_state {
	PRESERVE_PATH_IDLE,	/* nothing was sent yet */
	PRESERVE_PATH_UP,
	PRESERVE_PATH_DOWN,	/* the device is down, has no carrier, or is gone */
	PRESERVE_PATH_NO_ROUTE,	/* the last packet had no route by the device */
	PRESERVE_PATH_DEAD,	/* probes are not answered any more */
	PRESERVE_PATH_UNVERIFIED, /* a pair on which no probe was answered yet */
};

/*
 * What a route depends on. Protocol and ports only where there are policies of
 * IPsec, which may look at them; else 0.
 */
struct preserve_route_key {
	struct preserve_addr saddr;
	struct preserve_addr daddr;
	u32 mark;
	kuid_t uid;		/* of pairs only */
	union flowi_uli ports;	/* or type and code */
	u8 proto;
	u8 family;		/* 0: none */
};

/* Never changed: another one takes its place. */
struct preserve_route {
	struct preserve_route_key key;
	struct dst_entry *dst;	/* NULL: there is none */
	u32 cookie;
	unsigned long checked;	/* jiffies: when it was looked up */
	struct rcu_head rcu;
};

/* What a processor has given to a path. */
struct preserve_path_given {
	s64 credit;	/* of the weighted round robin, in byte weights */
	u64 packets;
	u64 bytes;
};

struct preserve_path_probe {
	u32 seq;
	u32 sent_us;
	u32 due_us;		/* how long the answer should take */
	u64 offered;		/* to the path, up to and with it */
};

/*
 * Packets read it without a lock, so what they divide by is read once, and what
 * seems to have changed is looked at again under the lock.
 */
struct preserve_path {
	char name[IFNAMSIZ];
	int ifindex;		/* 0: no such device at present */
	struct preserve_pair *pair; /* instead of a device */
	unsigned int weight;
	bool kept;		/* by the transaction that runs */
	struct preserve_path_given __percpu *given; /* NULL: of a pair, ... */
	struct preserve_path_given own;	/* ... that one socket sends over */
	/* What packets write: */
	atomic64_t offered ____cacheline_aligned_in_smp; /* bytes, those of probes included */
	u32 used_us;		/* when the last data were given to it */
	u32 turn;		/* the number of what it took last of such as take turns, ... */
	u32 turn_us;		/* ... and when it took the first since it was heard */

	/* Writers of all below, but the routes: */
	spinlock_t lock ____cacheline_aligned_in_smp;
	enum preserve_path_state state;
	u32 failures;

	/* Probe n is in slot n % PRESERVE_PATH_PROBES. */
	struct preserve_path_probe probe[PRESERVE_PATH_PROBES];
	bool late;		/* an answer fails to come */
	bool dead;		/* several do */
	u32 probes;
	u32 settled;		/* the first that is neither answered nor lost */
	u32 answered;
	u32 lost;
	bool trained;		/* a train was sent, ... */
	u32 train_end;		/* its last probe has this number */
	u32 trained_us;		/* ... then */
	u64 trained_offered;
	u32 probed_us;		/* when the last probe was sent */
	u64 probed_offered;	/* and how much had been offered by then */
	u32 srtt_us;
	u32 rttvar_us;
	u32 least_rtt_us;	/* of this period ... */
	u32 least_before_us;	/* ... and of the one before */
	unsigned long period;	/* jiffies at which this one began */

	/* What the last answered probe told. */
	u32 mark_sent_us;
	u32 mark_reply_us;
	u64 mark_offered;
	u32 queue_us;		/* how long it stood in queues */
	u64 window;		/* bytes that may go without an answer, at first */

	/* The answered probes between which a rate is measured. */
	u32 span_reply_us;	/* the first one */
	u64 span_offered;
	bool span_busy;		/* all stood in queues */
	u64 rate;		/* bytes per second, 0: unknown */
	u64 proven;		/* the most that came through of late */

	struct rcu_head rcu;
	unsigned int n_routes;
	struct preserve_route __rcu *route[];
};

/* Of a device, or of a pair: that needs no more memory. */
struct preserve_path *preserve_sched_path_alloc_device(void);
struct preserve_path *preserve_sched_path_alloc_pair(gfp_t gfp);

/* Nobody finds @path any more; now, or when nobody has it. */
void preserve_sched_path_free(struct preserve_path *path);
void preserve_sched_path_free_rcu(struct preserve_path *path);

/* This processor's part of what @path was given. BH are off. */
static inline struct preserve_path_given *
preserve_path_given(struct preserve_path *path)
{
	return path->given ? this_cpu_ptr(path->given) : &path->own;
}

/* All parts together; the credit is nothing to add up. */
struct preserve_path_given preserve_path_given_sum(const struct preserve_path *path);

/* The weighted round robin begins anew. */
void preserve_path_forget_credit(struct preserve_path *path);

/* Is it, or was it when last used, good for data? */
static inline bool preserve_path_works(const struct preserve_path *path)
{
	return path->state == PRESERVE_PATH_UP ||
	       path->state == PRESERVE_PATH_IDLE;
}

static inline u64 preserve_path_offered(const struct preserve_path *path)
{
	return atomic64_read(&path->offered);
}

/* Bytes given to @path after the last answered probe. */
static inline u64 preserve_path_unanswered(const struct preserve_path *path)
{
	u64 answered = READ_ONCE(path->mark_offered);

	/* In this order, or it might be less than nothing. */
	smp_rmb();
	return preserve_path_offered(path) - answered;
}

/* The least round trip of late: without any queue, most likely. */
static inline u32 preserve_path_least_rtt(const struct preserve_path *path)
{
	return min(path->least_rtt_us, path->least_before_us);
}

const char *preserve_path_state_name(enum preserve_path_state state);

/*
 * The route over @path for @key, without a reference, or NULL; @state tells why
 * not. Of a pair, @key has the addresses. It is there under RCU.
 */
struct dst_entry *preserve_sched_route(struct net *net,
				       struct preserve_path *path,
				       const struct preserve_route_key *key,
				       enum preserve_path_state *state);

/*
 * The same way for echo requests, with a reference. NULL: the policies of IPsec
 * forbid them, or would not protect them as they do @dst, what goes over @path.
 */
struct dst_entry *preserve_sched_route_echo(struct net *net,
					    const struct preserve_path *path,
					    const struct preserve_route_key *key,
					    struct dst_entry *dst);

/* Forget all routes. */
void preserve_sched_forget(struct preserve_path *path);

#endif /* PRESERVE_SCHED_PATH_H */
