/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Destinations that answered a plain SYN after they had left those with the
 * option unanswered: something on the way drops the option, or the way was dead
 * for a while. So it is no sign when the option came through to that network
 * lately. They are remembered for a minute, doubled each time it happens again, at
 * most for blackhole_timeout, and 16 of a /64. A full table forgets the one that
 * would expire first.
 */
#ifndef PRESERVE_BLACKHOLE_H
#define PRESERVE_BLACKHOLE_H

#include <linux/list.h>
#include <linux/spinlock.h>

#define PRESERVE_BLACKHOLE_BITS 6
#define PRESERVE_BLACKHOLE_MAX 1024

/* Networks to which the option came through; a later one takes the place of another. */
#define PRESERVE_BLACKHOLE_PASSED 128

struct preserve_addr;
struct preserve_tenant;
struct seq_file;

struct preserve_blackholes {
	struct preserve_tenant *tenant;
	spinlock_t lock;	/* all below */
	unsigned int count;
	struct hlist_head bucket[1 << PRESERVE_BLACKHOLE_BITS];
	/* Without the lock: what is torn is a network that is not known. */
	struct {
		u32 network;		/* its hash */
		u32 when;		/* jiffies */
	} passed[PRESERVE_BLACKHOLE_PASSED];
};

void preserve_blackhole_init(struct preserve_blackholes *bhs,
			     struct preserve_tenant *tenant);
void preserve_blackhole_flush(struct preserve_blackholes *bhs);

/*
 * A plain SYN was answered. Returns whether @addr is remembered now, for at most so
 * many @seconds.
 */
bool preserve_blackhole_add(struct preserve_blackholes *bhs,
			    const struct preserve_addr *addr, unsigned int seconds);

/* The option came through to @addr. */
void preserve_blackhole_remove(struct preserve_blackholes *bhs,
			       const struct preserve_addr *addr);

/* A connection to @addr that was negotiated lives. */
void preserve_blackhole_passed(struct preserve_blackholes *bhs,
			       const struct preserve_addr *addr);
bool preserve_blackhole_known(struct preserve_blackholes *bhs,
			      const struct preserve_addr *addr);

void preserve_blackhole_show(struct seq_file *seq,
			     struct preserve_blackholes *bhs);

#endif /* PRESERVE_BLACKHOLE_H */
