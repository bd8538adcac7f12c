// SPDX-License-Identifier: GPL-2.0-only
#include "conn/conn.h"
#include "conn/xfrm.h"
#include "paths/paths.h"
#include "paths/sched_adapt.h"
#include "paths/sched_echo.h"
#include "paths/sched_wait.h"
#include "paths/spread.h"

#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/ip.h>
#include <net/dst.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/ipv6.h>
#include <net/tcp.h>

/* A path under load is not probed more often than ... */
#define PROBE_SPACING_US 5000
/* ... this, while it is not known well. */
#define PROBE_SPACING_FIRST_US 1000

/* One probe in so much traffic is enough, or one in so many intervals. */
#define TRAFFIC_BYTES 16384
#define INTERVALS_MAX 5

/* No queue is believed to be longer. */
#define QUEUE_MAX_US (30 * USEC_PER_SEC)

/* What an answer may be late, at least. */
#define LATE_US (20U * USEC_PER_MSEC)
#define LATE_BYTES 6000ULL

/* Until so many answers, little is known. */
#define ANSWERS_ENOUGH 8
#define LATE_UNKNOWN_US USEC_PER_SEC

/* One probe may get lost. */
#define DEAD_MIN 2

/* For the headers of tunnels within tunnels. */
#define HEADROOM 192

/*
 * A train: a probe, large packets, a probe, a large packet, a probe. The first
 * ones take what a token bucket lets through at once; how far the last two probes
 * are apart tells the rate.
 */
#define TRAIN_SIZE 1400
#define TRAIN_FILLERS 3

/* A train that told nothing for so long was lost. */
#define LOST_US USEC_PER_SEC

/* A path that got less than this since its train is still not known. */
#define KNOWN_BYTES 65536

/* Over so long, and up to twice that, the least round trip is remembered. */
#define PERIOD (30 * HZ)

/* What is older than this is not known any more. */
#define KNOWN_US (10 * USEC_PER_SEC)

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

/* No more probes at once than there are slots for. */
static u32 spacing_us(const struct preserve_path *path)
{
	u32 spread = (path->srtt_us + 4 * path->rttvar_us) /
		     (PRESERVE_PATH_PROBES / 2);

	return max_t(u32, spread, path->window > PRESERVE_ECHO_BYTES * 4 ?
		     PROBE_SPACING_US : PROBE_SPACING_FIRST_US);
}

static bool is_due(const struct preserve_paths *pp,
		   const struct preserve_path *path, bool alone, u32 now)
{
	u64 interval = READ_ONCE(pp->ctl.scheduler_probe_interval_ms) *
		       USEC_PER_MSEC;
	u64 bytes = preserve_path_offered(path) - path->probed_offered;
	u32 since = now - path->probed_us;

	if (!path->probes || since >= INTERVALS_MAX * interval)
		return true;
	if (since >= interval &&
	    (path->dead || !bytes || bytes >= TRAFFIC_BYTES))
		return true;
	/* Data go elsewhere until the next answer, so that must come soon. */
	if (path->late && !path->dead && since >= spacing_us(path))
		return true;
	return !alone && since >= spacing_us(path) &&
	       bytes >= min_t(u64, PRESERVE_ECHO_BYTES, path->window / 4);
}

/*
 * How long the answer to a probe that is sent now takes: as long as the queues
 * tell, ours and those that the last answer saw; the latter may have grown since.
 */
static u32 due_us(const struct preserve_path *path, u32 now)
{
	u64 queue = max_t(u64, preserve_adapt_backlog_us(path), path->queue_us);
	u32 since = min_t(u32, now - path->probed_us, USEC_PER_SEC);

	if (!path->rate)
		return path->srtt_us + 4 * path->rttvar_us + since;
	return preserve_path_least_rtt(path) +
	       min_t(u64, queue, QUEUE_MAX_US) + path->rttvar_us + since;
}

/* Every probe has a slot until it is answered or its slot is needed. */
static u32 note_probe(struct preserve_paths *pp, struct preserve_path *path)
{
	struct preserve_path_probe *slot =
		&path->probe[path->probes % PRESERVE_PATH_PROBES];
	u32 now = (u32)tcp_clock_us();

	if (path->probes - path->settled == PRESERVE_PATH_PROBES) {
		path->settled++;
		path->lost++;
	}
	slot->seq = (u32)atomic_inc_return(&pp->sched.probe_seq) ?: 1;
	WRITE_ONCE(slot->sent_us, now);
	WRITE_ONCE(slot->due_us, due_us(path, now));
	slot->offered = preserve_path_offered(path);
	path->probed_us = now;
	path->probed_offered = slot->offered;
	/* Pairs with those who look for a probe without the lock. */
	smp_store_release(&path->probes, path->probes + 1);
	return slot->seq;
}

static void fill_ipv4(struct net *net, struct sk_buff *skb, struct echo *echo,
		      const struct preserve_route_key *key)
{
	struct iphdr *ip;

	echo->v4.checksum = ip_compute_csum(echo, skb->len);
	skb_reset_transport_header(skb);
	ip = skb_push(skb, sizeof(*ip));
	skb_reset_network_header(skb);
	*ip = (struct iphdr) {
		.version = 4,
		.ihl = sizeof(*ip) / 4,
		.ttl = IPDEFTTL,
		.protocol = IPPROTO_ICMP,
		.saddr = preserve_addr_v4(&key->saddr),
		.daddr = preserve_addr_v4(&key->daddr),
	};
	skb->protocol = htons(ETH_P_IP);
	ip_select_ident(net, skb, NULL);
}

static void fill_ipv6(struct sk_buff *skb, struct echo *echo,
		      const struct preserve_route_key *key)
{
	struct ipv6hdr *ip6;

	echo->v6.icmp6_cksum =
		csum_ipv6_magic(&key->saddr.in6, &key->daddr.in6, skb->len,
				IPPROTO_ICMPV6,
				csum_partial(echo, skb->len, 0));
	skb_reset_transport_header(skb);
	ip6 = skb_push(skb, sizeof(*ip6));
	skb_reset_network_header(skb);
	*ip6 = (struct ipv6hdr) {
		.version = 6,
		.nexthdr = IPPROTO_ICMPV6,
		.hop_limit = IPDEFTTL,
		.saddr = key->saddr.in6,
		.daddr = key->daddr.in6,
	};
	skb->protocol = htons(ETH_P_IPV6);
}

static struct sk_buff *make(struct preserve_paths *pp, const struct preserve_echo_target *to,
			    unsigned int size, u8 type, u32 seq)
{
	const struct preserve_route_key *key = to->key;
	struct sk_buff *skb;
	struct echo *echo;

	skb = alloc_skb(HEADROOM + size, GFP_ATOMIC);
	if (!skb)
		return NULL;
	skb_reserve(skb, HEADROOM);
	echo = skb_put_zero(skb, size);
	echo->v4.type = type;
	echo->v4.un.echo.id = htons(pp->sched.probe_key & U16_MAX);
	echo->v4.un.echo.sequence = htons(seq & U16_MAX);
	echo->key = htonl(pp->sched.probe_key);
	echo->seq = htonl(seq);
	if (to->pair) {
		echo->lport = to->pair->conn->lport;
		echo->rport = to->pair->conn->rport;
	}
	if (key->family == AF_INET6)
		fill_ipv6(skb, echo, key);
	else
		fill_ipv4(pp->net, skb, echo, key);
	skb->mark = key->mark;
	skb_dst_set(skb, dst_clone(to->dst));
	__skb_queue_tail(to->probes, skb);
	return skb;
}

static void add_probe(struct preserve_paths *pp, struct preserve_path *path,
		      const struct preserve_echo_target *to)
{
	bool v6 = to->key->family == AF_INET6;
	unsigned int hlen = v6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr);

	atomic64_add(hlen + sizeof(struct echo), &path->offered);
	make(pp, to, sizeof(struct echo),
	     v6 ? ICMPV6_ECHO_REQUEST : ICMP_ECHO, note_probe(pp, path));
}

/* As an answer that nobody asked for it is dropped at the other end. */
static void add_filler(struct preserve_paths *pp, struct preserve_path *path,
		       const struct preserve_echo_target *to)
{
	unsigned int size = min_t(u32, TRAIN_SIZE, dst_mtu(to->dst) -
				  sizeof(struct ipv6hdr));

	if (make(pp, to, size, to->key->family == AF_INET6 ?
		 ICMPV6_ECHO_REPLY : ICMP_ECHOREPLY, 0))
		atomic64_add(size, &path->offered);
}

/*
 * The path is new, or was not used for long, or carries so little that nothing
 * is known of it: a train of probes, as long at the other end as it takes on the
 * slowest link, tells about what the path carries before data are trusted to it.
 */
static bool needs_train(const struct preserve_path *path, u32 now)
{
	if (!path->trained)
		return true;
	if (!path->rate)
		return now - path->trained_us > LOST_US;
	return now - path->trained_us > KNOWN_US &&
	       (now - path->used_us > KNOWN_US ||
		preserve_path_offered(path) - path->trained_offered < KNOWN_BYTES);
}

static void add_train(struct preserve_paths *pp, struct preserve_path *path,
		      const struct preserve_echo_target *to)
{
	unsigned int i;

	preserve_adapt_restart(path);
	path->rate = 0;
	add_probe(pp, path, to);
	for (i = 0; i < TRAIN_FILLERS; i++)
		add_filler(pp, path, to);
	add_probe(pp, path, to);
	add_filler(pp, path, to);
	add_probe(pp, path, to);
	path->trained = true;
	path->train_end = path->probes - 1;
	path->trained_us = path->probed_us;
	path->trained_offered = preserve_path_offered(path);
}

enum need { NEEDS_NOTHING, NEEDS_PROBE, NEEDS_TRAIN };

static enum need need_of(const struct preserve_paths *pp,
			 const struct preserve_group *group,
			 const struct preserve_path *path, bool train)
{
	u32 now = (u32)tcp_clock_us();

	if (train && needs_train(path, now))
		return NEEDS_TRAIN;
	return is_due(pp, path, group->n_paths == 1, now) ? NEEDS_PROBE :
		NEEDS_NOTHING;
}

void preserve_echo_ask(struct preserve_paths *pp,
		       const struct preserve_group *group,
		       struct preserve_path *path,
		       const struct preserve_echo_target *to, bool train)
{
	struct preserve_echo_target by = *to;

	if (!READ_ONCE(pp->ctl.scheduler_probe_interval_ms))
		return;
	train = train && group->mode == PRESERVE_MODE_ADAPTIVE &&
		group->n_paths > 1;
	if (need_of(pp, group, path, train) == NEEDS_NOTHING)
		return;
	by.dst = preserve_sched_route_echo(pp->net, path, to->key, to->dst);
	if (!by.dst)
		return;
	spin_lock_bh(&path->lock);
	/* Another processor may have been quicker. */
	switch (need_of(pp, group, path, train)) {
	case NEEDS_TRAIN:
		add_train(pp, path, &by);
		break;
	case NEEDS_PROBE:
		add_probe(pp, path, &by);
		break;
	case NEEDS_NOTHING:
		break;
	}
	spin_unlock_bh(&path->lock);
	dst_release(by.dst);
}

void preserve_echo_send(struct preserve_paths *pp, struct sk_buff *skb)
{
	if (skb->protocol == htons(ETH_P_IPV6))
		ip6_local_out(pp->net, NULL, skb);
	else
		ip_local_out(pp->net, NULL, skb);
}

/* Where there is a queue it varies, by some packets even if it is short. */
static u32 patience_us(const struct preserve_path *path)
{
	u64 rate = READ_ONCE(path->rate);
	u64 packets_us = rate ? div64_u64(LATE_BYTES * USEC_PER_SEC, rate) : 0;

	return max3(LATE_US, path->queue_us / 2,
		    (u32)min_t(u64, packets_us, USEC_PER_SEC));
}

/* Probes that are not answered in time; more than enough are not counted. */
static unsigned int count_late(const struct preserve_path *path)
{
	u32 limit = patience_us(path), now = (u32)tcp_clock_us(), probes, n;
	const struct preserve_path_probe *probe;
	unsigned int late = 0;

	if (path->answered < ANSWERS_ENOUGH)
		limit += LATE_UNKNOWN_US;
	/* While others are answered, those are lost in a queue that is full. */
	if (now - path->mark_reply_us <= LATE_US)
		return 0;
	n = READ_ONCE(path->settled);
	/* Pairs with note_probe(). */
	probes = smp_load_acquire(&path->probes);
	for (; n != probes && late < DEAD_MIN; n++) {
		probe = &path->probe[n % PRESERVE_PATH_PROBES];
		if (now - probe->sent_us <= probe->due_us + limit)
			break;
		late++;
	}
	return late;
}

void preserve_echo_judge(struct preserve_path *path)
{
	unsigned int late;

	if (!READ_ONCE(path->answered) || READ_ONCE(path->dead) ||
	    count_late(path) == READ_ONCE(path->late))
		return;
	spin_lock_bh(&path->lock);
	if (!path->dead) {
		late = count_late(path);
		WRITE_ONCE(path->late, late);
		WRITE_ONCE(path->dead, late == DEAD_MIN);
	}
	spin_unlock_bh(&path->lock);
}

void preserve_echo_acquit(struct preserve_path *path)
{
	if (!READ_ONCE(path->late) && !READ_ONCE(path->dead))
		return;
	spin_lock_bh(&path->lock);
	WRITE_ONCE(path->late, false);
	WRITE_ONCE(path->dead, false);
	spin_unlock_bh(&path->lock);
}

/* Routes change, so what is least is not least for ever. */
static void learn_least(struct preserve_path *path, u32 rtt)
{
	if (!path->answered || time_after(jiffies, path->period + PERIOD)) {
		path->least_before_us = path->answered ? path->least_rtt_us :
			rtt;
		path->least_rtt_us = rtt;
		path->period = jiffies;
	}
	path->least_rtt_us = min(path->least_rtt_us, rtt);
}

static void learn_rtt(struct preserve_path *path, u32 rtt)
{
	s32 error = rtt - path->srtt_us;

	learn_least(path, rtt);
	if (!path->answered++) {
		path->srtt_us = rtt;
		path->rttvar_us = rtt / 2;
		return;
	}
	path->srtt_us += error / 8;
	path->rttvar_us += (abs(error) - (s32)path->rttvar_us) / 4;
}

/* Probe @n is answered; those before it are lost, or their answers were. */
static void answered(struct preserve_path *path, u32 n)
{
	const struct preserve_path_probe *probe =
		&path->probe[n % PRESERVE_PATH_PROBES];
	u32 now = (u32)tcp_clock_us();

	path->lost += n - path->settled;
	path->settled = n + 1;
	learn_rtt(path, now - probe->sent_us);
	preserve_adapt_sample(path, probe->sent_us, probe->offered, now,
			      path->trained && n == path->train_end);
	path->late = false;
	if (path->dead)
		preserve_adapt_revive(path);
}

static bool match_path(struct preserve_path *path, u32 seq)
{
	u32 n;

	for (n = path->settled; n != path->probes; n++) {
		if (path->probe[n % PRESERVE_PATH_PROBES].seq != seq)
			continue;
		answered(path, n);
		return true;
	}
	return false;
}

static bool match(struct preserve_group *group, u32 seq)
{
	bool found = false;
	unsigned int i;

	for (i = 0; i < group->n_paths && !found; i++) {
		spin_lock_bh(&group->path[i]->lock);
		found = match_path(group->path[i], seq);
		spin_unlock_bh(&group->path[i]->lock);
	}
	return found;
}

/* The connection is in the probe, as the ports; the addresses are the packet's. */
static void match_pair(struct preserve_paths *pp, struct sk_buff *skb,
		       const struct echo *echo)
{
	struct preserve_tuple tuple = {
		.local = preserve_addr_dest(skb),
		.remote = preserve_addr_source(skb),
		.lport = echo->lport,
		.rport = echo->rport,
	};
	struct preserve_pair *pair = preserve_pair_find(pp->pn, &tuple);
	struct preserve_spread *spread;

	spread = pair ? preserve_spread_of(pair->conn) : NULL;
	if (spread && preserve_xfrm_may_receive(pair, NULL, skb))
		match(&spread->group, ntohl(echo->seq));
}

bool preserve_echo_receive(struct preserve_paths *pp, struct sk_buff *skb,
			   unsigned int offset)
{
	const struct preserve_sched_map *map = rcu_dereference(pp->sched.map);
	bool v6 = skb->protocol == htons(ETH_P_IPV6);
	struct echo echo;
	unsigned int i;
	u32 seq;

	/* What ICMP would refuse by the policies of IPsec is its to refuse. */
	if (skb_copy_bits(skb, offset, &echo, sizeof(echo)) ||
	    echo.key != htonl(pp->sched.probe_key) ||
	    echo.v4.type != (v6 ? ICMPV6_ECHO_REPLY : ICMP_ECHOREPLY) ||
	    !preserve_xfrm_policy_ok(NULL, skb, v6 ? AF_INET6 : AF_INET))
		return false;
	seq = ntohl(echo.seq);
	if (seq && echo.lport)
		match_pair(pp, skb, &echo);
	for (i = 0; seq && map && i < map->size; i++) {
		if (i && map->entry[i].group == map->entry[i - 1].group)
			continue;
		if (!match(map->entry[i].group, seq))
			continue;
		preserve_wait_answered(map->entry[i].group);
		break;
	}
	return true;
}

bool preserve_echo_is_answer(const struct preserve_paths *pp,
			     const struct sk_buff *skb, unsigned int offset)
{
	bool v6 = skb->protocol == htons(ETH_P_IPV6);
	const struct echo *echo;
	struct echo _echo;

	/* A filler of ours has our key. */
	echo = skb_header_pointer(skb, offset, sizeof(_echo), &_echo);
	return echo && skb->len == offset + sizeof(_echo) &&
	       echo->v4.type == (v6 ? ICMPV6_ECHO_REPLY : ICMP_ECHOREPLY) &&
	       echo->key != htonl(pp->sched.probe_key);
}
