/* SPDX-License-Identifier: MIT */
#ifndef PROBE_ENDPOINT_H
#define PROBE_ENDPOINT_H

#include <netinet/in.h>
#include <stdbool.h>

/* Where a helper listens or connects to. */
struct endpoint {
	struct sockaddr_in6 address;	/* to listen at, or to connect to */
	struct sockaddr_in6 source;	/* to connect from, when has_source */
	bool has_source;
	bool listens;
	bool mptcp;
};

/* Reads an IPv6 address or ends the program with EXIT_USAGE. */
struct sockaddr_in6 endpoint_address(const char *option, const char *text);

/* A non-blocking listening socket. */
int endpoint_listen(const struct endpoint *endpoint, int backlog);

/* A non-blocking socket that is being connected; -1 and errno on failure. */
int endpoint_connect(const struct endpoint *endpoint);

/* The pending error of a socket: 0 or an errno. */
int endpoint_error(int fd);

#endif
