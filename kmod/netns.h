/* SPDX-License-Identifier: GPL-2.0-only */
/* The switch of a network namespace; its caller holds cfg. */
#ifndef PRESERVE_NETNS_H
#define PRESERVE_NETNS_H

struct preserve_net;
struct work_struct;

/* Register or remove the hooks. */
int preserve_netns_start(struct preserve_net *pn);
void preserve_netns_stop(struct preserve_net *pn);

/* The collector of connections whose socket is gone. */
void preserve_netns_collect(struct work_struct *work);

#endif /* PRESERVE_NETNS_H */
