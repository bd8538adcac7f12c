// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "commands.h"
#include "endpoint.h"
#include "netns.h"
#include "options.h"

#define SIZE_MAX_BYTES 65536
#define WAIT_MS 60000

struct roundtrip {
	struct endpoint endpoint;
	int64_t count;		/* round trips, or connections to serve */
	int64_t size;		/* bytes there and back */
	int64_t interval;	/* ns between two round trips */
	bool reconnect;		/* a new connection for each */
};

static void roundtrip_options(struct roundtrip *options, int argc, char **argv)
{
	const char *netns = NULL;
	int64_t port = 5002;

	*options = (struct roundtrip){ .count = 10, .size = 1 };
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--mptcp")) {
			options->endpoint.mptcp = true;
			continue;
		}
		if (!strcmp(argv[i], "--reconnect")) {
			options->reconnect = true;
			continue;
		}
		if (option_is(argc, argv, i, "-n")) {
			netns = argv[i + 1];
		} else if (option_is(argc, argv, i, "--listen") ||
			   option_is(argc, argv, i, "--connect")) {
			options->endpoint.address =
				endpoint_address(argv[i], argv[i + 1]);
		} else if (option_is(argc, argv, i, "--bind")) {
			options->endpoint.source =
				endpoint_address(argv[i], argv[i + 1]);
			options->endpoint.has_source = true;
		} else if (option_is(argc, argv, i, "--port")) {
			port = option_number(argv, i, 1, 65535);
		} else if (option_is(argc, argv, i, "--count")) {
			options->count = option_number(argv, i, 1, 1000000);
		} else if (option_is(argc, argv, i, "--size")) {
			options->size =
				option_number(argv, i, 1, SIZE_MAX_BYTES);
		} else if (option_is(argc, argv, i, "--interval")) {
			options->interval = NS_PER_MS *
				option_number(argv, i, 0, 1000000);
		} else {
			option_unknown(argv[i]);
		}
		i++;
	}
	options->endpoint.address.sin6_port = htons((uint16_t)port);
	if (netns)
		netns_enter(netns);
}

static void wait_for(int fd, short events)
{
	struct pollfd poll_fd = { .fd = fd, .events = events };

	if (poll(&poll_fd, 1, WAIT_MS) == 0) {
		errno = ETIMEDOUT;
		die("no answer", "within a minute");
	}
}

/* Receives exactly @size bytes; false at the end of the stream. */
static bool receive_all(int fd, uint8_t *data, size_t size)
{
	while (size) {
		ssize_t part = recv(fd, data, size, 0);

		if (part == 0)
			return false;
		if (part < 0 && errno != EAGAIN)
			die("cannot", "receive");
		if (part < 0)
			wait_for(fd, POLLIN);
		else
			data += part, size -= (size_t)part;
	}
	return true;
}

static void send_all(int fd, const uint8_t *data, size_t size)
{
	while (size) {
		ssize_t part = send(fd, data, size, MSG_NOSIGNAL);

		if (part < 0 && errno != EAGAIN)
			die("cannot", "send");
		if (part < 0)
			wait_for(fd, POLLOUT);
		else
			data += part, size -= (size_t)part;
	}
}

int cmd_echo(int argc, char **argv)
{
	static uint8_t data[SIZE_MAX_BYTES];
	struct roundtrip options;
	int listener;

	roundtrip_options(&options, argc, argv);
	listener = endpoint_listen(&options.endpoint, 16);
	for (int64_t i = 0; i < options.count; i++) {
		int fd;

		wait_for(listener, POLLIN);
		fd = accept4(listener, NULL, NULL,
			     SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0)
			die("cannot", "accept");
		while (receive_all(fd, data, (size_t)options.size))
			send_all(fd, data, (size_t)options.size);
		close(fd);
	}
	return EXIT_OK;
}

static int connect_now(const struct endpoint *endpoint)
{
	int fd = endpoint_connect(endpoint);

	if (fd < 0)
		die("cannot", "connect");
	wait_for(fd, POLLOUT);
	errno = endpoint_error(fd);
	if (errno)
		die("cannot", "connect");
	return fd;
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

int cmd_ping(int argc, char **argv)
{
	static uint8_t data[SIZE_MAX_BYTES];
	struct roundtrip options;
	int64_t *times, before, connected = 0;
	int fd = -1;

	roundtrip_options(&options, argc, argv);
	times = calloc((size_t)options.count, sizeof(*times));
	if (!times)
		die("no memory for", "the round trips");
	for (int64_t i = 0; i < options.count; i++) {
		before = clock_now();
		if (fd < 0) {
			fd = connect_now(&options.endpoint);
			connected += clock_now() - before;
		}
		if (!options.reconnect)
			before = clock_now();
		send_all(fd, data, (size_t)options.size);
		if (!receive_all(fd, data, (size_t)options.size)) {
			errno = ECONNRESET;
			die("no round trip, closed", "by the peer");
		}
		if (options.reconnect) {
			close(fd);
			fd = -1;
		}
		times[i] = clock_now() - before;
		clock_sleep_until(before + options.interval);
	}
	qsort(times, (size_t)options.count, sizeof(*times), compare);
	printf("{\"type\":\"ping\",\"count\":%lld,\"connect_ms\":%.3f,"
	       "\"min_ms\":%.3f,\"median_ms\":%.3f,\"max_ms\":%.3f}\n",
	       (long long)options.count,
	       (double)connected / 1e6 /
		       (double)(options.reconnect ? options.count : 1),
	       (double)times[0] / 1e6, (double)times[options.count / 2] / 1e6,
	       (double)times[options.count - 1] / 1e6);
	free(times);
	return EXIT_OK;
}
