/* SPDX-License-Identifier: GPL-2.0-only */
/* What changed in a namespace since its connections were last looked at. */
#ifndef PRESERVE_CHANGES_H
#define PRESERVE_CHANGES_H

#include "wire/addr.h"

#include <linux/spinlock.h>
#include <linux/types.h>

/* More at a time count as: anything may have changed. */
#define PRESERVE_CHANGES 16

enum preserve_change_kind {
	PRESERVE_CHANGE_LINK,	/* the interface of that index */
	PRESERVE_CHANGE_ADDRESS, /* this local address */
	PRESERVE_CHANGE_ROUTE,	/* what routes to that prefix */
};

struct preserve_change {
	enum preserve_change_kind kind;
	int ifindex;
	u8 len;			/* of prefix, in bits */
	struct preserve_addr prefix;
};

struct preserve_changes {
	spinlock_t lock;	/* any, n and change */
	bool any;
	unsigned int n;
	struct preserve_change change[PRESERVE_CHANGES];
	u32 scan;		/* the number of the last look */
	unsigned long due;	/* jiffies: no other before */
};

#endif /* PRESERVE_CHANGES_H */
