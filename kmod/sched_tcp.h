/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the sending TCP cannot know of several paths. It holds its lock while its
 * packet passes, so its state may be changed here.
 */
#ifndef PRESERVE_SCHED_TCP_H
#define PRESERVE_SCHED_TCP_H

#include "sched_group.h"

#include <linux/types.h>

struct sk_buff;

enum preserve_turn preserve_tcp_turn(const struct sk_buff *skb);

/* The MTU of a path is smaller than that of TCP's own route. */
void preserve_tcp_narrow(const struct sk_buff *skb, unsigned int mtu);

/* The paths hold @pipe bytes on their way, and are not full. */
void preserve_tcp_widen(const struct sk_buff *skb, u64 pipe);

#endif /* PRESERVE_SCHED_TCP_H */
