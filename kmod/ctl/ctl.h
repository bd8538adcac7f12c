/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /proc/sys/net/preserve/ (see docs/sysctl.md), /proc/net/preserve/, and socket
 * options (see docs/sockets.md).
 */
#ifndef PRESERVE_CTL_H
#define PRESERVE_CTL_H

struct preserve_net;

int preserve_ctl_register(struct preserve_net *pn);
void preserve_ctl_unregister(struct preserve_net *pn);

int preserve_proc_register(struct preserve_net *pn);
void preserve_proc_unregister(struct preserve_net *pn);

int preserve_sockopt_init(void);
void preserve_sockopt_exit(void);

#endif /* PRESERVE_CTL_H */
