/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * What programs share with the module: the messages of the generic netlink family
 * "preserve", and the options of its sockets. Numbers never change; new ones are
 * added before the *_MAX, and at the ends of structures. Programs of the C library
 * include <netinet/in.h> first.
 */
#ifndef _UAPI_PRESERVE_H
#define _UAPI_PRESERVE_H

#include <linux/in6.h>
#include <linux/types.h>

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

/*
 * Options of a TCP socket over IPv6, at level IPPROTO_IPV6. Without the module they
 * are ENOPROTOOPT.
 */
enum preserve_sockopt {
	/*
	 * int, 0: connections of this socket, or of this listener, stay plain TCP.
	 * Before connect(), or on a listener; then EISCONN. Where it is 1, as it is at
	 * first, settings of the namespace may still say 0. Once there is a
	 * connection it tells whether that is one of the module's.
	 */
	PRESERVE_ENABLE = 0x5050,
	PRESERVE_INFO = 0x5051,		/* struct preserve_info, to be read */
	PRESERVE_MIGRATE = 0x5052,	/* struct preserve_migrate, to be written */
};

enum preserve_info_state {
	PRESERVE_INFO_PLAIN,		/* plain TCP, or no connection: all else is 0 */
	PRESERVE_INFO_NEGOTIATING,
	PRESERVE_INFO_NEGOTIATED,
};

enum preserve_role {
	PRESERVE_INITIATOR,
	PRESERVE_RESPONDER,
};

/* Why the current pair is what it is. */
enum preserve_cause {
	PRESERVE_CAUSE_NONE,
	PRESERVE_CAUSE_RTO,
	PRESERVE_CAUSE_NO_ROUTE,
	PRESERVE_CAUSE_LINK_DOWN,
	PRESERVE_CAUSE_ADDRESS_REMOVED,
	PRESERVE_CAUSE_PATH_RESTORED,
	PRESERVE_CAUSE_FOLLOWED,
	PRESERVE_CAUSE_REQUESTED,	/* by PRESERVE_MIGRATE */
};

#define PRESERVE_INFO_VERSION 1

/*
 * getsockopt() fills in as much of it as there is room for, and tells how much that
 * is: less than a program asked for when the module is older than the program.
 */
struct preserve_info {
	__u32 version;			/* of the module's structure */
	__u32 id;			/* as in /proc/net/preserve/connections */
	__u8 state;			/* enum preserve_info_state */
	__u8 role;			/* enum preserve_role */
	__u8 cause;			/* enum preserve_cause: of the last move */
	__u8 reserved;
	__be16 local_port;
	__be16 remote_port;
	/* Of the handshake, which getsockname() and getpeername() tell no more ... */
	struct in6_addr local;
	struct in6_addr remote;
	/* ... when the connection has moved to these. */
	struct in6_addr current_local;
	struct in6_addr current_remote;
	__u32 pairs;			/* that it has, and on how many of them ... */
	__u32 proven;			/* ... the peer has answered */
	__u32 migrations;		/* moves of this end's, ... */
	__u32 followed;			/* ... and of the peer's */
	__u32 since_ms;			/* since the last of them */
};

/*
 * The pair to move to. ENOTCONN: there is no connection; EOPNOTSUPP: it is plain TCP;
 * EADDRNOTAVAIL: it has no such pair; EADDRINUSE: another connection has that one;
 * ENETUNREACH: no route, address or link for it here; EHOSTUNREACH: refused of late,
 * so that it rests; EAGAIN: the peer did not answer there in the last five minutes,
 * and is asked now; EBUSY: the connection moved within the last holddown_ms.
 */
struct preserve_migrate {
	struct in6_addr local;
	struct in6_addr remote;
};

#endif /* _UAPI_PRESERVE_H */
