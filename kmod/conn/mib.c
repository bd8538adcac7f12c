// SPDX-License-Identifier: GPL-2.0-only
#include "conn/mib.h"

#include <linux/seq_file.h>

static const char * const names[PRESERVE_MIB_MAX] = {
#define ITEM(item, name) name,
#include "conn/mib_items.h"
#undef ITEM
};

const char *preserve_mib_name(enum preserve_mib_item item)
{
	return names[item];
}

void preserve_mib_show(struct seq_file *seq, struct preserve_mib __percpu *mib)
{
	unsigned int i;
	u64 sum;
	int cpu;

	for (i = 0; i < PRESERVE_MIB_MAX; i++) {
		sum = 0;
		for_each_possible_cpu(cpu)
			sum += READ_ONCE(per_cpu_ptr(mib, cpu)->counter[i]);
		seq_printf(seq, "%s %llu\n", names[i], sum);
	}
}
