/* SPDX-License-Identifier: MIT */
/* The catalogue of what can be sent, and what the module should make of it. */
#ifndef KINDS_H
#define KINDS_H

#include "buffer.h"

#include <netinet/in.h>

struct ends {
	struct in6_addr sender, receiver;
};

/* What the sender of a SYN, or the peer of an answer, should see. */
enum outcome {
	NEGOTIATED,	/* the connection has both options */
	PLAIN,		/* it works, as plain TCP */
	NOTHING,	/* the IPv6 stack drops the packet: no connection */
};

/* One Destination Options header with a PREFIX_SYN in it. */
struct kind {
	const char *name;
	const char *counter;	/* the one that moves, or NULL */
	enum outcome outcome;
	/* One of the two: the body of the option, or the whole header. */
	void (*body)(struct buffer *b, const struct ends *e);
	void (*header)(struct buffer *b, const struct ends *e);
	size_t cut;		/* of the packet, see segment.h */
};

extern const struct kind kinds[];
extern const size_t kinds_count;

const struct kind *kind_find(const char *name);

/* Write the header of @kind. */
void kind_header(const struct kind *kind, struct buffer *b,
		 const struct ends *e);

/* Wrap bodies into a header: the good way. Either may be NULL. */
void header_of(struct buffer *header, const struct buffer *syn,
	       const struct buffer *ack);

#endif
