/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counters, one per event and namespace. The name of a counter in
 * /proc/net/preserve/stats is the text beside it in mib_items.h; scripts and
 * tests rely on those names.
 */
#ifndef PRESERVE_MIB_H
#define PRESERVE_MIB_H

#include <linux/percpu.h>
#include <linux/types.h>

enum preserve_mib_item {
#define ITEM(item, name) PRESERVE_MIB_##item,
#include "conn/mib_items.h"
#undef ITEM
	PRESERVE_MIB_MAX,
};

struct seq_file;

struct preserve_mib {
	u64 counter[PRESERVE_MIB_MAX];
};

static inline void preserve_mib_inc(struct preserve_mib __percpu *mib,
				    enum preserve_mib_item item)
{
	this_cpu_inc(mib->counter[item]);
}

const char *preserve_mib_name(enum preserve_mib_item item);

void preserve_mib_show(struct seq_file *seq, struct preserve_mib __percpu *mib);

#endif /* PRESERVE_MIB_H */
