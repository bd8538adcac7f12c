// SPDX-License-Identifier: GPL-2.0-only
#include "netns.h"
#include "sched_adapt.h"
#include "sched_echo.h"
#include "spread.h"

#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/ip.h>
#include <net/dst.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/ipv6.h>
#include <net/tcp.h>

/* A path under load is probed after so much data, but not more often than ... */
#define PROBE_BYTES 16384
#define PROBE_SPACING_US 5000
#define PROBE_SPACING_UNKNOWN_US 50000

/* What an answer may be late beyond all that is known. */
#define LATE_US (20 * USEC_PER_MSEC)

/* A path whose answer is so late is avoided already. */
#define UNEASY_US (5 * USEC_PER_MSEC)

/* Until so many answers, little is known. */
#define ANSWERS_ENOUGH 8
#define LATE_UNKNOWN_US USEC_PER_SEC

/* One probe may get lost. */
#define OVERDUE_MIN 2

/* For the headers of tunnels within tunnels. */
#define HEADROOM 192

struct echo {
	union {
		struct icmphdr v4;
		struct icmp6hdr v6;
	};
	__be32 key;
	__be32 seq;
	__be16 lport;	/* of the connection whose pair it is, or 0 */
	__be16 rport;
};

static_assert(sizeof(struct icmphdr) == sizeof(struct icmp6hdr));

/* The slots must do for a round trip, and for one and a half as long. */
static u32 spacing_us(const struct preserve_path *path)
{
	if (!path->answered)
		return PROBE_SPACING_UNKNOWN_US;
	return max_t(u32, PROBE_SPACING_US,
		     path->srtt_us / (PRESERVE_PATH_PROBES * 2 / 3));
}

static bool is_due(const struct preserve_net *pn,
		   const struct preserve_path *path, u32 now)
{
	u32 interval = READ_ONCE(pn->ctl.scheduler_probe_interval_ms);
	u32 since = now - path->probed_us;

	if (!interval)
		return false;
	if (!path->probes || since >= interval * USEC_PER_MSEC)
		return true;
	return since >= spacing_us(path) &&
	       path->bytes - path->probed_bytes >= PROBE_BYTES;
}

/* Every probe has a slot until it is answered or its slot is needed. */
static u32 note_probe(struct preserve_net *pn, struct preserve_path *path,
		      u32 now)
{
	struct preserve_path_probe *slot =
		&path->probe[path->probes % PRESERVE_PATH_PROBES];

	if (slot->seq)
		path->lost++;
	slot->seq = (u32)atomic_inc_return(&pn->sched.probe_seq) ?: 1;
	slot->sent_us = now;
	slot->bytes = path->bytes;
	path->probes++;
	path->probed_us = now;
	path->probed_bytes = path->bytes;
	return slot->seq;
}

static void fill_ipv4(struct net *net, struct sk_buff *skb, struct echo *echo,
		      const struct preserve_route_key *key)
{
	struct iphdr *ip;

	echo->v4.type = ICMP_ECHO;
	echo->v4.checksum = ip_compute_csum(echo, sizeof(*echo));
	skb_reset_transport_header(skb);
	ip = skb_push(skb, sizeof(*ip));
	skb_reset_network_header(skb);
	*ip = (struct iphdr) {
		.version = 4,
		.ihl = sizeof(*ip) / 4,
		.ttl = IPDEFTTL,
		.protocol = IPPROTO_ICMP,
		.saddr = key->saddr.s6_addr32[3],
		.daddr = key->daddr.s6_addr32[3],
	};
	skb->protocol = htons(ETH_P_IP);
	ip_select_ident(net, skb, NULL);
}

static void fill_ipv6(struct sk_buff *skb, struct echo *echo,
		      const struct preserve_route_key *key)
{
	struct ipv6hdr *ip6;

	echo->v6.icmp6_type = ICMPV6_ECHO_REQUEST;
	echo->v6.icmp6_cksum =
		csum_ipv6_magic(&key->saddr, &key->daddr, sizeof(*echo),
				IPPROTO_ICMPV6,
				csum_partial(echo, sizeof(*echo), 0));
	skb_reset_transport_header(skb);
	ip6 = skb_push(skb, sizeof(*ip6));
	skb_reset_network_header(skb);
	*ip6 = (struct ipv6hdr) {
		.version = 6,
		.nexthdr = IPPROTO_ICMPV6,
		.hop_limit = IPDEFTTL,
		.saddr = key->saddr,
		.daddr = key->daddr,
	};
	skb->protocol = htons(ETH_P_IPV6);
}

struct sk_buff *preserve_echo_make(struct preserve_net *pn,
				   struct preserve_path *path,
				   const struct preserve_route_key *key,
				   struct dst_entry *dst)
{
	u32 now = (u32)tcp_clock_us();
	struct sk_buff *skb;
	struct echo *echo;
	u32 seq;

	if (!is_due(pn, path, now))
		return NULL;
	skb = alloc_skb(HEADROOM + sizeof(struct ipv6hdr) + sizeof(*echo),
			GFP_ATOMIC);
	if (!skb)
		return NULL;
	seq = note_probe(pn, path, now);
	skb_reserve(skb, HEADROOM + sizeof(struct ipv6hdr));
	echo = skb_put_zero(skb, sizeof(*echo));
	echo->v4.un.echo.id = htons(pn->sched.probe_key & U16_MAX);
	echo->v4.un.echo.sequence = htons(seq & U16_MAX);
	echo->key = htonl(pn->sched.probe_key);
	echo->seq = htonl(seq);
	if (path->pair) {
		echo->lport = path->pair->conn->lport;
		echo->rport = path->pair->conn->rport;
	}
	if (key->family == AF_INET6)
		fill_ipv6(skb, echo, key);
	else
		fill_ipv4(pn->net, skb, echo, key);
	skb->mark = key->mark;
	skb_dst_set(skb, dst_clone(dst));
	return skb;
}

void preserve_echo_send(struct preserve_net *pn, struct sk_buff *skb)
{
	if (skb->protocol == htons(ETH_P_IPV6))
		ip6_local_out(pn->net, NULL, skb);
	else
		ip_local_out(pn->net, NULL, skb);
}

/* An answer to a later probe tells that the path works, whatever it lost. */
static bool is_open(const struct preserve_path *path,
		    const struct preserve_path_probe *probe)
{
	return probe->seq && (s32)(probe->sent_us - path->mark_sent_us) > 0;
}

/* How long an answer takes: as long as the last ones, or as the queue tells. */
static u32 answer_due_us(const struct preserve_path *path)
{
	u32 usual = path->srtt_us + 4 * path->rttvar_us;
	u32 queue = min_t(u64, preserve_adapt_backlog_us(path), USEC_PER_SEC);

	return max(usual, path->min_rtt_us + queue);
}

bool preserve_echo_overdue(struct preserve_path *path)
{
	u32 limit = answer_due_us(path) + LATE_US;
	u32 now = (u32)tcp_clock_us();
	unsigned int late = 0, i;

	if (!path->answered)
		return false;
	if (path->answered < ANSWERS_ENOUGH)
		limit += LATE_UNKNOWN_US;
	for (i = 0; i < PRESERVE_PATH_PROBES; i++)
		if (is_open(path, &path->probe[i]) &&
		    now - path->probe[i].sent_us > limit)
			late++;
	return late >= OVERDUE_MIN;
}

bool preserve_echo_late(const struct preserve_path *path)
{
	u32 limit = answer_due_us(path) + UNEASY_US;
	u32 now = (u32)tcp_clock_us();
	unsigned int i;

	if (path->answered < ANSWERS_ENOUGH)
		return false;
	for (i = 0; i < PRESERVE_PATH_PROBES; i++)
		if (is_open(path, &path->probe[i]) &&
		    now - path->probe[i].sent_us > limit)
			return true;
	return false;
}

static void learn_rtt(struct preserve_path *path, u32 rtt)
{
	s32 error = rtt - path->srtt_us;

	if (!path->answered++) {
		path->min_rtt_us = rtt;
		path->srtt_us = rtt;
		path->rttvar_us = rtt / 2;
		return;
	}
	path->min_rtt_us = min(path->min_rtt_us, rtt);
	path->srtt_us += error / 8;
	path->rttvar_us += (abs(error) - (s32)path->rttvar_us) / 4;
}

void preserve_echo_revive(struct preserve_path *path)
{
	memset(path->probe, 0, sizeof(path->probe));
	path->dead = false;
}

static void answered(struct preserve_path *path,
		     struct preserve_path_probe *probe)
{
	u32 now = (u32)tcp_clock_us();

	learn_rtt(path, now - probe->sent_us);
	preserve_adapt_sample(path, probe->sent_us, probe->bytes, now);
	probe->seq = 0;
	if (path->dead)
		preserve_echo_revive(path);
}

static bool match(struct preserve_group *group, u32 seq)
{
	struct preserve_path *path;
	bool found = false;
	unsigned int i, j;

	spin_lock_bh(&group->lock);
	for (i = 0; i < group->n_paths && !found; i++) {
		path = group->path[i];
		for (j = 0; j < PRESERVE_PATH_PROBES && !found; j++) {
			found = path->probe[j].seq == seq;
			if (found)
				answered(path, &path->probe[j]);
		}
	}
	spin_unlock_bh(&group->lock);
	return found;
}

/* The connection is in the probe, as the ports; the addresses are the packet's. */
static void match_pair(struct preserve_net *pn, const struct sk_buff *skb,
		       const struct echo *echo)
{
	struct preserve_tuple tuple = {
		.local = ipv6_hdr(skb)->daddr,
		.remote = ipv6_hdr(skb)->saddr,
		.lport = echo->lport,
		.rport = echo->rport,
	};
	const struct preserve_pair *pair = preserve_pair_find(pn, &tuple);
	struct preserve_spread *spread;

	spread = pair ? smp_load_acquire(&pair->conn->spread) : NULL;
	if (spread)
		match(&spread->group, ntohl(echo->seq));
}

bool preserve_echo_receive(struct preserve_net *pn, const struct sk_buff *skb,
			   unsigned int offset)
{
	const struct preserve_sched_map *map = rcu_dereference(pn->sched.map);
	bool v6 = skb->protocol == htons(ETH_P_IPV6);
	struct echo _echo;
	const struct echo *echo;
	unsigned int i;
	u32 seq;

	echo = skb_header_pointer(skb, offset, sizeof(_echo), &_echo);
	if (!echo || echo->key != htonl(pn->sched.probe_key) ||
	    echo->v4.type != (v6 ? ICMPV6_ECHO_REPLY : ICMP_ECHOREPLY))
		return false;
	seq = ntohl(echo->seq);
	if (v6 && seq && echo->lport)
		match_pair(pn, skb, echo);
	for (i = 0; seq && map && i < map->size; i++) {
		if (i && map->entry[i].group == map->entry[i - 1].group)
			continue;
		if (match(map->entry[i].group, seq))
			break;
	}
	return true;
}
