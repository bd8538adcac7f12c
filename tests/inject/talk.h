/* SPDX-License-Identifier: MIT */
/* One TCP connection, by hand: enough to see whether the peer plays along. */
#ifndef TALK_H
#define TALK_H

#include "args.h"
#include "kinds.h"
#include "segment.h"

/* What PREFIX_ACK answers the SYN-ACK of a good connection. */
struct echo_kind {
	const char *name;
	const char *counter;
	void (*header)(struct buffer *header, const struct buffer *syn_body);
};

extern const struct echo_kind echo_kinds[];
extern const size_t echo_kinds_count;

const struct echo_kind *echo_kind_find(const char *name);

/* Open a connection; 0 when it went as the catalogue says, else 2. */
int talk_send(const struct args *args, const struct kind *kind,
	      const struct echo_kind *echo);

/* Take a connection; 0 when data came and was echoed, else 2. */
int talk_answer(const struct args *args, const struct kind *kind);

#endif
