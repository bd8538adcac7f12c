// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a program says of, and asks about, its own sockets. The kernel hands options
 * of IPv6 that it does not know to whoever registered their numbers with netfilter,
 * for all namespaces at once, and holds the module while they are handled. Having
 * the socket is the right to all of them: none lets a program do what the module
 * would not do by itself.
 */
#include "conn/conn.h"
#include "conn/net.h"
#include "conn/optout.h"
#include "ctl/ctl.h"
#include "survive/request.h"

#include <linux/module.h>
#include <linux/netfilter.h>
#include <linux/sockptr.h>
#include <net/sock.h>

static bool is_tcp(const struct sock *sk)
{
	return sk->sk_type == SOCK_STREAM && sk->sk_protocol == IPPROTO_TCP;
}

static bool is_connected(const struct sock *sk)
{
	return sk->sk_state != TCP_CLOSE && sk->sk_state != TCP_LISTEN;
}

static int set_enable(struct preserve_net *pn, struct sock *sk, int value)
{
	if (value != 0 && value != 1)
		return -EINVAL;
	if (is_connected(sk))
		return -EISCONN;
	if (!value)
		return preserve_optout_add(pn, sk);
	preserve_optout_remove(sk);
	return 0;
}

static int get_enable(struct preserve_net *pn, struct sock *sk)
{
	struct preserve_conn *conn;

	if (!is_connected(sk))
		return !preserve_optout_has(sk);
	conn = preserve_conn_get(pn, sk);
	if (conn)
		preserve_conn_put(conn);
	return !!conn;
}

static void get_info(struct preserve_net *pn, struct sock *sk,
		     struct preserve_info *info)
{
	struct preserve_conn *conn = preserve_conn_get(pn, sk);

	*info = (struct preserve_info) { .version = PRESERVE_INFO_VERSION };
	if (!conn)
		return;
	preserve_conn_info(conn, info);
	preserve_conn_put(conn);
}

static int migrate(struct preserve_net *pn, struct sock *sk,
		   const struct preserve_migrate *to)
{
	struct preserve_conn *conn;
	int err;

	if (!is_connected(sk) || sk->sk_state == TCP_SYN_SENT)
		return -ENOTCONN;
	conn = preserve_conn_get(pn, sk);
	if (!conn)
		return -EOPNOTSUPP;
	err = READ_ONCE(conn->state) == PRESERVE_ESTABLISHED ?
		preserve_request(conn, sk, to) : -EOPNOTSUPP;
	preserve_conn_put(conn);
	return err;
}

/* All of @value, and no more. */
static int take(void *value, unsigned int size, sockptr_t arg, unsigned int len)
{
	if (len != size)
		return -EINVAL;
	return copy_from_sockptr(value, arg, size) ? -EFAULT : 0;
}

static int set(struct sock *sk, int option, sockptr_t arg, unsigned int len)
{
	struct preserve_net *pn = preserve_netns(sock_net(sk));
	struct preserve_migrate to;
	int value, err;

	if (!is_tcp(sk))
		return -ENOPROTOOPT;
	switch (option) {
	case PRESERVE_ENABLE:
		err = take(&value, sizeof(value), arg, len);
		if (err)
			return err;
		lock_sock(sk);
		err = set_enable(pn, sk, value);
		release_sock(sk);
		return err;
	case PRESERVE_MIGRATE:
		err = take(&to, sizeof(to), arg, len);
		if (err)
			return err;
		lock_sock(sk);
		err = migrate(pn, sk, &to);
		release_sock(sk);
		return err;
	default:
		return -ENOPROTOOPT;
	}
}

/* As much as there is room for. */
static int give(void __user *user, int *len, const void *value, int size)
{
	if (*len < 0)
		return -EINVAL;
	*len = min(*len, size);
	return copy_to_user(user, value, *len) ? -EFAULT : 0;
}

static int get(struct sock *sk, int option, void __user *user, int *len)
{
	struct preserve_net *pn = preserve_netns(sock_net(sk));
	struct preserve_info info;
	int value;

	if (!is_tcp(sk))
		return -ENOPROTOOPT;
	switch (option) {
	case PRESERVE_ENABLE:
		lock_sock(sk);
		value = get_enable(pn, sk);
		release_sock(sk);
		return give(user, len, &value, sizeof(value));
	case PRESERVE_INFO:
		lock_sock(sk);
		get_info(pn, sk, &info);
		release_sock(sk);
		return give(user, len, &info, sizeof(info));
	default:
		return -ENOPROTOOPT;
	}
}

static struct nf_sockopt_ops ops = {
	.pf = PF_INET6,
	.set_optmin = PRESERVE_ENABLE,
	.set_optmax = PRESERVE_MIGRATE + 1,
	.set = set,
	.get_optmin = PRESERVE_ENABLE,
	.get_optmax = PRESERVE_MIGRATE + 1,
	.get = get,
	.owner = THIS_MODULE,
};

int preserve_sockopt_init(void)
{
	return nf_register_sockopt(&ops);
}

void preserve_sockopt_exit(void)
{
	nf_unregister_sockopt(&ops);
}
