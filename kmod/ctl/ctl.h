/* SPDX-License-Identifier: GPL-2.0-only */
/* Sysctls: /proc/sys/net/preserve/, per namespace; see docs/sysctl.md. */
#ifndef PRESERVE_CTL_H
#define PRESERVE_CTL_H

struct preserve_net;

int preserve_ctl_register(struct preserve_net *pn);
void preserve_ctl_unregister(struct preserve_net *pn);

#endif /* PRESERVE_CTL_H */
