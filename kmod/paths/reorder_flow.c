// SPDX-License-Identifier: GPL-2.0-only
#include "conn/account.h"
#include "paths/paths.h"
#include "paths/reorder_flow.h"

#include <linux/memcontrol.h>
#include <linux/sched/mm.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <net/tcp.h>

static const struct rhashtable_params sock_params = {
	.key_len = sizeof(const struct sock *),
	.key_offset = offsetof(struct preserve_flow, sk),
	.head_offset = offsetof(struct preserve_flow, node),
	.automatic_shrinking = true,
};

int preserve_flow_table_init(struct preserve_flow_table *table)
{
	spin_lock_init(&table->lock);
	INIT_LIST_HEAD(&table->list);
	return rhashtable_init(&table->socks, &sock_params);
}

void preserve_flow_table_destroy(struct preserve_flow_table *table)
{
	rhashtable_destroy(&table->socks);
}

struct preserve_flow *preserve_flow_find(struct preserve_flow_table *table,
					 const struct sock *sk)
{
	return rhashtable_lookup(&table->socks, &sk, sock_params);
}

static bool table_add(struct preserve_flow_table *table,
		      struct preserve_flow *flow, unsigned int limit)
{
	bool added = false;

	spin_lock_bh(&table->lock);
	if (table->count < limit &&
	    preserve_has_room(flow->pp->pn->tenant, PRESERVE_REORDER_BYTES,
			      sizeof(*flow)) &&
	    !rhashtable_lookup_insert_fast(&table->socks, &flow->node,
					   sock_params)) {
		table->count++;
		list_add_tail_rcu(&flow->list, &table->list);
		preserve_charge(flow->pp->pn->tenant, PRESERVE_REORDER_BYTES,
				sizeof(*flow));
		added = true;
	}
	spin_unlock_bh(&table->lock);
	return added;
}

struct preserve_flow *
preserve_flow_create(struct preserve_paths *pp, const struct sock *sk, u32 next,
		     void (*expired)(struct timer_list *timer))
{
	struct mem_cgroup *memcg = preserve_memcg_get(sk), *outer;
	struct preserve_flow *flow;

	outer = set_active_memcg(memcg);
	flow = kzalloc(sizeof(*flow), PRESERVE_GFP);
	set_active_memcg(outer);
	mem_cgroup_put(memcg);
	if (!flow)
		return NULL;
	refcount_set(&flow->ref, 1);
	spin_lock_init(&flow->lock);
	timer_setup(&flow->timer, expired, 0);
	flow->held = RB_ROOT;
	flow->pp = pp;
	flow->sk = sk;
	flow->next = next;
	flow->disorder = jiffies;
	flow->tuple = preserve_tuple_of(sk);
	if (!table_add(&pp->reorder.flows, flow,
		       preserve_capped(&pp->ctl.reorder_max_flows,
				       &pp->caps->reorder_max_flows))) {
		preserve_paths_count(pp, PRESERVE_MIB_REORDERLIMIT);
		kfree(flow);
		return NULL;
	}
	preserve_paths_count(pp, PRESERVE_MIB_REORDERFLOWS);
	return flow;
}

void preserve_flow_put(struct preserve_flow *flow)
{
	if (refcount_dec_and_test(&flow->ref))
		kfree_rcu(flow, rcu);
}

/* Nobody finds the flow any more; TCP gets what it holds. */
static void retire(struct preserve_flow *flow)
{
	struct rb_node *node;
	struct sk_buff *skb;

	spin_lock_bh(&flow->lock);
	flow->dead = true;
	while ((node = rb_first(&flow->held))) {
		skb = rb_to_skb(node);
		preserve_flow_unlink(flow, skb);
		spin_unlock_bh(&flow->lock);
		preserve_flow_deliver(flow, skb);
		spin_lock_bh(&flow->lock);
	}
	spin_unlock_bh(&flow->lock);
	if (timer_delete_sync(&flow->timer))
		preserve_flow_put(flow);
	preserve_paths_count(flow->pp, PRESERVE_MIB_REORDERFLOWSCLOSED);
	preserve_flow_put(flow);
}

void preserve_flow_collect(struct preserve_flow_table *table,
			   bool (*unwanted)(const struct preserve_flow *flow))
{
	struct preserve_flow *flow, *next;
	LIST_HEAD(retired);

	spin_lock_bh(&table->lock);
	list_for_each_entry_safe(flow, next, &table->list, list) {
		if (!unwanted(flow))
			continue;
		rhashtable_remove_fast(&table->socks, &flow->node,
				       sock_params);
		list_del_rcu(&flow->list);
		preserve_give(flow->pp->pn->tenant, PRESERVE_REORDER_BYTES,
			      sizeof(*flow));
		table->count--;
		list_add(&flow->retired, &retired);
	}
	spin_unlock_bh(&table->lock);
	list_for_each_entry_safe(flow, next, &retired, retired)
		retire(flow);
}

void preserve_flow_deliver(struct preserve_flow *flow, struct sk_buff *skb)
{
	preserve_paths_count(flow->pp, PRESERVE_MIB_REORDERRELEASED);
	local_bh_disable();
	rcu_read_lock();
	flow->okfn(flow->pp->net, NULL, skb);
	rcu_read_unlock();
	local_bh_enable();
}

void preserve_flow_unlink(struct preserve_flow *flow, struct sk_buff *skb)
{
	rb_erase(&skb->rbnode, &flow->held);
	flow->n_held--;
	flow->held_bytes -= skb->truesize;
	preserve_give(flow->pp->pn->tenant, PRESERVE_REORDER_BYTES,
		      skb->truesize);
	/* The tree's node stood where these are. */
	skb->next = NULL;
	skb->prev = NULL;
	skb->dev = preserve_held(skb)->dev;
}

void preserve_flow_purge(struct preserve_flow *flow,
			 const struct net_device *dev)
{
	struct rb_node *node, *next;
	struct sk_buff *skb;

	lockdep_assert_held(&flow->lock);
	for (node = rb_first(&flow->held); node; node = next) {
		next = rb_next(node);
		skb = rb_to_skb(node);
		if (dev && preserve_held(skb)->dev != dev)
			continue;
		preserve_flow_unlink(flow, skb);
		kfree_skb(skb);
		preserve_paths_count(flow->pp, PRESERVE_MIB_REORDERPURGED);
	}
}

bool preserve_flow_insert(struct preserve_flow *flow, struct sk_buff *skb)
{
	const struct preserve_held *new = preserve_held(skb);
	struct rb_node **link = &flow->held.rb_node, *parent = NULL;
	const struct preserve_held *old;

	lockdep_assert_held(&flow->lock);
	while (*link) {
		parent = *link;
		old = preserve_held(rb_to_skb(parent));
		if (!before(new->seq, old->seq) && !after(new->end, old->end))
			return false;
		link = before(new->seq, old->seq) ? &parent->rb_left :
			&parent->rb_right;
	}
	rb_link_node(&skb->rbnode, parent, link);
	rb_insert_color(&skb->rbnode, &flow->held);
	flow->n_held++;
	flow->held_bytes += skb->truesize;
	flow->max_held = max(flow->max_held, flow->n_held);
	preserve_charge(flow->pp->pn->tenant, PRESERVE_REORDER_BYTES,
			skb->truesize);
	return true;
}

u32 preserve_flow_timeout_us(const struct preserve_flow *flow)
{
	u32 most = READ_ONCE(flow->pp->ctl.reorder_timeout_ms) * USEC_PER_MSEC;

	return min(most, flow->skew_us + flow->skew_us / 2 +
		   PRESERVE_FLOW_TIMEOUT_MIN);
}

void preserve_flow_show(struct seq_file *seq, struct preserve_flow *flow)
{
	spin_lock_bh(&flow->lock);
	preserve_tuple_show(seq, &flow->tuple);
	seq_printf(seq, " %u %u %u %u %u %llu %llu %llu %llu\n", flow->n_paths,
		   flow->n_held, flow->held_bytes, flow->max_held,
		   preserve_flow_timeout_us(flow), flow->packets,
		   flow->reordered, flow->gaps_lost, flow->timeouts);
	spin_unlock_bh(&flow->lock);
}
