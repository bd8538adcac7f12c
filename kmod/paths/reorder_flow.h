/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the reorder buffer keeps per connection.
 *
 * A flow is found by the address of its socket, which it never follows: the
 * socket may die at any time, and another may be created at the same address.
 * The flow then finds its own numbers implausible and begins anew.
 */
#ifndef PRESERVE_REORDER_FLOW_H
#define PRESERVE_REORDER_FLOW_H

#include "wire/tuple.h"

#include <linux/list.h>
#include <linux/refcount.h>
#include <linux/rhashtable.h>
#include <linux/skbuff.h>
#include <linux/spinlock.h>
#include <linux/time64.h>
#include <linux/timer.h>

struct net_device;
struct preserve_flow_table;
struct preserve_paths;
struct seq_file;
struct sock;

/* Paths that are told apart; a further one takes the place of the stalest. */
#define PRESERVE_FLOW_PATHS 8

/*
 * A path as the receiver sees it: the interface and, on Ethernet, the address of
 * the neighbour that forwarded the packet. Each path keeps the order.
 */
struct preserve_flow_path {
	u32 key;		/* 0: unused */
	u32 high;		/* end of the latest data seen by it ... */
	u32 high_tsval;		/* ... and their time stamp */
	bool unordered;		/* it does not keep the order: paths within it */
	bool silent;		/* was waited for in vain */
	unsigned long seen;	/* jiffies of the latest data */
};

struct preserve_flow {
	struct rhash_head node;
	const struct sock *sk;	/* the key; never dereferenced */
	struct preserve_paths *pp;
	refcount_t ref;
	spinlock_t lock;	/* all below */
	bool dead;
	bool draining;		/* somebody gives segments to TCP */
	bool alone;		/* no second path came when one was waited for */
	u8 n_paths;
	u32 next;		/* the sequence number that TCP is to see next */
	u32 high;		/* end of the latest data seen ... */
	u32 high_tsval;		/* ... and their time stamp */
	u32 gap_end;		/* the last gap given up: its end, ... */
	u32 gap_us;		/* ... and when the first segment after it came */
	bool gap_open;		/* ... which may yet be filled */
	struct rb_root held;
	unsigned int n_held;
	unsigned int held_bytes; /* by truesize */
	u32 skew_us;		/* how much later the slowest path delivers */
	unsigned long disorder;	/* jiffies of the last segment out of order */
	struct timer_list timer;
	int (*okfn)(struct net *net, struct sock *sk, struct sk_buff *skb);
	struct preserve_flow_path path[PRESERVE_FLOW_PATHS];
	/* For /proc. */
	struct preserve_tuple tuple;
	unsigned int max_held;
	u64 packets;
	u64 reordered;
	u64 gaps_lost;
	u64 timeouts;
	struct list_head list;
	struct list_head retired;
	struct rcu_head rcu;
};

/*
 * What is noted of a held segment, at the end of skb->cb: the start belongs to
 * the network layer still.
 */
struct preserve_held {
	struct net_device *dev;
	u32 seq;
	u32 end;
	u32 stamp_us;		/* when it came, tcp_clock_us() */
};

static inline struct preserve_held *preserve_held(const struct sk_buff *skb)
{
	return (struct preserve_held *)(skb->cb + sizeof(skb->cb) -
					sizeof(struct preserve_held));
}

/* Below this no time-out makes sense: timers tick in jiffies. */
#define PRESERVE_FLOW_TIMEOUT_MIN (5 * USEC_PER_MSEC)

int preserve_flow_table_init(struct preserve_flow_table *table);
void preserve_flow_table_destroy(struct preserve_flow_table *table);

/* The flow of @sk or NULL; valid while the caller's RCU read section lasts. */
struct preserve_flow *preserve_flow_find(struct preserve_flow_table *table,
					 const struct sock *sk);

/* A new flow with this timer, or NULL: too many, no memory, or one exists. */
struct preserve_flow *
preserve_flow_create(struct preserve_paths *pp, const struct sock *sk, u32 next,
		     void (*expired)(struct timer_list *timer));

/* Take the flows that @unwanted names out of the table. May sleep. */
void preserve_flow_collect(struct preserve_flow_table *table,
			   bool (*unwanted)(const struct preserve_flow *flow));

void preserve_flow_put(struct preserve_flow *flow);

/* Hold @skb, whose preserve_held() is filled. False: all of it is held. */
bool preserve_flow_insert(struct preserve_flow *flow, struct sk_buff *skb);
void preserve_flow_unlink(struct preserve_flow *flow, struct sk_buff *skb);

/* Give @skb, no longer held, to TCP. The caller does not hold the lock. */
void preserve_flow_deliver(struct preserve_flow *flow, struct sk_buff *skb);

/* Free what is held, or only what came by @dev. The caller holds the lock. */
void preserve_flow_purge(struct preserve_flow *flow,
			 const struct net_device *dev);

/* How long a segment waits for those before it. */
u32 preserve_flow_timeout_us(const struct preserve_flow *flow);

void preserve_flow_show(struct seq_file *seq, struct preserve_flow *flow);

#endif /* PRESERVE_REORDER_FLOW_H */
