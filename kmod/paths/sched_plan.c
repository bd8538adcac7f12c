// SPDX-License-Identifier: GPL-2.0-only
#include "paths/sched_plan.h"

#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/netdevice.h>
#include <linux/string.h>

#define WEIGHT_MAX 1000
#define DEFAULT_GROUP "default"

static bool is_group_name(const char *name)
{
	size_t len = strlen(name);
	size_t i;

	if (!len || len >= PRESERVE_GROUP_NAME)
		return false;
	for (i = 0; i < len; i++)
		if (!islower(name[i]) && !isdigit(name[i]) && name[i] != '_' &&
		    name[i] != '-')
			return false;
	return true;
}

static struct preserve_plan_group *plan_group(struct preserve_plan *plan,
					      const char *name)
{
	unsigned int i;

	for (i = 0; i < plan->n_groups; i++)
		if (!strcmp(plan->group[i].name, name))
			return &plan->group[i];
	return NULL;
}

static struct preserve_plan_path *plan_path(struct preserve_plan_group *group,
					    const char *name)
{
	unsigned int i;

	for (i = 0; i < group->n_paths; i++)
		if (!strcmp(group->path[i].name, name))
			return &group->path[i];
	return NULL;
}

/* The group of that name, made when there is none. */
static struct preserve_plan_group *need_group(struct preserve_plan *plan,
					      const char *name, int *err)
{
	struct preserve_plan_group *group = plan_group(plan, name);

	*err = -ENOSPC;
	if (group || plan->n_groups == PRESERVE_MAX_GROUPS)
		return group;
	group = &plan->group[plan->n_groups++];
	*group = (struct preserve_plan_group) {
		.mode = PRESERVE_MODE_WEIGHTED,
	};
	strscpy(group->name, name, sizeof(group->name));
	return group;
}

static int plan_mode(struct preserve_plan *plan, const char *mode,
		     const char *name)
{
	int number = preserve_mode_find(mode);
	struct preserve_plan_group *group;
	int err;

	if (number < 0)
		return -EINVAL;
	group = need_group(plan, name, &err);
	if (!group)
		return err;
	group->mode = number;
	return 0;
}

static int plan_remove(struct preserve_plan *plan, const char *dev,
		       const char *name)
{
	struct preserve_plan_group *group = plan_group(plan, name);
	struct preserve_plan_path *path = group ? plan_path(group, dev) : NULL;
	unsigned int after;

	if (!path)
		return -ENOENT;
	after = group->n_paths - (path - group->path) - 1;
	memmove(path, path + 1, after * sizeof(*path));
	group->n_paths--;
	return 0;
}

/*
 * The name of the path that is meant: a device may have several, and is only
 * known by the one that ip shows first.
 */
static const char *path_name(struct preserve_plan *plan, struct net *net,
			     const char *name)
{
	const struct net_device *dev;
	unsigned int i;

	for (i = 0; i < plan->n_groups; i++)
		if (plan_path(&plan->group[i], name))
			return name;
	dev = __dev_get_by_name(net, name);
	return dev ? dev->name : name;
}

static int plan_weight(struct preserve_plan *plan, struct net *net,
		       const char *dev, const char *value, const char *name)
{
	struct preserve_plan_group *group;
	struct preserve_plan_path *path;
	unsigned int weight, i;
	int err;

	if (kstrtouint(value, 10, &weight) || weight > WEIGHT_MAX ||
	    strlen(dev) >= IFNAMSIZ)
		return -EINVAL;
	for (i = 0; i < plan->n_groups; i++)
		if (strcmp(plan->group[i].name, name) &&
		    plan_path(&plan->group[i], dev))
			return -EEXIST;
	group = need_group(plan, name, &err);
	if (!group)
		return err;
	path = plan_path(group, dev);
	if (!path) {
		if (!__dev_get_by_name(net, dev))
			return -ENODEV;
		if (group->n_paths == PRESERVE_MAX_PATHS)
			return -ENOSPC;
		path = &group->path[group->n_paths++];
		strscpy(path->name, dev, sizeof(path->name));
	}
	path->weight = weight;
	return 0;
}

static int plan_line(struct preserve_plan *plan, struct net *net, char *line)
{
	char *words[4];
	unsigned int n = 0;
	const char *dev;
	char *word;

	while ((word = strsep(&line, " \t"))) {
		if (!*word)
			continue;
		if (n == ARRAY_SIZE(words))
			return -EINVAL;
		words[n++] = word;
	}
	if (!n)
		return 0;
	if (n == 1 && !strcmp(words[0], "clear")) {
		plan->n_groups = 0;
		return 0;
	}
	if (n == 2)
		words[n++] = DEFAULT_GROUP;
	if (n != 3 || !is_group_name(words[2]))
		return -EINVAL;
	if (!strcmp(words[0], "mode"))
		return plan_mode(plan, words[1], words[2]);
	dev = path_name(plan, net, words[0]);
	if (!strcmp(words[1], "-"))
		return plan_remove(plan, dev, words[2]);
	return plan_weight(plan, net, dev, words[1], words[2]);
}

/* A group without paths, and without a mode of its own, does not exist. */
static void plan_drop_empty(struct preserve_plan *plan)
{
	const struct preserve_plan_group *group;
	unsigned int kept = 0, i;

	for (i = 0; i < plan->n_groups; i++) {
		group = &plan->group[i];
		if (group->n_paths || group->mode != PRESERVE_MODE_WEIGHTED)
			plan->group[kept++] = *group;
	}
	plan->n_groups = kept;
}

int preserve_plan_apply(struct preserve_plan *plan, struct net *net, char *text)
{
	char *line;
	int err = 0;

	while (!err && (line = strsep(&text, "\n")))
		err = plan_line(plan, net, line);
	plan_drop_empty(plan);
	return err;
}
