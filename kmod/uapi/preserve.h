/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * What programs share with the module: the messages of the generic netlink family
 * "preserve". Numbers never change; new ones are added before the *_MAX.
 */
#ifndef _UAPI_PRESERVE_H
#define _UAPI_PRESERVE_H

#define PRESERVE_GENL_NAME "preserve"
#define PRESERVE_GENL_VERSION 1

/* Who listens needs CAP_NET_ADMIN in the network namespace, of which it hears. */
#define PRESERVE_GENL_EVENTS "events"

/* Of an event: the command, and the attributes that it has. */
enum preserve_genl_command {
	PRESERVE_GENL_UNSPEC,
	/* negotiated: ID, ROLE, LOCAL, REMOTE, LPORT, RPORT, PAIRS */
	PRESERVE_GENL_CREATED,
	/* the current pair changed: the same, and FROM_*, TO_*, CAUSE; ... */
	PRESERVE_GENL_MIGRATED,	/* ... by this end's decision, */
	PRESERVE_GENL_FOLLOWED,	/* because the peer moved, */
	PRESERVE_GENL_RESTORED,	/* or back to the handshake's pair, which works again */
	/* plain TCP: LOCAL, REMOTE, LPORT, RPORT, REASON */
	PRESERVE_GENL_FALLBACK,
	/* a pair rests: as CREATED, and TO_*: that pair */
	PRESERVE_GENL_REFUSED,
	/* the socket is gone, or the namespace was switched off: as CREATED */
	PRESERVE_GENL_CLOSED,
	__PRESERVE_GENL_MAX,
};

enum preserve_genl_attribute {
	PRESERVE_GENL_A_UNSPEC,
	PRESERVE_GENL_A_ID,		/* u32, as in /proc/net/preserve/connections */
	PRESERVE_GENL_A_ROLE,		/* string: initiator, responder */
	PRESERVE_GENL_A_LOCAL,		/* in6_addr: of the handshake's pair */
	PRESERVE_GENL_A_REMOTE,		/* in6_addr */
	PRESERVE_GENL_A_LPORT,		/* be16 */
	PRESERVE_GENL_A_RPORT,		/* be16 */
	PRESERVE_GENL_A_PAIRS,		/* u32: how many pairs it has */
	PRESERVE_GENL_A_FROM_LOCAL,	/* in6_addr: of the pair that was left */
	PRESERVE_GENL_A_FROM_REMOTE,	/* in6_addr */
	PRESERVE_GENL_A_TO_LOCAL,	/* in6_addr: of the pair that was taken */
	PRESERVE_GENL_A_TO_REMOTE,	/* in6_addr */
	PRESERVE_GENL_A_CAUSE,		/* string, as in /proc/net/preserve/connections */
	PRESERVE_GENL_A_REASON,		/* string: the counter in /proc/net/preserve/stats */
	__PRESERVE_GENL_A_MAX,
};

#endif /* _UAPI_PRESERVE_H */
