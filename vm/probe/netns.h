/* SPDX-License-Identifier: MIT */
#ifndef PROBE_NETNS_H
#define PROBE_NETNS_H

/* Enters the network namespace that "ip netns add" gave @name. */
void netns_enter(const char *name);

#endif
