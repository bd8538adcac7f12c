/* SPDX-License-Identifier: GPL-2.0-only */
/* A program asks where its connection is to be (PRESERVE_MIGRATE). */
#ifndef PRESERVE_REQUEST_H
#define PRESERVE_REQUEST_H

struct preserve_conn;
struct preserve_migrate;
struct sock;

/*
 * Move @conn to that pair now. It goes only where the module itself would: to one
 * that the peer has answered on, and that can be used here; and stays there. @sk is
 * locked, and the connection's. Errors: uapi/preserve.h.
 */
int preserve_request(struct preserve_conn *conn, struct sock *sk,
		     const struct preserve_migrate *to);

#endif /* PRESERVE_REQUEST_H */
