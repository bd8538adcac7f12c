/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PRESERVE_PATHS_MAIN_H
#define PRESERVE_PATHS_MAIN_H

int preserve_paths_init(void);
void preserve_paths_exit(void);

#endif /* PRESERVE_PATHS_MAIN_H */
