/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sockets whose program wants plain TCP (PRESERVE_ENABLE). A socket has no place
 * for the wish, and one that is not connected is in no table either, so that nobody
 * could tell when it is gone. So an entry holds a reference to its socket, and goes
 * within a second of the program's last close(); until then the memory of the socket
 * stays, and its namespace. An entry is charged to who makes it, and their number
 * has a ceiling like that of connections.
 */
#ifndef PRESERVE_OPTOUT_H
#define PRESERVE_OPTOUT_H

#include <linux/types.h>

struct preserve_net;
struct sock;

/* -ENOBUFS: there are too many. The caller has locked @sk, here and below. */
int preserve_optout_add(struct preserve_net *pn, struct sock *sk);
void preserve_optout_remove(struct sock *sk);

/* Any context, and no lock is needed when @sk has a reference. */
bool preserve_optout_has(const struct sock *sk);

/* Those of a namespace that goes, or the module with it. */
void preserve_optout_flush(struct preserve_net *pn);

/* Nobody adds any more, and all namespaces are flushed. */
void preserve_optout_exit(void);

#endif /* PRESERVE_OPTOUT_H */
