/* SPDX-License-Identifier: GPL-2.0-only */
/* Path groups, and which of them a device belongs to. */
#ifndef PRESERVE_SCHED_GROUP_H
#define PRESERVE_SCHED_GROUP_H

#include "paths/sched_path.h"

#include <linux/hrtimer.h>
#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/skbuff.h>

struct preserve_group;
struct preserve_paths;

#define PRESERVE_MAX_GROUPS 16
#define PRESERVE_MAX_PATHS 16
#define PRESERVE_GROUP_NAME 16

enum preserve_mode {
	PRESERVE_MODE_WEIGHTED,		/* shares by hand */
	PRESERVE_MODE_ADAPTIVE,		/* shares by what the paths carry */
	PRESERVE_MODE_REDUNDANT,	/* every packet over every path */
	PRESERVE_MODE_FAILOVER,		/* the first that works */
	PRESERVE_MODE_MAX,
};

/* How a packet stands to the others of its connection. */
enum preserve_turn {
	PRESERVE_TURN_ANY,	/* the receiver will put it in order */
	PRESERVE_TURN_SOON,	/* nothing else is on its way, or it does not matter */
	PRESERVE_TURN_LAST,	/* not to overtake what was sent before */
	PRESERVE_TURN_AGAIN,	/* nothing else has helped: soon, and surely */
};

/* Packets of a group that wait; see sched_wait.h. */
struct preserve_wait {
	struct preserve_paths *pp;
	struct sk_buff_head packets;	/* under its lock */
	bool closed;			/* nothing waits any more */
	struct hrtimer timer;
	/* Send what waited; see preserve_sched_resume(). */
	void (*resume)(struct preserve_paths *pp, struct preserve_group *group,
		       struct sk_buff *skb);
};

/*
 * Packets find it under RCU. Which paths it has does not change: a transaction
 * makes another group of them. No lock is taken by all of its packets.
 */
struct preserve_group {
	struct list_head node;
	char name[PRESERVE_GROUP_NAME];
	enum preserve_mode mode;
	unsigned int n_paths;
	struct preserve_path *path[PRESERVE_MAX_PATHS];
	bool failed;		/* a path that worked did, ... */
	u32 failed_us;		/* ... then */
	bool used;		/* since the last look at the paths, ... */
	spinlock_t lock;
	struct preserve_route_key last;	/* ... where the first packet went; lock */
	u32 grown_us;		/* when the window was last looked at */
	struct preserve_wait wait;	/* of devices only */
	/* What many packets write: when the peer was last heard over a path, or 0. */
	u32 heard_us[PRESERVE_MAX_PATHS] ____cacheline_aligned_in_smp;
	atomic_t turns;		/* given so far to such as take turns */
	struct rcu_head rcu;
};

/* Which group a device belongs to, in a form that the packet path can read. */
struct preserve_sched_entry {
	int ifindex;
	struct preserve_group *group;
	unsigned int number;	/* of its path in the group */
};

struct preserve_sched_map {
	struct rcu_head rcu;
	unsigned int size;
	struct preserve_sched_entry entry[];
};

/* What the device is in which group, or NULL. RCU. */
static inline const struct preserve_sched_entry *
preserve_sched_map_find(const struct preserve_sched_map *map, int ifindex)
{
	unsigned int i;

	for (i = 0; map && i < map->size; i++)
		if (map->entry[i].ifindex == ifindex)
			return &map->entry[i];
	return NULL;
}

/* A packet of the peer came by this device. RCU. */
void preserve_sched_heard(const struct preserve_sched_map *map, int ifindex);

const char *preserve_mode_name(enum preserve_mode mode);

/* The mode of that name, or negative. */
int preserve_mode_find(const char *name);

#endif /* PRESERVE_SCHED_GROUP_H */
