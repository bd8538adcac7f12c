/* SPDX-License-Identifier: GPL-2.0-only */
/* Changes of links, addresses and routes make connections be looked at. */
#ifndef PRESERVE_NOTIFY_H
#define PRESERVE_NOTIFY_H

struct preserve_changes;
struct preserve_net;
struct work_struct;

int preserve_notify_start(struct preserve_net *pn);
void preserve_notify_stop(struct preserve_net *pn);

void preserve_changes_init(struct preserve_changes *changes);
void preserve_notify_scan(struct work_struct *work);

int preserve_notify_init(void);
void preserve_notify_exit(void);

#endif /* PRESERVE_NOTIFY_H */
