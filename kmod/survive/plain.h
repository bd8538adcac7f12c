/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which connections stay plain TCP, whatever their program wants: the settings
 * plain_*; see docs/sysctl.md. New ones only: those that were negotiated go on.
 */
#ifndef PRESERVE_PLAIN_H
#define PRESERVE_PLAIN_H

#include "conn/mib.h"

struct preserve_net;
struct preserve_tuple;

/*
 * The counter of the list that has the connection of @tuple, whose SYN or SYN-ACK
 * leaves with @mark, or PRESERVE_MIB_MAX. In an RCU read-side section.
 */
enum preserve_mib_item preserve_plain_reason(const struct preserve_net *pn,
					     const struct preserve_tuple *tuple,
					     u32 mark);

/* As those of survive/announce.h. */
int preserve_plain_local_ports_set(void *pn, char *text);
int preserve_plain_remote_ports_set(void *pn, char *text);
int preserve_plain_prefixes_set(void *pn, char *text);
int preserve_plain_marks_set(void *pn, char *text);
void preserve_plain_local_ports_get(const void *pn, char *text);
void preserve_plain_remote_ports_get(const void *pn, char *text);
void preserve_plain_prefixes_get(const void *pn, char *text);
void preserve_plain_marks_get(const void *pn, char *text);

/* The namespace goes, and nobody reads the lists any more. */
void preserve_plain_free(struct preserve_net *pn);

#endif /* PRESERVE_PLAIN_H */
