// SPDX-License-Identifier: GPL-2.0-only
#include "conn/conn.h"
#include "paths/paths.h"
#include "paths/rewrite.h"
#include "paths/sched_adapt.h"
#include "paths/sched_echo.h"
#include "paths/sched_pick.h"
#include "paths/sched_send.h"
#include "paths/sched_tcp.h"
#include "paths/sched_wait.h"
#include "paths/spread.h"
#include "paths/window.h"

#include <linux/ip.h>
#include <net/ip.h>
#include <net/tcp.h>

/* Whoever sends a packet of so many bytes sends more of them, most likely. */
#define MUCH_BYTES 1200

/* What the devices may leave to us or to the layers below. */
#define SEGMENT_FEATURES (NETIF_F_SG | NETIF_F_HW_CSUM | NETIF_F_HIGHDMA)

static void set_state(struct preserve_paths *pp, struct preserve_group *group,
		      struct preserve_path *path,
		      enum preserve_path_state state)
{
	bool worked;

	if (READ_ONCE(path->state) == state)
		return;
	spin_lock_bh(&path->lock);
	worked = preserve_path_works(path);
	if (state != PRESERVE_PATH_UP && worked) {
		path->failures++;
		WRITE_ONCE(group->failed_us, (u32)tcp_clock_us());
		WRITE_ONCE(group->failed, true);
		preserve_paths_count(pp, PRESERVE_MIB_PATHFAILED);
	} else if (state == PRESERVE_PATH_UP && !worked) {
		preserve_path_forget_credit(path);
		preserve_paths_count(pp, PRESERVE_MIB_PATHRESTORED);
	}
	WRITE_ONCE(path->state, state);
	spin_unlock_bh(&path->lock);
}

/* Without probes nobody would find out that a dead path works again. */
static void judge_by_probes(struct preserve_paths *pp, struct preserve_path *path)
{
	if (READ_ONCE(pp->ctl.scheduler_probe_interval_ms))
		preserve_echo_judge(path);
	else if (!path->pair)
		preserve_echo_acquit(path);
}

/* The same packet over another path has other addresses if that is a pair. */
static struct preserve_route_key key_for(const struct preserve_choice *choice,
					 const struct preserve_path *path)
{
	struct preserve_route_key key = *choice->key;

	if (path->pair) {
		key.saddr = *preserve_pair_local(path->pair);
		key.daddr = *preserve_pair_remote(path->pair);
	}
	return key;
}

static void find_paths(struct preserve_paths *pp, struct preserve_choice *choice)
{
	struct preserve_group *group = choice->group;
	unsigned long late = 0, dead = 0;
	struct preserve_route_key key;
	enum preserve_path_state state;
	unsigned int i;

	choice->usable = 0;
	for (i = 0; i < group->n_paths; i++) {
		judge_by_probes(pp, group->path[i]);
		key = key_for(choice, group->path[i]);
		choice->dst[i] = preserve_sched_route(pp->net, group->path[i],
						      &key, &state);
		set_state(pp, group, group->path[i], state);
		if (state == PRESERVE_PATH_UP && !READ_ONCE(group->path[i]->late))
			choice->usable |= BIT(i);
		else if (state == PRESERVE_PATH_UP)
			late |= BIT(i);
		else if (choice->dst[i])
			dead |= BIT(i);
	}
	/* Perhaps it is only the probes that are not answered. */
	if (!choice->usable)
		choice->usable = late ?: choice->pairs ? 0 : dead;
}

/* Bytes of the largest packet that @skb becomes, without the link's header. */
static unsigned int wire_length(const struct sk_buff *skb)
{
	if (!skb_is_gso(skb))
		return skb->len;
	return skb_transport_offset(skb) + tcp_hdrlen(skb) +
	       skb_shinfo(skb)->gso_size;
}

/*
 * TCP knows the MTU of its own route only. A narrower path is not for packets
 * that are in flight already; the next ones will be smaller.
 */
static void drop_narrow_paths(struct preserve_choice *choice,
			      const struct sk_buff *skb)
{
	unsigned int length = wire_length(skb), mtu, i;
	unsigned long wide = 0;

	for_each_set_bit(i, &choice->usable, PRESERVE_MAX_PATHS) {
		mtu = dst_mtu(choice->dst[i]);
		if (length <= mtu)
			wide |= BIT(i);
		else if (!choice->resumed)
			preserve_tcp_narrow(skb, mtu);
	}
	if (wide)
		choice->usable = wide;
}

static void ask(struct preserve_paths *pp, struct preserve_choice *choice,
		unsigned int number, bool train)
{
	const struct preserve_route_key key =
		key_for(choice, choice->group->path[number]);
	const struct preserve_echo_target to = {
		.key = &key,
		.pair = choice->group->path[number]->pair,
		.dst = choice->dst[number],
		.probes = &choice->probes,
	};

	preserve_echo_ask(pp, choice->group, choice->group->path[number], &to,
			  train);
}

static void ask_all(struct preserve_paths *pp, struct preserve_choice *choice,
		    bool train)
{
	unsigned int i;

	for (i = 0; i < choice->group->n_paths; i++)
		if (choice->dst[i])
			ask(pp, choice, i, train);
}

/*
 * A connection begins: find out what the paths are like before data follow. A
 * train would only stand in the way of what a client asks for; whoever answers,
 * or sends much, needs to know.
 */
static void prepare_paths(struct preserve_paths *pp,
			  struct preserve_choice *choice,
			  const struct sk_buff *skb)
{
	if (choice->turn == PRESERVE_TURN_SOON ||
	    choice->turn == PRESERVE_TURN_AGAIN)
		return;
	if (preserve_tcp_is_syn(skb))
		ask_all(pp, choice, tcp_hdr(skb)->ack);
	else if (choice->group->mode == PRESERVE_MODE_ADAPTIVE &&
		 skb->len > MUCH_BYTES)
		ask_all(pp, choice, true);
}

static void find_paths_for(struct preserve_paths *pp,
			   struct preserve_choice *choice,
			   const struct sk_buff *skb)
{
	find_paths(pp, choice);
	if (choice->pairs)
		choice->usable = preserve_spread_narrow(choice->pairs,
							choice->usable, skb);
	drop_narrow_paths(choice, skb);
}

/* Give @skb the addresses of a pair. */
static bool readdress(struct preserve_paths *pp, const struct preserve_path *path,
		      struct sk_buff *skb)
{
	const struct preserve_pair *pair = path->pair;

	if (!pair)
		return true;
	if (!preserve_rewrite(skb, preserve_pair_local(pair),
			      preserve_pair_remote(pair)))
		return false;
	if (pair != READ_ONCE(pair->conn->cur))
		preserve_paths_count(pp, PRESERVE_MIB_SPREADSEGMENTS);
	return true;
}

static void account(struct preserve_path *path, const struct sk_buff *skb)
{
	struct preserve_path_given *given;

	local_bh_disable();
	given = preserve_path_given(path);
	given->packets += skb_is_gso(skb) ? skb_shinfo(skb)->gso_segs : 1;
	given->bytes += skb->len;
	local_bh_enable();
	atomic64_add(skb->len, &path->offered);
}

/* Note that @path carries @skb, and give it the route. */
static void send_over(struct preserve_paths *pp, struct preserve_choice *choice,
		      unsigned int number, struct sk_buff *skb)
{
	struct preserve_path *path = choice->group->path[number];
	struct dst_entry *dst = choice->dst[number];

	/* Without memory for that it takes its own way. */
	if (!readdress(pp, path, skb))
		return;
	account(path, skb);
	skb_dst_drop(skb);
	skb_dst_set(skb, dst_clone(dst));
	skb->dev = dst->dev;
	preserve_paths_count(pp, PRESERVE_MIB_SCHEDPACKETS);
	ask(pp, choice, number, false);
	WRITE_ONCE(path->used_us, (u32)tcp_clock_us());
}

static unsigned int number_of(const struct preserve_group *group,
			      const struct preserve_path *path)
{
	unsigned int i = 0;

	while (group->path[i] != path)
		i++;
	return i;
}

static void send_one(struct preserve_paths *pp, struct preserve_choice *choice,
		     struct sk_buff *skb)
{
	struct preserve_path *path = preserve_pick(choice->group,
						   choice->usable, skb->len,
						   choice->turn);

	send_over(pp, choice, number_of(choice->group, path), skb);
}

/* One copy for every usable path but the first, which the packet itself takes. */
static struct sk_buff *send_copies(struct preserve_paths *pp,
				   struct preserve_choice *choice,
				   struct sk_buff *skb)
{
	struct sk_buff *copies = NULL, *copy;
	unsigned int first = __ffs(choice->usable), i;

	for_each_set_bit(i, &choice->usable, PRESERVE_MAX_PATHS) {
		if (i == first)
			continue;
		copy = skb_clone(skb, GFP_ATOMIC);
		if (!copy)
			continue;
		send_over(pp, choice, i, copy);
		copy->next = copies;
		copies = copy;
		preserve_paths_count(pp, PRESERVE_MIB_SCHEDCOPIES);
	}
	send_over(pp, choice, first, skb);
	return copies;
}

static void transmit_list(const struct nf_hook_state *state,
			  struct sk_buff *list)
{
	struct sk_buff *skb, *next;

	skb_list_walk_safe(list, skb, next) {
		skb_mark_not_on_list(skb);
		state->okfn(state->net, state->sk, skb);
	}
}

static void transmit_probes(struct preserve_paths *pp,
			    struct preserve_choice *choice)
{
	struct sk_buff *skb;

	while ((skb = __skb_dequeue(&choice->probes)))
		preserve_echo_send(pp, skb);
}

static bool is_spreading(const struct preserve_group *group)
{
	return group->mode == PRESERVE_MODE_WEIGHTED ||
	       group->mode == PRESERVE_MODE_ADAPTIVE;
}

/* Cut @skb; NULL when it is to go as it is. */
static struct sk_buff *cut(const struct preserve_paths *pp, struct sk_buff *skb,
			   const struct preserve_group *group)
{
	struct sk_buff *segs;

	if (!skb_is_gso(skb) || !READ_ONCE(pp->ctl.scheduler_segment) ||
	    !is_spreading(group))
		return NULL;
	segs = skb_gso_segment(skb, SEGMENT_FEATURES);
	return IS_ERR(segs) ? NULL : segs;
}

static unsigned int spread_segments(struct preserve_paths *pp,
				    struct preserve_choice *choice,
				    struct sk_buff *skb, struct sk_buff *segs,
				    const struct nf_hook_state *state)
{
	struct sk_buff *seg, *next;

	skb_list_walk_safe(segs, seg, next) {
		send_one(pp, choice, seg);
		preserve_paths_count(pp, PRESERVE_MIB_SCHEDSEGMENTS);
	}
	transmit_list(state, segs);
	consume_skb(skb);
	return NF_STOLEN;
}

/* The pairs of a connection have a window of their own; see window.h. */
static void tend_window(const struct preserve_choice *choice,
			const struct sk_buff *skb)
{
	struct preserve_group *group = choice->group;
	u32 skew_us;

	if (choice->resumed)
		return;
	if (READ_ONCE(group->failed) && is_spreading(group) && preserve_tcp_sends(skb))
		preserve_window_fit(group, skb);
	if (choice->pairs)
		return;
	if (is_spreading(group) && preserve_tcp_is_overtaken(skb)) {
		skew_us = preserve_adapt_skew_us(group, choice->usable);
		preserve_tcp_tolerate(skb, skew_us);
	}
	if (preserve_adapt_is_full(group, choice->usable))
		preserve_tcp_hold(skb);
	else if (preserve_adapt_is_busy(group, choice->usable))
		preserve_tcp_end_slow_start(skb);
	else if (group->mode == PRESERVE_MODE_ADAPTIVE)
		preserve_tcp_widen(skb, preserve_adapt_pipe(group,
							    choice->usable));
}

/* What nothing else is on its way with, or all wait for, does not wait itself. */
static bool may_wait(const struct preserve_choice *choice,
		     const struct sk_buff *skb)
{
	return !choice->pairs && !choice->resumed &&
	       choice->turn != PRESERVE_TURN_SOON &&
	       choice->turn != PRESERVE_TURN_AGAIN && !preserve_tcp_is_syn(skb);
}

/* Once between two looks at the paths: that is enough to know where to look. */
static void note_use(struct preserve_group *group,
		     const struct preserve_route_key *key)
{
	if (READ_ONCE(group->used))
		return;
	spin_lock_bh(&group->lock);
	group->last = *key;
	WRITE_ONCE(group->used, true);
	spin_unlock_bh(&group->lock);
}

static unsigned int spread(struct preserve_paths *pp,
			   struct preserve_choice *choice, struct sk_buff *skb,
			   const struct nf_hook_state *state)
{
	struct preserve_group *group = choice->group;
	struct sk_buff *copies = NULL, *segs;
	bool several;

	note_use(group, choice->key);
	if (choice->pairs)
		group->mode = READ_ONCE(pp->ctl.scheduler_pairs_mode);
	find_paths_for(pp, choice, skb);
	if (!choice->usable) {
		preserve_paths_count(pp, PRESERVE_MIB_SCHEDNOPATH);
		return NF_ACCEPT;
	}
	prepare_paths(pp, choice, skb);
	tend_window(choice, skb);
	if (may_wait(choice, skb) &&
	    preserve_wait_take(group, choice->usable, skb))
		return NF_STOLEN;
	several = hweight_long(choice->usable) > 1;
	if (several && skb_is_gso(skb)) {
		segs = cut(pp, skb, group);
		if (segs)
			return spread_segments(pp, choice, skb, segs, state);
	}
	if (choice->usable && group->mode == PRESERVE_MODE_REDUNDANT)
		copies = send_copies(pp, choice, skb);
	else if (choice->usable)
		send_one(pp, choice, skb);
	transmit_list(state, copies);
	return NF_ACCEPT;
}

unsigned int preserve_sched_send(struct preserve_paths *pp, struct sk_buff *skb,
				 const struct nf_hook_state *state,
				 struct preserve_choice *choice)
{
	unsigned int verdict;

	__skb_queue_head_init(&choice->probes);
	verdict = spread(pp, choice, skb, state);
	if (verdict == NF_ACCEPT && !skb_queue_empty(&choice->probes)) {
		/* Probes are not to delay it. */
		state->okfn(state->net, state->sk, skb);
		verdict = NF_STOLEN;
	}
	transmit_probes(pp, choice);
	return verdict;
}

void preserve_sched_look_after(struct preserve_paths *pp,
			       struct preserve_group *group,
			       struct preserve_spread *pairs)
{
	struct preserve_route_key last;
	struct preserve_choice choice = {
		.group = group,
		.pairs = pairs,
		.key = &last,
	};

	if (!READ_ONCE(group->used))
		return;
	__skb_queue_head_init(&choice.probes);
	spin_lock_bh(&group->lock);
	last = group->last;
	WRITE_ONCE(group->used, false);
	spin_unlock_bh(&group->lock);
	rcu_read_lock();
	find_paths(pp, &choice);
	ask_all(pp, &choice, true);
	transmit_probes(pp, &choice);
	rcu_read_unlock();
}
