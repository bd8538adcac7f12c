// SPDX-License-Identifier: GPL-2.0-only
#include "survive/prefer.h"
#include "conn/net.h"
#include "conn/words.h"
#include "wire/option.h"

#include <linux/netdevice.h>
#include <linux/slab.h>

struct preserve_priority {
	char device[IFNAMSIZ];
	u8 priority;
};

struct preserve_prefer {
	struct rcu_head rcu;
	u8 n_backups;
	u8 n_priorities;
	char backup[PRESERVE_WORDS_MAX][IFNAMSIZ];
	struct preserve_priority priority[PRESERVE_WORDS_MAX];
};

/* In a namespace where nobody wrote a list. */
static const struct preserve_prefer initial;

static const struct preserve_prefer *current_lists(const struct preserve_net *pn)
{
	return rcu_dereference_check(pn->prefer,
				     lockdep_is_held(&pn->cfg)) ?: &initial;
}

u8 preserve_prefer_flags(const struct preserve_net *pn,
			 const struct net_device *dev)
{
	const struct preserve_prefer *lists = current_lists(pn);
	u8 flags = 0;
	unsigned int i;

	for (i = 0; i < lists->n_backups; i++)
		if (!strcmp(lists->backup[i], dev->name))
			flags = PRESERVE_FLAG_BACKUP;
	for (i = 0; i < lists->n_priorities; i++)
		if (!strcmp(lists->priority[i].device, dev->name))
			flags |= lists->priority[i].priority;
	return flags;
}

static int add_backup(void *owner, char *word)
{
	struct preserve_prefer *lists = owner;

	if (lists->n_backups == PRESERVE_WORDS_MAX || !dev_valid_name(word))
		return -EINVAL;
	strscpy(lists->backup[lists->n_backups++], word, IFNAMSIZ);
	return 0;
}

/* NAME:PRIORITY; no name has a colon. Each device has one. */
static int add_priority(void *owner, char *word)
{
	struct preserve_prefer *lists = owner;
	char *name = strsep(&word, ":");
	struct preserve_priority *last;
	unsigned int i;

	if (lists->n_priorities == PRESERVE_WORDS_MAX)
		return -EINVAL;
	for (i = 0; i < lists->n_priorities; i++)
		if (!strcmp(lists->priority[i].device, name))
			return -EINVAL;
	last = &lists->priority[lists->n_priorities++];
	if (!word || !dev_valid_name(name) ||
	    kstrtou8(word, 10, &last->priority) ||
	    last->priority > PRESERVE_FLAG_PRIORITY)
		return -EINVAL;
	strscpy(last->device, name, IFNAMSIZ);
	return 0;
}

/* A copy of the lists, to be changed and put in their place. */
static struct preserve_prefer *copy_lists(const struct preserve_net *pn)
{
	struct preserve_prefer *copy;

	copy = kmalloc(sizeof(*copy), GFP_KERNEL_ACCOUNT);
	if (!copy)
		return NULL;
	rcu_read_lock();
	*copy = *current_lists(pn);
	rcu_read_unlock();
	return copy;
}

static int replace(struct preserve_net *pn, struct preserve_prefer *lists,
		   int err)
{
	if (err) {
		kfree(lists);
		return err;
	}
	lists = rcu_replace_pointer(pn->prefer, lists,
				    lockdep_is_held(&pn->cfg));
	if (lists)
		kfree_rcu(lists, rcu);
	atomic_inc(&pn->offer_version);
	return 0;
}

int preserve_backup_devices_set(void *owner, char *text)
{
	struct preserve_prefer *lists = copy_lists(owner);

	if (!lists)
		return -ENOMEM;
	lists->n_backups = 0;
	return replace(owner, lists, preserve_words_add(lists, text, add_backup));
}

int preserve_device_priorities_set(void *owner, char *text)
{
	struct preserve_prefer *lists = copy_lists(owner);

	if (!lists)
		return -ENOMEM;
	lists->n_priorities = 0;
	return replace(owner, lists, preserve_words_add(lists, text, add_priority));
}

void preserve_backup_devices_get(const void *owner, char *text)
{
	const struct preserve_prefer *lists;
	unsigned int i;
	int len = 0;

	*text = 0;
	rcu_read_lock();
	lists = current_lists(owner);
	for (i = 0; i < lists->n_backups; i++)
		len += scnprintf(text + len, PRESERVE_WORDS_TEXT - len,
				 "%s%s", i ? " " : "", lists->backup[i]);
	rcu_read_unlock();
}

void preserve_device_priorities_get(const void *owner, char *text)
{
	const struct preserve_prefer *lists;
	unsigned int i;
	int len = 0;

	*text = 0;
	rcu_read_lock();
	lists = current_lists(owner);
	for (i = 0; i < lists->n_priorities; i++)
		len += scnprintf(text + len, PRESERVE_WORDS_TEXT - len,
				 "%s%s:%u", i ? " " : "",
				 lists->priority[i].device,
				 lists->priority[i].priority);
	rcu_read_unlock();
}

void preserve_prefer_free(struct preserve_net *pn)
{
	kfree(rcu_dereference_protected(pn->prefer, true));
}
