// SPDX-License-Identifier: GPL-2.0-only
#include "conn/settings.h"

#include <linux/slab.h>
#include <net/net_namespace.h>

int preserve_settings_access(unsigned int *value, const unsigned int *min,
			     const unsigned int *max, int write, void *buffer,
			     size_t *lenp, loff_t *ppos)
{
	struct ctl_table table = {
		.data = value,
		.maxlen = sizeof(*value),
		.extra1 = (void *)min,
		.extra2 = (void *)max,
	};

	return proc_douintvec_minmax(&table, write, buffer, lenp, ppos);
}

int preserve_settings_register(struct net *net, const char *path,
			       const struct ctl_table *template,
			       unsigned int size, void *settings, void *owner,
			       struct preserve_settings_dir *dir)
{
	struct ctl_table *table;
	unsigned int i;

	/* One more, zeroed: kernels before 6.6 want an end marker. */
	table = kcalloc(size + 1, sizeof(*table), GFP_KERNEL);
	if (!table)
		return -ENOMEM;
	memcpy(table, template, size * sizeof(*table));
	for (i = 0; i < size; i++) {
		table[i].data = (u8 *)settings + (size_t)template[i].data;
		if (!table[i].extra1)
			table[i].extra1 = owner;
	}
	dir->header = register_net_sysctl_sz(net, path, table, size);
	if (!dir->header) {
		kfree(table);
		return -ENOMEM;
	}
	dir->table = table;
	return 0;
}

void preserve_settings_unregister(struct preserve_settings_dir *dir)
{
	if (!dir->header)
		return;
	unregister_net_sysctl_table(dir->header);
	kfree(dir->table);
	dir->header = NULL;
}
