// SPDX-License-Identifier: GPL-2.0-only
#include "paths/paths.h"
#include "paths/sched.h"
#include "paths/sched_echo.h"
#include "paths/sched_send.h"
#include "paths/sched_tcp.h"
#include "paths/spread.h"

#include <linux/icmp.h>
#include <linux/icmpv6.h>
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

/* A socket that is tied to a device, or to a policy, means it. */
static struct preserve_group *group_of(const struct preserve_paths *pp,
				       const struct sk_buff *skb)
{
	const struct preserve_sched_entry *entry;
	const struct sock *sk = skb->sk;

	if (!skb_dst(skb) ||
	    (sk && sk_fullsock(sk) &&
	     (sk->sk_bound_dev_if || preserve_compat_own_policy(sk))))
		return NULL;
	entry = preserve_sched_map_find(rcu_dereference(pp->sched.map),
					skb_dst(skb)->dev->ifindex);
	return entry ? entry->group : NULL;
}

static void add_ports(const struct sk_buff *skb, struct preserve_route_key *key)
{
	key->proto = key->family == AF_INET6 ? ipv6_hdr(skb)->nexthdr :
		ip_hdr(skb)->protocol;
	if (key->proto == IPPROTO_TCP) {
		key->ports.ports.sport = tcp_hdr(skb)->source;
		key->ports.ports.dport = tcp_hdr(skb)->dest;
	} else {
		/* An answer to an echo request. */
		key->ports.icmpt.type = key->family == AF_INET6 ?
			ICMPV6_ECHO_REPLY : ICMP_ECHOREPLY;
	}
}

static struct preserve_route_key key_of(const struct preserve_paths *pp,
					const struct sk_buff *skb)
{
	struct preserve_route_key key = {
		.saddr = preserve_addr_source(skb),
		.daddr = preserve_addr_dest(skb),
		.mark = skb->mark,
		.uid = GLOBAL_ROOT_UID,
		.family = ip_hdr(skb)->version == 4 ? AF_INET : AF_INET6,
	};

	if (preserve_compat_has_policies(pp->net))
		add_ports(skb, &key);
	return key;
}

static unsigned int output_ipv4(void *priv, struct sk_buff *skb,
				const struct nf_hook_state *state)
{
	struct preserve_paths *pp = priv;
	const struct iphdr *ip = ip_hdr(skb);
	struct preserve_route_key key;
	struct preserve_choice choice = { .key = &key };

	if (ip_is_fragment(ip) ||
	    (ip->protocol != IPPROTO_TCP &&
	     (ip->protocol != IPPROTO_ICMP ||
	      !preserve_echo_is_answer(pp, skb, ip_hdrlen(skb)))))
		return NF_ACCEPT;
	choice.group = group_of(pp, skb);
	if (!choice.group)
		return NF_ACCEPT;
	key = key_of(pp, skb);
	choice.turn = turn_of(skb);
	return preserve_sched_send(pp, skb, state, &choice);
}

static unsigned int output_ipv6(void *priv, struct sk_buff *skb,
				const struct nf_hook_state *state)
{
	struct preserve_paths *pp = priv;
	const struct ipv6hdr *ip6 = ipv6_hdr(skb);
	struct preserve_route_key key;
	struct preserve_choice choice = { .key = &key };

	if (ip6->nexthdr != IPPROTO_TCP &&
	    (ip6->nexthdr != NEXTHDR_ICMP ||
	     !preserve_echo_is_answer(pp, skb, sizeof(*ip6))))
		return NF_ACCEPT;
	if (ip6->nexthdr == IPPROTO_TCP)
		choice.pairs = preserve_spread_find(pp, skb);
	choice.group = choice.pairs ? &choice.pairs->group : group_of(pp, skb);
	if (!choice.group)
		return NF_ACCEPT;
	key = key_of(pp, skb);
	if (choice.pairs)
		key.uid = skb->sk->sk_uid;
	choice.turn = turn_of(skb);
	return preserve_sched_send(pp, skb, state, &choice);
}

void preserve_sched_resume(struct preserve_paths *pp,
			   struct preserve_group *group, struct sk_buff *skb)
{
	const struct nf_hook_state state = {
		.hook = NF_INET_LOCAL_OUT,
		.sk = skb->sk,
		.net = pp->net,
		.okfn = dst_output,
	};
	const struct preserve_route_key key = key_of(pp, skb);
	struct preserve_choice choice = {
		.group = group,
		.key = &key,
		.turn = PRESERVE_TURN_ANY,
		.resumed = true,
	};

	if (preserve_sched_send(pp, skb, &state, &choice) == NF_ACCEPT)
		dst_output(pp->net, skb->sk, skb);
}

static void note_heard(const struct preserve_paths *pp, const struct sk_buff *skb)
{
	preserve_sched_heard(rcu_dereference(pp->sched.map),
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

#define HOOK(function, family, number, when) {				\
	.hook = function,						\
	.pf = family,							\
	.hooknum = number,						\
	.priority = when,						\
}

/* A path is heard before the reorder buffer holds what it brought. */
#define BEFORE_REORDER (NF_IP_PRI_LAST - 1)

static const struct nf_hook_ops hook_template[PRESERVE_SCHED_HOOKS] = {
	HOOK(output_ipv4, NFPROTO_IPV4, NF_INET_LOCAL_OUT, NF_IP_PRI_LAST),
	HOOK(output_ipv6, NFPROTO_IPV6, NF_INET_LOCAL_OUT, NF_IP_PRI_LAST),
	HOOK(input_ipv4, NFPROTO_IPV4, NF_INET_LOCAL_IN, BEFORE_REORDER),
	HOOK(input_ipv6, NFPROTO_IPV6, NF_INET_LOCAL_IN, BEFORE_REORDER),
};

static unsigned long look_interval(const struct preserve_paths *pp)
{
	unsigned int ms = READ_ONCE(pp->ctl.scheduler_probe_interval_ms);

	return ms ? msecs_to_jiffies(ms) : HZ;
}

static void look_after_all(struct work_struct *work)
{
	struct preserve_paths *pp = container_of(to_delayed_work(work),
					       struct preserve_paths,
					       sched.work);
	struct preserve_spread *spread;
	struct preserve_group *group;

	mutex_lock(&pp->sched.lock);
	list_for_each_entry(group, &pp->sched.groups, node)
		preserve_sched_look_after(pp, group, NULL);
	mutex_unlock(&pp->sched.lock);
	rcu_read_lock();
	list_for_each_entry_rcu(spread, &pp->spreads.list, node)
		preserve_sched_look_after(pp, &spread->group, spread);
	rcu_read_unlock();
	schedule_delayed_work(&pp->sched.work, look_interval(pp));
}

int preserve_sched_start(struct preserve_paths *pp)
{
	struct preserve_sched *sched = &pp->sched;
	unsigned int i;
	int err;

	lockdep_assert_held(&pp->cfg);
	memcpy(sched->hooks, hook_template, sizeof(sched->hooks));
	for (i = 0; i < PRESERVE_SCHED_HOOKS; i++)
		sched->hooks[i].priv = pp;
	err = nf_register_net_hooks(pp->net, sched->hooks,
				    PRESERVE_SCHED_HOOKS);
	if (err)
		return err;
	sched->running = true;
	schedule_delayed_work(&sched->work, look_interval(pp));
	return 0;
}

void preserve_sched_stop(struct preserve_paths *pp)
{
	struct preserve_sched *sched = &pp->sched;

	lockdep_assert_held(&pp->cfg);
	if (!sched->running)
		return;
	sched->running = false;
	nf_unregister_net_hooks(pp->net, sched->hooks, PRESERVE_SCHED_HOOKS);
	cancel_delayed_work_sync(&sched->work);
	synchronize_net();
}

void preserve_sched_init(struct preserve_paths *pp)
{
	struct preserve_sched *sched = &pp->sched;

	mutex_init(&sched->lock);
	INIT_LIST_HEAD(&sched->groups);
	INIT_DELAYED_WORK(&sched->work, look_after_all);
	sched->probe_key = get_random_u32();
}
