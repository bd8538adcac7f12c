/* SPDX-License-Identifier: MIT */
/* Send packets as they are, and see those that arrive, around the stack. */
#ifndef WIRE_H
#define WIRE_H

#include "segment.h"

struct wire {
	int out;	/* raw IPv6 socket, header included */
	int in;		/* packet socket */
};

/* Open both; @from is the address routes are chosen for, @dev may be NULL.
 * With @watch, packets are seen in that network namespace instead of ours.
 */
void wire_open(struct wire *w, const struct in6_addr *from, const char *dev,
	       const char *watch);
void wire_send(const struct wire *w, const struct segment *s);

/* The same for many packets: only to send, and at once. */
void wire_open_out(struct wire *w, const struct in6_addr *from, const char *dev);
void wire_send_all(const struct wire *w, struct buffer *packets, size_t count,
		   const struct in6_addr *to);

/* The next TCP segment seen before @deadline (milliseconds of now_ms()). With
 * @outgoing, those that leave the machine too.
 */
bool wire_receive(const struct wire *w, struct segment *s, long deadline,
		  bool outgoing);

long now_ms(void);

/* Say why and exit with status 2. */
void fail(const char *what) __attribute__((noreturn));

#endif
