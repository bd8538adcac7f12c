/* SPDX-License-Identifier: GPL-2.0-only */
/* /proc/net/preserve/: paths, spread, reorder. */
#ifndef PRESERVE_PATHS_PROC_H
#define PRESERVE_PATHS_PROC_H

struct preserve_paths;

int preserve_paths_proc_register(struct preserve_paths *pp);
void preserve_paths_proc_unregister(struct preserve_paths *pp);

#endif /* PRESERVE_PATHS_PROC_H */
