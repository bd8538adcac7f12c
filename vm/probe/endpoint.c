// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include "endpoint.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "options.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

struct sockaddr_in6 endpoint_address(const char *option, const char *text)
{
	struct sockaddr_in6 address = { .sin6_family = AF_INET6 };
	char mapped[sizeof("::ffff:") + INET_ADDRSTRLEN];

	/* A socket of IPv6 speaks IPv4 to such addresses. */
	snprintf(mapped, sizeof(mapped), "::ffff:%s", text);
	if (inet_pton(AF_INET6, text, &address.sin6_addr) != 1 &&
	    inet_pton(AF_INET6, mapped, &address.sin6_addr) != 1)
		option_bad(option, text, "an address");
	return address;
}

static int endpoint_socket(const struct endpoint *endpoint)
{
	int type = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
	int fd;

	fd = socket(AF_INET6, type, endpoint->mptcp ? IPPROTO_MPTCP : 0);
	if (fd < 0)
		die("cannot make a socket for",
		    endpoint->mptcp ? "MPTCP" : "TCP");
	return fd;
}

int endpoint_listen(const struct endpoint *endpoint, int backlog)
{
	int fd = endpoint_socket(endpoint);
	int one = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (const struct sockaddr *)&endpoint->address,
		 sizeof(endpoint->address)) || listen(fd, backlog))
		die("cannot listen", "at the given address");
	return fd;
}

int endpoint_connect(const struct endpoint *endpoint)
{
	int fd = endpoint_socket(endpoint);

	if (endpoint->has_source &&
	    bind(fd, (const struct sockaddr *)&endpoint->source,
		 sizeof(endpoint->source)))
		die("cannot bind", "the source address");
	if (connect(fd, (const struct sockaddr *)&endpoint->address,
		    sizeof(endpoint->address)) && errno != EINPROGRESS) {
		int error = errno;

		close(fd);
		errno = error;
		return -1;
	}
	return fd;
}

int endpoint_error(int fd)
{
	socklen_t size = sizeof(int);
	int error = 0;

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size))
		return errno;
	return error;
}
