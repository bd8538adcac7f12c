// SPDX-License-Identifier: GPL-2.0-only
#include "paths/sched_adapt.h"
#include "paths/sched_wait.h"

#include <linux/bitops.h>
#include <net/dst.h>
#include <net/tcp.h>

/* Where round trips are longer, so is a transfer without knowing. */
#define WAIT_US (5 * USEC_PER_MSEC)

/* A first window, and that of some connections that begin at the same time. */
#define WAIT_PACKETS 64

static bool is_known(const struct preserve_group *group, unsigned long usable)
{
	return preserve_adapt_worthy(group, usable);
}

/* Is a train on its way whose answer may still come in time? */
static bool is_asked(const struct preserve_group *group, unsigned long usable)
{
	const struct preserve_path *path;
	u32 now = (u32)tcp_clock_us();
	unsigned int i;

	for_each_set_bit(i, &usable, group->n_paths) {
		path = group->path[i];
		if (path->trained && now - path->trained_us < WAIT_US)
			return true;
	}
	return false;
}

static void resume(struct preserve_group *group)
{
	struct sk_buff_head packets;
	struct sk_buff *skb;

	__skb_queue_head_init(&packets);
	spin_lock_bh(&group->wait.packets.lock);
	skb_queue_splice_init(&group->wait.packets, &packets);
	spin_unlock_bh(&group->wait.packets.lock);
	rcu_read_lock();
	while ((skb = __skb_dequeue(&packets)))
		group->wait.resume(group->wait.pp, group, skb);
	rcu_read_unlock();
}

static enum hrtimer_restart expired(struct hrtimer *timer)
{
	struct preserve_group *group = container_of(timer,
						    struct preserve_group,
						    wait.timer);

	resume(group);
	return HRTIMER_NORESTART;
}

void preserve_wait_init(struct preserve_paths *pp, struct preserve_group *group,
			void (*resume)(struct preserve_paths *pp,
				       struct preserve_group *group,
				       struct sk_buff *skb))
{
	group->wait.pp = pp;
	group->wait.resume = resume;
	skb_queue_head_init(&group->wait.packets);
	hrtimer_setup(&group->wait.timer, expired, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL_SOFT);
}

static bool add(struct preserve_wait *wait, struct sk_buff *skb)
{
	if (wait->closed || skb_queue_len(&wait->packets) == WAIT_PACKETS)
		return false;
	/* Without a route it would not have arrived either. */
	if (!skb_dst_force(skb)) {
		kfree_skb(skb);
		return true;
	}
	if (skb_queue_empty(&wait->packets))
		hrtimer_start(&wait->timer, ns_to_ktime(WAIT_US *
			      NSEC_PER_USEC), HRTIMER_MODE_REL_SOFT);
	__skb_queue_tail(&wait->packets, skb);
	return true;
}

bool preserve_wait_take(struct preserve_group *group, unsigned long usable,
			struct sk_buff *skb)
{
	struct preserve_wait *wait = &group->wait;
	bool taken;

	if (group->mode != PRESERVE_MODE_ADAPTIVE ||
	    hweight_long(usable) < 2 ||
	    is_known(group, usable) || !is_asked(group, usable))
		return false;
	spin_lock_bh(&wait->packets.lock);
	/* The answer that it would wait for may just have come. */
	taken = !is_known(group, usable) && add(wait, skb);
	spin_unlock_bh(&wait->packets.lock);
	return taken;
}

void preserve_wait_answered(struct preserve_group *group)
{
	struct preserve_wait *wait = &group->wait;
	bool may_go;

	spin_lock_bh(&wait->packets.lock);
	may_go = !skb_queue_empty(&wait->packets) &&
		 is_known(group, GENMASK(PRESERVE_MAX_PATHS - 1, 0));
	spin_unlock_bh(&wait->packets.lock);
	if (may_go)
		resume(group);
}

void preserve_wait_exit(struct preserve_group *group)
{
	spin_lock_bh(&group->wait.packets.lock);
	group->wait.closed = true;
	spin_unlock_bh(&group->wait.packets.lock);
	hrtimer_cancel(&group->wait.timer);
	resume(group);
}
