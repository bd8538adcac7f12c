/* SPDX-License-Identifier: GPL-2.0-only */
/* /proc/net/preserve/: connections, aliases, blackholes, stats. */
#ifndef PRESERVE_PROC_H
#define PRESERVE_PROC_H

struct preserve_net;

int preserve_proc_register(struct preserve_net *pn);
void preserve_proc_unregister(struct preserve_net *pn);

#endif /* PRESERVE_PROC_H */
