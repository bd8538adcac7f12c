// SPDX-License-Identifier: GPL-2.0-only
/*
 * PreserveStack: TCP connections over IPv6 that survive the loss of a link or
 * an address. See docs/architecture.md for the way of a segment.
 */
#include "conn/conn.h"
#include "netns.h"
#include "survive/notify.h"

#include <linux/module.h>

static int __init preserve_init(void)
{
	int err;

	err = preserve_conn_init();
	if (err)
		return err;
	err = preserve_netns_init();
	if (err)
		goto err_conn;
	err = preserve_notify_init();
	if (err)
		goto err_netns;
	return 0;

err_netns:
	preserve_netns_exit();
err_conn:
	preserve_conn_exit();
	return err;
}

static void __exit preserve_exit(void)
{
	preserve_notify_exit();
	preserve_netns_exit();
	preserve_conn_exit();
}

module_init(preserve_init);
module_exit(preserve_exit);

MODULE_DESCRIPTION("TCP connections that survive the loss of a link or an address");
MODULE_AUTHOR("The PreserveStack developers");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1.0");
