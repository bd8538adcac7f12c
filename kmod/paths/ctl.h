/* SPDX-License-Identifier: GPL-2.0-only */
/* Sysctls: /proc/sys/net/preserve/scheduler/ and reorder/; see docs/sysctl.md. */
#ifndef PRESERVE_PATHS_CTL_H
#define PRESERVE_PATHS_CTL_H

struct preserve_paths;

int preserve_paths_ctl_register(struct preserve_paths *pp);
void preserve_paths_ctl_unregister(struct preserve_paths *pp);

#endif /* PRESERVE_PATHS_CTL_H */
