/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Destinations that answered a plain SYN after they had left two with the
 * option unanswered: something on the way drops the option. They are
 * remembered for blackhole_timeout, doubled each time it happens again, at most
 * 16 of a /64. A full table forgets the one that would expire first.
 */
#ifndef PRESERVE_BLACKHOLE_H
#define PRESERVE_BLACKHOLE_H

#include <linux/list.h>
#include <linux/spinlock.h>

#define PRESERVE_BLACKHOLE_BITS 6
#define PRESERVE_BLACKHOLE_MAX 1024

struct preserve_addr;
struct preserve_tenant;
struct seq_file;

struct preserve_blackholes {
	struct preserve_tenant *tenant;
	spinlock_t lock;	/* all below */
	unsigned int count;
	struct hlist_head bucket[1 << PRESERVE_BLACKHOLE_BITS];
};

void preserve_blackhole_init(struct preserve_blackholes *bhs,
			     struct preserve_tenant *tenant);
void preserve_blackhole_flush(struct preserve_blackholes *bhs);

bool preserve_blackhole_add(struct preserve_blackholes *bhs,
			    const struct preserve_addr *addr, unsigned int seconds);
void preserve_blackhole_remove(struct preserve_blackholes *bhs,
			       const struct preserve_addr *addr);
bool preserve_blackhole_known(struct preserve_blackholes *bhs,
			      const struct preserve_addr *addr);

void preserve_blackhole_show(struct seq_file *seq,
			     struct preserve_blackholes *bhs);

#endif /* PRESERVE_BLACKHOLE_H */
