// SPDX-License-Identifier: GPL-2.0-only
/*
 *   arrives          is it what TCP waits for?
 *      |                 yes: give it, and all that are held behind it
 *      |                 older: give it (a retransmission, or late)
 *      v                 newer: hold it
 *   held in order of sequence numbers until
 *      - what is missing arrives,
 *      - every path that is in use has delivered something newer: where each
 *        path keeps the order, what is missing is lost, and no use to wait for,
 *      - the time-out, half as much again as the measured difference between
 *        the paths,
 *      - the buffer is full.
 *   Then TCP sees the gap, and repairs it as it always does.
 */
#include "conn/account.h"
#include "paths/paths.h"
#include "paths/reorder.h"
#include "paths/reorder_flow.h"
#include "paths/reorder_path.h"
#include "paths/spread.h"
#include "survive/judge.h"
#include "wire/segment.h"

#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/inet_sock.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/tcp.h>

/* A buffer goes when nothing was out of order for this long. */
#define FLOW_IDLE (10 * HZ)
#define COLLECT_INTERVAL HZ

/* Before a difference between the paths was measured. */
#define SKEW_UNKNOWN_US (50 * USEC_PER_MSEC)

static u32 now_us(void)
{
	return (u32)tcp_clock_us();
}

static struct sk_buff *first_held(const struct preserve_flow *flow)
{
	struct rb_node *node = rb_first(&flow->held);

	return node ? rb_to_skb(node) : NULL;
}

static void arm_timer(struct preserve_flow *flow)
{
	struct sk_buff *skb = first_held(flow);
	s32 left;

	if (!skb || flow->dead)
		return;
	left = preserve_held(skb)->stamp_us + preserve_flow_timeout_us(flow) -
	       now_us();
	if (!mod_timer(&flow->timer,
		       jiffies + usecs_to_jiffies(max(left, 0)) + 1))
		refcount_inc(&flow->ref);
}

/* Let TCP see the gap before the first held segment. */
static void give_up(struct preserve_flow *flow)
{
	const struct preserve_held *first = preserve_held(first_held(flow));

	flow->next = first->seq;
	flow->gap_end = first->seq;
	flow->gap_us = first->stamp_us;
	flow->gap_open = true;
}

/* The first held segment, if it is the turn of that. */
static struct sk_buff *take_ready(struct preserve_flow *flow)
{
	struct sk_buff *skb = first_held(flow);

	if (!skb || after(preserve_held(skb)->seq, flow->next))
		return NULL;
	preserve_flow_unlink(flow, skb);
	if (after(preserve_held(skb)->end, flow->next))
		flow->next = preserve_held(skb)->end;
	return skb;
}

/*
 * Give TCP all whose turn it is. TCP takes its own locks and answers, so this
 * is done without ours; who comes meanwhile leaves his segments to us.
 */
static void drain(struct preserve_flow *flow)
{
	struct sk_buff *skb;

	lockdep_assert_held(&flow->lock);
	if (flow->draining)
		return;
	flow->draining = true;
	while ((skb = take_ready(flow))) {
		spin_unlock_bh(&flow->lock);
		preserve_flow_deliver(flow, skb);
		spin_lock_bh(&flow->lock);
	}
	flow->draining = false;
	arm_timer(flow);
}

static bool too_full(const struct preserve_flow *flow)
{
	const struct preserve_paths *pp = flow->pp;
	unsigned int packets = preserve_capped(&pp->ctl.reorder_max_packets,
					       &pp->caps->reorder_max_packets);
	unsigned int bytes = preserve_capped(&pp->ctl.reorder_max_bytes,
					     &pp->caps->reorder_max_bytes);

	return flow->n_held > packets || flow->held_bytes > bytes ||
	       !preserve_has_room(pp->pn->tenant, PRESERVE_REORDER_BYTES, 0);
}

/* Is there anything to wait for? Opens the first gap when there is not. */
static void review(struct preserve_flow *flow)
{
	while (first_held(flow) &&
	       after(preserve_held(first_held(flow))->seq, flow->next)) {
		if (preserve_flow_overtaken(flow)) {
			flow->gaps_lost++;
			preserve_paths_count(flow->pp, PRESERVE_MIB_REORDERLOST);
		} else if (too_full(flow)) {
			preserve_paths_count(flow->pp, PRESERVE_MIB_REORDERFULL);
		} else {
			return;
		}
		give_up(flow);
		if (flow->draining)
			return;
		drain(flow);
	}
}

static bool is_expired(const struct preserve_flow *flow)
{
	const struct sk_buff *skb = first_held(flow);

	return skb && (s32)(now_us() - preserve_held(skb)->stamp_us -
			    preserve_flow_timeout_us(flow)) >= 0;
}

static void expired(struct timer_list *timer)
{
	struct preserve_flow *flow = container_of(timer, struct preserve_flow,
						  timer);

	spin_lock_bh(&flow->lock);
	if (!flow->draining && !flow->dead && is_expired(flow)) {
		flow->timeouts++;
		preserve_paths_count(flow->pp, PRESERVE_MIB_REORDERTIMEOUT);
		preserve_flow_note_silent(flow);
		give_up(flow);
	}
	drain(flow);
	review(flow);
	spin_unlock_bh(&flow->lock);
	preserve_flow_put(flow);
}

/* A segment that TCP was, or should have been, given before. */
static void note_late(struct preserve_flow *flow, const struct preserve_arrival *in,
		      bool fresh)
{
	if (!fresh)
		return;
	flow->reordered++;
	flow->disorder = jiffies;
	if (flow->gap_open && before(in->seq, flow->gap_end)) {
		preserve_flow_note_skew(flow, now_us() - flow->gap_us);
		flow->gap_open = false;
	}
}

static void note_filled(struct preserve_flow *flow, bool fresh)
{
	const struct sk_buff *first = first_held(flow);

	if (!first || !fresh)
		return;
	flow->reordered++;
	preserve_flow_note_skew(flow, now_us() - preserve_held(first)->stamp_us);
}

static unsigned int hold(struct preserve_flow *flow, struct sk_buff *skb,
			 const struct preserve_arrival *in)
{
	struct preserve_held *held = preserve_held(skb);

	/* The route is borrowed from the receive path. */
	if (!skb_dst_force(skb))
		return NF_ACCEPT;
	held->dev = skb->dev;
	held->seq = in->seq;
	held->end = in->end;
	held->stamp_us = now_us();
	if (!preserve_flow_insert(flow, skb)) {
		preserve_paths_count(flow->pp, PRESERVE_MIB_REORDERDUPLICATE);
		return NF_DROP;
	}
	preserve_paths_count(flow->pp, PRESERVE_MIB_REORDERHELD);
	return NF_STOLEN;
}

static unsigned int receive(struct preserve_flow *flow, struct sk_buff *skb,
			    const struct preserve_arrival *in)
{
	bool fresh = preserve_flow_arrived(flow, in);
	unsigned int verdict;

	flow->packets++;
	if (!after(in->end, flow->next)) {
		note_late(flow, in, fresh);
		return NF_ACCEPT;
	}
	if (!after(in->seq, flow->next)) {
		note_filled(flow, fresh);
		if (!flow->n_held && !flow->draining) {
			flow->next = in->end;
			return NF_ACCEPT;
		}
	} else {
		flow->disorder = jiffies;
	}
	verdict = hold(flow, skb, in);
	drain(flow);
	review(flow);
	return verdict;
}

/* Another socket at the same address, or numbers that TCP does not share. */
static bool implausible(const struct preserve_flow *flow,
			const struct sock *sk, u32 rcv_nxt)
{
	return flow->tuple.lport != inet_sk(sk)->inet_sport ||
	       flow->tuple.rport != inet_sk(sk)->inet_dport ||
	       (after(flow->next, rcv_nxt) &&
		flow->next - rcv_nxt > U16_MAX << tcp_sk(sk)->rx_opt.rcv_wscale);
}

static void resync(struct preserve_flow *flow, const struct sock *sk,
		   u32 rcv_nxt)
{
	if (unlikely(implausible(flow, sk, rcv_nxt))) {
		preserve_flow_purge(flow, NULL);
		flow->n_paths = 0;
		flow->alone = false;
		flow->gap_open = false;
		flow->next = rcv_nxt;
		flow->tuple = preserve_tuple_of(sk);
	} else if (after(rcv_nxt, flow->next)) {
		flow->next = rcv_nxt;
	}
}

/* The first segment of this connection that is out of order. */
static struct preserve_flow *begin(struct preserve_paths *pp,
				   const struct nf_hook_state *state,
				   const struct sock *sk, u32 rcv_nxt)
{
	struct preserve_flow *flow;
	u32 rtt = READ_ONCE(tcp_sk(sk)->rcv_rtt_est.rtt_us) >> 3;

	/* What is in the backlog is not in rcv_nxt yet. */
	if (READ_ONCE(sk->sk_backlog.len))
		return NULL;
	flow = preserve_flow_create(pp, sk, rcv_nxt, expired);
	if (!flow)
		return NULL;
	flow->skew_us = rtt ? rtt / 2 : SKEW_UNKNOWN_US;
	flow->okfn = state->okfn;
	return flow;
}

/* The form in which every TCP of today sends time stamps (RFC 7323, A). */
static void read_stamp(const struct sk_buff *skb,
		       const struct preserve_segment *seg,
		       struct preserve_arrival *in)
{
	const __be32 head = htonl(TCPOPT_NOP << 24 | TCPOPT_NOP << 16 |
				  TCPOPT_TIMESTAMP << 8 | TCPOLEN_TIMESTAMP);
	const __be32 *option;
	__be32 _option[2];

	in->stamped = false;
	in->tsval = 0;
	if (seg->th.doff * 4 < sizeof(seg->th) + TCPOLEN_TSTAMP_ALIGNED)
		return;
	option = skb_header_pointer(skb, seg->thoff + sizeof(seg->th),
				    sizeof(_option), _option);
	if (!option || option[0] != head)
		return;
	in->stamped = true;
	in->tsval = get_unaligned_be32(&option[1]);
}

static bool read_segment(const struct sk_buff *skb, unsigned int thoff,
			 struct preserve_segment *seg)
{
	unsigned int hlen;

	if (skb_copy_bits(skb, thoff, &seg->th, sizeof(seg->th)))
		return false;
	hlen = thoff + seg->th.doff * 4;
	if (seg->th.doff < sizeof(seg->th) / 4 || skb->len < hlen)
		return false;
	seg->thoff = thoff;
	seg->payload = skb->len - hlen;
	return true;
}

static bool is_plain_data(const struct preserve_segment *seg,
			  struct preserve_arrival *in)
{
	if (!seg->payload ||
	    (tcp_flag_word(&seg->th) & (TCP_FLAG_SYN | TCP_FLAG_FIN |
					TCP_FLAG_RST | TCP_FLAG_URG)))
		return false;
	in->seq = ntohl(seg->th.seq);
	in->end = in->seq + seg->payload;
	return true;
}

/* Ahead of what is missing, and in the window. */
static bool is_early(const struct preserve_arrival *in, const struct sock *sk,
		     u32 rcv_nxt)
{
	return after(in->seq, rcv_nxt) &&
	       !after(in->end, rcv_nxt + tcp_receive_window(tcp_sk(sk)));
}

static unsigned int reorder(struct preserve_paths *pp, struct sk_buff *skb,
			    const struct nf_hook_state *state,
			    unsigned int thoff)
{
	const struct sock *sk = skb->sk;
	struct preserve_flow *flow;
	struct preserve_arrival in;
	struct preserve_segment seg;
	struct preserve_pair *pair;
	unsigned int verdict;
	bool begins;
	u32 rcv_nxt;

	if (!read_segment(skb, thoff, &seg) || !is_plain_data(&seg, &in))
		return NF_ACCEPT;
	rcv_nxt = READ_ONCE(tcp_sk(sk)->rcv_nxt);
	flow = READ_ONCE(pp->reorder.flows.count) ?
		preserve_flow_find(&pp->reorder.flows, sk) : NULL;
	pair = preserve_spread_pair(pp, skb, &seg.th);
	begins = !flow && is_early(&in, sk, rcv_nxt);
	if ((!flow && !begins && !pair) ||
	    !preserve_judge_arrival(pp->pn, skb->sk, skb, &seg))
		return NF_ACCEPT;
	if (pair)
		WRITE_ONCE(pair->heard, jiffies ?: 1);
	if (begins)
		flow = begin(pp, state, sk, rcv_nxt);
	if (!flow)
		return NF_ACCEPT;
	in.path = preserve_arrival_path(skb);
	read_stamp(skb, &seg, &in);
	spin_lock_bh(&flow->lock);
	if (flow->dead) {
		verdict = NF_ACCEPT;
	} else {
		resync(flow, sk, rcv_nxt);
		verdict = receive(flow, skb, &in);
	}
	spin_unlock_bh(&flow->lock);
	return verdict;
}

/* Without early demultiplexing there is no socket, and no reordering. */
static bool has_connection(const struct sk_buff *skb)
{
	return skb->sk && sk_fullsock(skb->sk) && sk_is_tcp(skb->sk) &&
	       (1 << READ_ONCE(skb->sk->sk_state)) &
	       (TCPF_ESTABLISHED | TCPF_FIN_WAIT1 | TCPF_FIN_WAIT2);
}

static unsigned int reorder_ipv4(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *state)
{
	if (!has_connection(skb) || ip_hdr(skb)->protocol != IPPROTO_TCP)
		return NF_ACCEPT;
	return reorder(priv, skb, state, ip_hdrlen(skb));
}

static unsigned int reorder_ipv6(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *state)
{
	if (!has_connection(skb) || ipv6_hdr(skb)->nexthdr != IPPROTO_TCP)
		return NF_ACCEPT;
	return reorder(priv, skb, state, sizeof(struct ipv6hdr));
}

static const struct nf_hook_ops hook_template[PRESERVE_REORDER_HOOKS] = {
	{
		.hook = reorder_ipv4,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_LOCAL_IN,
		.priority = NF_IP_PRI_LAST,
	},
	{
		.hook = reorder_ipv6,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_IN,
		.priority = NF_IP6_PRI_LAST,
	},
};

static bool is_idle(const struct preserve_flow *flow)
{
	return !READ_ONCE(flow->n_held) &&
	       time_after(jiffies, READ_ONCE(flow->disorder) + FLOW_IDLE);
}

static void collect_work(struct work_struct *work)
{
	struct preserve_paths *pp = container_of(to_delayed_work(work),
					       struct preserve_paths,
					       reorder.gc);

	preserve_flow_collect(&pp->reorder.flows, is_idle);
	schedule_delayed_work(&pp->reorder.gc, COLLECT_INTERVAL);
}

void preserve_reorder_purge(struct preserve_paths *pp,
			    const struct net_device *dev)
{
	struct preserve_flow *flow;

	rcu_read_lock();
	list_for_each_entry_rcu(flow, &pp->reorder.flows.list, list) {
		spin_lock_bh(&flow->lock);
		preserve_flow_purge(flow, dev);
		spin_unlock_bh(&flow->lock);
	}
	rcu_read_unlock();
}

int preserve_reorder_start(struct preserve_paths *pp)
{
	struct preserve_reorder *reorder = &pp->reorder;
	unsigned int i;
	int err;

	lockdep_assert_held(&pp->cfg);
	memcpy(reorder->hooks, hook_template, sizeof(reorder->hooks));
	for (i = 0; i < PRESERVE_REORDER_HOOKS; i++)
		reorder->hooks[i].priv = pp;
	err = nf_register_net_hooks(pp->net, reorder->hooks,
				    PRESERVE_REORDER_HOOKS);
	if (err)
		return err;
	reorder->running = true;
	schedule_delayed_work(&reorder->gc, COLLECT_INTERVAL);
	return 0;
}

static bool is_any(const struct preserve_flow *flow)
{
	return true;
}

void preserve_reorder_stop(struct preserve_paths *pp)
{
	struct preserve_reorder *reorder = &pp->reorder;

	lockdep_assert_held(&pp->cfg);
	if (!reorder->running)
		return;
	reorder->running = false;
	nf_unregister_net_hooks(pp->net, reorder->hooks,
				PRESERVE_REORDER_HOOKS);
	synchronize_net();
	cancel_delayed_work_sync(&reorder->gc);
	preserve_flow_collect(&reorder->flows, is_any);
}

int preserve_reorder_init(struct preserve_paths *pp)
{
	INIT_DELAYED_WORK(&pp->reorder.gc, collect_work);
	return preserve_flow_table_init(&pp->reorder.flows);
}

void preserve_reorder_exit(struct preserve_paths *pp)
{
	preserve_flow_table_destroy(&pp->reorder.flows);
}
