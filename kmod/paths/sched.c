// SPDX-License-Identifier: GPL-2.0-only
#include "netns.h"
#include "paths/sched.h"
#include "paths/sched_echo.h"
#include "paths/sched_send.h"
#include "paths/sched_tcp.h"

#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <linux/random.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/tcp.h>

static enum preserve_turn turn_of(const struct sk_buff *skb)
{
	bool tcp = skb->protocol == htons(ETH_P_IPV6) ?
		ipv6_hdr(skb)->nexthdr == IPPROTO_TCP :
		ip_hdr(skb)->protocol == IPPROTO_TCP;

	return tcp ? preserve_tcp_turn(skb) : PRESERVE_TURN_SOON;
}

/* A socket that is tied to a device means it. */
static struct preserve_group *group_of(const struct preserve_net *pn,
				       const struct sk_buff *skb)
{
	const struct preserve_sched_entry *entry;
	const struct sock *sk = skb->sk;

	if (!skb_dst(skb) || (sk && sk_fullsock(sk) && sk->sk_bound_dev_if))
		return NULL;
	entry = preserve_sched_map_find(rcu_dereference(pn->sched.map),
					skb_dst(skb)->dev->ifindex);
	return entry ? entry->group : NULL;
}

static struct preserve_route_key key_of(const struct sk_buff *skb)
{
	struct preserve_route_key key = {
		.mark = skb->mark,
		.uid = GLOBAL_ROOT_UID,
	};

	if (skb->protocol == htons(ETH_P_IPV6)) {
		key.family = AF_INET6;
		key.saddr = ipv6_hdr(skb)->saddr;
		key.daddr = ipv6_hdr(skb)->daddr;
	} else {
		key.family = AF_INET;
		ipv6_addr_set_v4mapped(ip_hdr(skb)->saddr, &key.saddr);
		ipv6_addr_set_v4mapped(ip_hdr(skb)->daddr, &key.daddr);
	}
	return key;
}

static unsigned int output_ipv4(void *priv, struct sk_buff *skb,
				const struct nf_hook_state *state)
{
	struct preserve_net *pn = priv;
	const struct iphdr *ip = ip_hdr(skb);
	struct preserve_route_key key;
	struct preserve_choice choice = { .key = &key };

	if (ip_is_fragment(ip) ||
	    (ip->protocol != IPPROTO_TCP &&
	     (ip->protocol != IPPROTO_ICMP ||
	      !preserve_echo_is_answer(pn, skb, ip_hdrlen(skb)))))
		return NF_ACCEPT;
	choice.group = group_of(pn, skb);
	if (!choice.group)
		return NF_ACCEPT;
	key = key_of(skb);
	choice.turn = turn_of(skb);
	return preserve_sched_send(pn, skb, state, &choice);
}

static unsigned int output_ipv6(void *priv, struct sk_buff *skb,
				const struct nf_hook_state *state)
{
	struct preserve_net *pn = priv;
	const struct ipv6hdr *ip6 = ipv6_hdr(skb);
	struct preserve_route_key key;
	struct preserve_choice choice = { .key = &key };

	if (ip6->nexthdr != IPPROTO_TCP &&
	    (ip6->nexthdr != NEXTHDR_ICMP ||
	     !preserve_echo_is_answer(pn, skb, sizeof(*ip6))))
		return NF_ACCEPT;
	if (ip6->nexthdr == IPPROTO_TCP)
		choice.pairs = preserve_spread_find(pn, skb);
	choice.group = choice.pairs ? &choice.pairs->group : group_of(pn, skb);
	if (!choice.group)
		return NF_ACCEPT;
	key = key_of(skb);
	if (choice.pairs)
		key.uid = skb->sk->sk_uid;
	choice.turn = turn_of(skb);
	return preserve_sched_send(pn, skb, state, &choice);
}

void preserve_sched_resume(struct preserve_net *pn,
			   struct preserve_group *group, struct sk_buff *skb)
{
	const struct nf_hook_state state = {
		.hook = NF_INET_LOCAL_OUT,
		.sk = skb->sk,
		.net = pn->net,
		.okfn = dst_output,
	};
	const struct preserve_route_key key = key_of(skb);
	struct preserve_choice choice = {
		.group = group,
		.key = &key,
		.turn = PRESERVE_TURN_ANY,
		.resumed = true,
	};

	if (preserve_sched_send(pn, skb, &state, &choice) == NF_ACCEPT)
		dst_output(pn->net, skb->sk, skb);
}

static void note_heard(const struct preserve_net *pn, const struct sk_buff *skb)
{
	preserve_sched_heard(rcu_dereference(pn->sched.map),
			     skb->dev->ifindex);
}

static unsigned int input_ipv4(void *priv, struct sk_buff *skb,
			       const struct nf_hook_state *state)
{
	const struct iphdr *ip = ip_hdr(skb);

	note_heard(priv, skb);
	if (likely(ip->protocol != IPPROTO_ICMP) || ip_is_fragment(ip) ||
	    !preserve_echo_receive(priv, skb, ip_hdrlen(skb)))
		return NF_ACCEPT;
	return NF_DROP;
}

static unsigned int input_ipv6(void *priv, struct sk_buff *skb,
			       const struct nf_hook_state *state)
{
	note_heard(priv, skb);
	if (likely(ipv6_hdr(skb)->nexthdr != NEXTHDR_ICMP) ||
	    !preserve_echo_receive(priv, skb, sizeof(struct ipv6hdr)))
		return NF_ACCEPT;
	return NF_DROP;
}

#define HOOK(function, family, number) {				\
	.hook = function,						\
	.pf = family,							\
	.hooknum = number,						\
	.priority = NF_IP_PRI_LAST,					\
}

static const struct nf_hook_ops hook_template[PRESERVE_SCHED_HOOKS] = {
	HOOK(output_ipv4, NFPROTO_IPV4, NF_INET_LOCAL_OUT),
	HOOK(output_ipv6, NFPROTO_IPV6, NF_INET_LOCAL_OUT),
	HOOK(input_ipv4, NFPROTO_IPV4, NF_INET_LOCAL_IN),
	HOOK(input_ipv6, NFPROTO_IPV6, NF_INET_LOCAL_IN),
};

static unsigned long look_interval(const struct preserve_net *pn)
{
	unsigned int ms = READ_ONCE(pn->ctl.scheduler_probe_interval_ms);

	return ms ? msecs_to_jiffies(ms) : HZ;
}

static void look_after_all(struct work_struct *work)
{
	struct preserve_net *pn = container_of(to_delayed_work(work),
					       struct preserve_net,
					       sched.work);
	struct preserve_spread *spread;
	struct preserve_group *group;

	mutex_lock(&pn->sched.lock);
	list_for_each_entry(group, &pn->sched.groups, node)
		preserve_sched_look_after(pn, group, NULL);
	mutex_unlock(&pn->sched.lock);
	rcu_read_lock();
	list_for_each_entry_rcu(spread, &pn->spreads.list, node)
		preserve_sched_look_after(pn, &spread->group, spread);
	rcu_read_unlock();
	schedule_delayed_work(&pn->sched.work, look_interval(pn));
}

int preserve_sched_start(struct preserve_net *pn)
{
	struct preserve_sched *sched = &pn->sched;
	unsigned int i;
	int err;

	lockdep_assert_held(&pn->cfg);
	memcpy(sched->hooks, hook_template, sizeof(sched->hooks));
	for (i = 0; i < PRESERVE_SCHED_HOOKS; i++)
		sched->hooks[i].priv = pn;
	err = nf_register_net_hooks(pn->net, sched->hooks,
				    PRESERVE_SCHED_HOOKS);
	if (err)
		return err;
	sched->running = true;
	schedule_delayed_work(&sched->work, look_interval(pn));
	return 0;
}

void preserve_sched_stop(struct preserve_net *pn)
{
	struct preserve_sched *sched = &pn->sched;

	lockdep_assert_held(&pn->cfg);
	if (!sched->running)
		return;
	sched->running = false;
	nf_unregister_net_hooks(pn->net, sched->hooks, PRESERVE_SCHED_HOOKS);
	cancel_delayed_work_sync(&sched->work);
	synchronize_net();
}

void preserve_sched_init(struct preserve_net *pn)
{
	struct preserve_sched *sched = &pn->sched;

	mutex_init(&sched->lock);
	INIT_LIST_HEAD(&sched->groups);
	INIT_DELAYED_WORK(&sched->work, look_after_all);
	sched->probe_key = get_random_u32();
}

void preserve_sched_exit(struct preserve_net *pn)
{
	preserve_group_clear(pn);
}
