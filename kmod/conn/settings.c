// SPDX-License-Identifier: GPL-2.0-only
#include "conn/settings.h"

#include <linux/capability.h>
#include <linux/export.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <net/net_namespace.h>

static unsigned int highest(const struct preserve_settings_dir *dir,
			    const struct preserve_setting *setting)
{
	const unsigned int *cap = dir->caps + setting->field;

	if (!setting->capped || dir->caps == dir->values)
		return setting->max;
	return min(setting->max, READ_ONCE(*cap));
}

static int handle(PRESERVE_CTL_TABLE *table, int write, void *buffer,
		  size_t *lenp, loff_t *ppos)
{
	struct preserve_settings_dir *dir = table->extra1;
	const struct preserve_setting *setting = table->extra2;
	unsigned int low = setting->min, high = highest(dir, setting);
	unsigned int *own = table->data, value;
	struct ctl_table copy = {
		.data = &value,
		.maxlen = sizeof(value),
		.extra1 = &low,
		.extra2 = &high,
	};
	int err;

	/* To own the file is not enough: root may lack the capability. */
	if (write && !ns_capable(dir->net->user_ns, CAP_NET_ADMIN))
		return -EPERM;
	mutex_lock(dir->lock);
	value = *own;
	err = proc_douintvec_minmax(&copy, write, buffer, lenp, ppos);
	if (!err && value != *own) {
		if (setting->apply)
			err = setting->apply(dir->owner, own, value);
		if (!err)
			WRITE_ONCE(*own, value);
	}
	mutex_unlock(dir->lock);
	return err;
}

/* In one write, from the beginning of the file. */
static int write_list(struct preserve_settings_dir *dir,
		      const struct preserve_setting *setting, char *text,
		      size_t len, loff_t *ppos)
{
	int err;

	if (*ppos || len >= setting->max || memchr(text, 0, len))
		return -EINVAL;
	text[len] = 0;
	mutex_lock(dir->lock);
	err = setting->set(dir->owner, text);
	mutex_unlock(dir->lock);
	if (!err)
		*ppos += len;
	return err;
}

static int read_list(struct preserve_settings_dir *dir,
		     const struct preserve_setting *setting, void *buffer,
		     size_t *lenp, loff_t *ppos)
{
	struct ctl_table copy = { .maxlen = setting->max };
	int err;

	copy.data = kmalloc(setting->max, GFP_KERNEL);
	if (!copy.data)
		return -ENOMEM;
	mutex_lock(dir->lock);
	setting->get(dir->owner, copy.data);
	mutex_unlock(dir->lock);
	err = proc_dostring(&copy, 0, buffer, lenp, ppos);
	kfree(copy.data);
	return err;
}

static int handle_list(PRESERVE_CTL_TABLE *table, int write, void *buffer,
		       size_t *lenp, loff_t *ppos)
{
	struct preserve_settings_dir *dir = table->extra1;
	const struct preserve_setting *setting = table->extra2;

	if (!write)
		return read_list(dir, setting, buffer, lenp, ppos);
	if (!ns_capable(dir->net->user_ns, CAP_NET_ADMIN))
		return -EPERM;
	return write_list(dir, setting, buffer, *lenp, ppos);
}

int preserve_settings_register(struct preserve_settings_dir *dir,
			       const char *path,
			       const struct preserve_setting *template,
			       unsigned int size)
{
	struct ctl_table *table;
	unsigned int i;

	/* One more, zeroed: kernels before 6.6 want an end marker. */
	table = kcalloc(size + 1, sizeof(*table), GFP_KERNEL_ACCOUNT);
	if (!table)
		return -ENOMEM;
	for (i = 0; i < size; i++)
		table[i] = (struct ctl_table) {
			.procname = template[i].name,
			.data = dir->values + template[i].field,
			.maxlen = sizeof(unsigned int),
			.mode = 0644,
			.proc_handler = template[i].set ? handle_list : handle,
			.extra1 = dir,
			.extra2 = (void *)&template[i],
		};
	dir->header = register_net_sysctl_sz(dir->net, path, table, size);
	if (!dir->header) {
		kfree(table);
		return -ENOMEM;
	}
	dir->table = table;
	return 0;
}
EXPORT_SYMBOL_GPL(preserve_settings_register);

void preserve_settings_unregister(struct preserve_settings_dir *dir)
{
	if (!dir->header)
		return;
	unregister_net_sysctl_table(dir->header);
	kfree(dir->table);
	dir->header = NULL;
}
EXPORT_SYMBOL_GPL(preserve_settings_unregister);
