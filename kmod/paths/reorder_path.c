// SPDX-License-Identifier: GPL-2.0-only
#include "paths/paths.h"
#include "paths/reorder_path.h"

#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/jhash.h>
#include <net/tcp.h>

/* A path without traffic for this long is not waited for. */
#define PATH_ACTIVE (HZ / 2)

u32 preserve_arrival_path(const struct sk_buff *skb)
{
	/* The address pairs of one connection are paths as well. */
	const struct preserve_addr ends[] = {
		preserve_addr_source(skb), preserve_addr_dest(skb),
	};
	u32 key = skb->dev->ifindex;

	if (skb->dev->type == ARPHRD_ETHER && skb_mac_header_was_set(skb))
		key = jhash(eth_hdr(skb)->h_source, ETH_ALEN, key);
	return jhash(ends, sizeof(ends), key) ?: 1;
}

/* The entry of the path, or the one to be used for it. */
static struct preserve_flow_path *path_entry(struct preserve_flow *flow,
					     u32 key)
{
	struct preserve_flow_path *stalest = &flow->path[0];
	unsigned int i;

	for (i = 0; i < flow->n_paths; i++) {
		if (flow->path[i].key == key)
			return &flow->path[i];
		if (time_before(flow->path[i].seen, stalest->seen))
			stalest = &flow->path[i];
	}
	if (flow->n_paths < PRESERVE_FLOW_PATHS)
		stalest = &flow->path[flow->n_paths++];
	stalest->key = 0;
	return stalest;
}

/*
 * Is it older than what came by the path before? Then it is sent again; but if it
 * was not sent later, by its time stamp, the path does not keep the order. It
 * may be a router behind which there are several.
 */
static bool is_repeated(struct preserve_flow_path *path,
			const struct preserve_arrival *in)
{
	if (after(in->end, path->high))
		return false;
	if (!in->stamped || (s32)(in->tsval - path->high_tsval) > 0)
		return true;
	path->unordered = true;
	return false;
}

/* It was sent later than what follows it was, by whatever path that came. */
static bool is_sent_again(const struct preserve_flow *flow,
			  const struct preserve_arrival *in)
{
	return flow->n_paths && in->stamped && !after(in->end, flow->high) &&
	       (s32)(in->tsval - flow->high_tsval) > 0;
}

static void note_high(struct preserve_flow *flow, const struct preserve_arrival *in)
{
	if (flow->n_paths && !after(in->end, flow->high))
		return;
	flow->high = in->end;
	flow->high_tsval = in->tsval;
}

bool preserve_flow_arrived(struct preserve_flow *flow,
			   const struct preserve_arrival *in)
{
	bool again = is_sent_again(flow, in);
	struct preserve_flow_path *path;
	bool known, fresh;

	note_high(flow, in);
	path = path_entry(flow, in->path);
	known = path->key == in->path;
	fresh = !again && (!known || !is_repeated(path, in));
	if (!known || after(in->end, path->high)) {
		path->high = in->end;
		path->high_tsval = in->tsval;
	}
	if (!known)
		path->unordered = false;
	path->key = in->path;
	path->silent = false;
	path->seen = jiffies;
	return fresh;
}

/* May @path still bring what is missing? */
static bool may_bring(const struct preserve_flow *flow,
		      const struct preserve_flow_path *path)
{
	return !path->silent &&
	       (path->unordered || !after(path->high, flow->next)) &&
	       time_before(jiffies, path->seen + PATH_ACTIVE);
}

/*
 * Whoever knows one path only cannot tell a loss from a path whose first packet
 * is still to come, and waits for that, once.
 */
bool preserve_flow_overtaken(const struct preserve_flow *flow)
{
	unsigned int i;

	if (flow->n_paths < 2 && !flow->alone)
		return false;
	for (i = 0; i < flow->n_paths; i++)
		if (may_bring(flow, &flow->path[i]))
			return false;
	return true;
}

/*
 * Whoever kept us waiting until the time-out is dead perhaps. It is not waited
 * for again until it brings something, or every gap that it left would cost as
 * long.
 */
void preserve_flow_note_silent(struct preserve_flow *flow)
{
	unsigned int i;

	for (i = 0; i < flow->n_paths; i++)
		if (may_bring(flow, &flow->path[i]))
			flow->path[i].silent = true;
	flow->alone = flow->n_paths < 2;
}

void preserve_flow_note_skew(struct preserve_flow *flow, u32 sample_us)
{
	u32 most_us = READ_ONCE(flow->pp->ctl.reorder_timeout_ms) *
		      USEC_PER_MSEC;

	sample_us = min(sample_us, most_us);
	if (sample_us > flow->skew_us)
		flow->skew_us = sample_us;
	else
		flow->skew_us -= (flow->skew_us - sample_us) >> 4;
}
