/* SPDX-License-Identifier: GPL-2.0-only */
/* One congestion window for several paths. */
#ifndef PRESERVE_WINDOW_H
#define PRESERVE_WINDOW_H

struct preserve_spread;
struct sock;

/*
 * Data of @sk leave, which the caller has locked, as TCP does, with the lock of
 * the group: pace them, and open the window while a path stands idle for it.
 */
void preserve_window_tend(struct preserve_spread *spread, struct sock *sk);

#endif /* PRESERVE_WINDOW_H */
