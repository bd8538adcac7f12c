/* SPDX-License-Identifier: GPL-2.0-only */
/* The configuration of path groups through /proc/net/preserve/paths. */
#ifndef PRESERVE_SCHED_CONFIG_H
#define PRESERVE_SCHED_CONFIG_H

struct net_device;
struct preserve_group;
struct preserve_paths;
struct seq_file;

/*
 * One transaction: lines as in docs/multipath.md, all or nothing. The text is
 * changed. 0, or -EINVAL, -ENODEV, -EEXIST, -ENOENT, -ENOSPC, -ENOMEM.
 */
int preserve_group_configure(struct preserve_paths *pp, char *text);

/* Remove all groups. */
void preserve_group_clear(struct preserve_paths *pp);

/* Bind paths to the device, or release it. */
void preserve_group_device(struct preserve_paths *pp, unsigned long event,
			   const struct net_device *dev);

void preserve_group_show(struct seq_file *seq, struct preserve_group *group);

#endif /* PRESERVE_SCHED_CONFIG_H */
