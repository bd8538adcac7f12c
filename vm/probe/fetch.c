// SPDX-License-Identifier: MIT
/*
 * "probe fetch": one HTTP/1.1 GET, its body compared with "probe content" byte
 * by byte. A small program instead of curl, because the lab wants gaps and a
 * curve, and processes are dear in User-mode Linux.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "commands.h"
#include "content.h"
#include "endpoint.h"
#include "gaplog.h"
#include "netns.h"
#include "options.h"

#define HEAD_MAX 8192
#define CHUNK_MAX (64 * 1024)

struct fetch {
	struct endpoint endpoint;
	const char *path;
	const char *log_file;
	int64_t limit;		/* ns for everything */
	int64_t start;
	int64_t connected;
	int64_t first;		/* byte of the body */
	int64_t last;
	int64_t largest_gap;
	char head[HEAD_MAX + 1];
	size_t head_size;
	bool head_ended;
	int status;		/* of the answer; 0 before it */
	uint64_t expected;	/* Content-Length */
	uint64_t received;	/* bytes of the body */
	uint64_t changed;
	struct gaplog log;
	int error;
};

static void fetch_options(struct fetch *fetch, int argc, char **argv)
{
	const char *netns = NULL;
	int64_t port = 80;

	*fetch = (struct fetch){ .path = "/", .limit = 60000 * NS_PER_MS };
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--mptcp")) {
			fetch->endpoint.mptcp = true;
			continue;
		}
		if (option_is(argc, argv, i, "-n")) {
			netns = argv[i + 1];
		} else if (option_is(argc, argv, i, "--connect")) {
			fetch->endpoint.address =
				endpoint_address(argv[i], argv[i + 1]);
		} else if (option_is(argc, argv, i, "--bind")) {
			fetch->endpoint.source =
				endpoint_address(argv[i], argv[i + 1]);
			fetch->endpoint.has_source = true;
		} else if (option_is(argc, argv, i, "--port")) {
			port = option_number(argv, i, 1, 65535);
		} else if (option_is(argc, argv, i, "--path")) {
			fetch->path = argv[i + 1];
		} else if (option_is(argc, argv, i, "--log")) {
			fetch->log_file = argv[i + 1];
		} else if (option_is(argc, argv, i, "--limit")) {
			fetch->limit = NS_PER_MS *
				option_number(argv, i, 1, 100000000);
		} else {
			option_unknown(argv[i]);
		}
		i++;
	}
	if (!fetch->endpoint.address.sin6_family)
		option_bad("--connect", "nothing", "an address");
	fetch->endpoint.address.sin6_port = htons((uint16_t)port);
	if (netns)
		netns_enter(netns);
}

/* False, and ETIMEDOUT, when nothing happens within the limit. */
static bool fetch_wait(struct fetch *fetch, int fd, short events)
{
	struct pollfd poll_fd = { .fd = fd, .events = events };
	int64_t left = fetch->start + fetch->limit - clock_now();
	int ready = 0;

	if (left > 0)
		ready = poll(&poll_fd, 1, clock_ms_until(fetch->start +
							 fetch->limit));
	if (ready <= 0)
		fetch->error = ETIMEDOUT;
	return ready > 0;
}

static void fetch_body(struct fetch *fetch, const uint8_t *data, size_t size,
		       int64_t now)
{
	if (!size)
		return;
	if (fetch->first) {
		if (now - fetch->last > fetch->largest_gap)
			fetch->largest_gap = now - fetch->last;
		gaplog_gap(&fetch->log, fetch->last, now);
	} else {
		fetch->first = now;
	}
	fetch->changed += content_differences(data, size, fetch->received);
	fetch->received += size;
	fetch->last = now;
	gaplog_received(&fetch->log, now, fetch->received);
}

/* Bytes of @data that belong to the head of the answer; -1 if it is none. */
static ssize_t fetch_head(struct fetch *fetch, const uint8_t *data, size_t size)
{
	size_t room = HEAD_MAX - fetch->head_size;
	size_t part = size < room ? size : room;
	const char *line;
	char *end;
	size_t used;

	memcpy(fetch->head + fetch->head_size, data, part);
	fetch->head[fetch->head_size + part] = '\0';
	end = strstr(fetch->head, "\r\n\r\n");
	if (!end) {
		fetch->head_size += part;
		return fetch->head_size < HEAD_MAX ? (ssize_t)part : -1;
	}
	used = (size_t)(end + 4 - fetch->head) - fetch->head_size;
	end[2] = '\0';
	fetch->head_ended = true;
	if (sscanf(fetch->head, "HTTP/1.%*d %d", &fetch->status) != 1)
		return -1;
	for (line = strstr(fetch->head, "\r\n"); line;
	     line = strstr(line + 2, "\r\n")) {
		static const char name[] = "Content-Length:";

		if (!strncasecmp(line + 2, name, sizeof(name) - 1))
			fetch->expected = strtoull(line + 1 + sizeof(name),
						   NULL, 10);
	}
	return (ssize_t)used;
}

static void fetch_data(struct fetch *fetch, const uint8_t *data, size_t size)
{
	int64_t now = clock_now();
	ssize_t head = 0;

	if (!fetch->head_ended)
		head = fetch_head(fetch, data, size);
	if (head < 0) {
		fetch->error = EBADMSG;
		return;
	}
	fetch_body(fetch, data + head, size - (size_t)head, now);
}

static bool fetch_ended(const struct fetch *fetch)
{
	return fetch->error || (fetch->head_ended &&
				fetch->received >= fetch->expected);
}

static void fetch_answer(struct fetch *fetch, int fd)
{
	static uint8_t data[CHUNK_MAX];

	while (!fetch_ended(fetch)) {
		ssize_t size = recv(fd, data, sizeof(data), 0);

		if (size > 0)
			fetch_data(fetch, data, (size_t)size);
		else if (size == 0)
			fetch->error = EPIPE;
		else if (errno != EAGAIN)
			fetch->error = errno;
		else
			fetch_wait(fetch, fd, POLLIN);
	}
}

static void fetch_run(struct fetch *fetch)
{
	char request[1024];
	int size = snprintf(request, sizeof(request),
			    "GET %s HTTP/1.1\r\nHost: lab\r\n"
			    "Connection: close\r\n\r\n", fetch->path);
	int fd;

	if (size >= (int)sizeof(request))
		option_bad("--path", fetch->path, "a shorter path");
	fetch->start = clock_now();
	fd = endpoint_connect(&fetch->endpoint);
	if (fd < 0) {
		fetch->error = errno;
		return;
	}
	if (fetch_wait(fetch, fd, POLLOUT))
		fetch->error = endpoint_error(fd);
	fetch->connected = clock_now();
	/* It fits into an empty socket buffer. */
	if (!fetch->error &&
	    send(fd, request, (size_t)size, MSG_NOSIGNAL) != size)
		fetch->error = errno;
	fetch_answer(fetch, fd);
	close(fd);
}

static double fetch_ms(const struct fetch *fetch, int64_t time)
{
	return time ? (double)(time - fetch->start) / 1e6 : -1;
}

static void fetch_report(const struct fetch *fetch)
{
	printf("{\"type\":\"fetched\",\"status\":%d,\"error\":\"%s\","
	       "\"bytes\":%llu,\"expected\":%llu,\"changed\":%llu,"
	       "\"connected_ms\":%.3f,\"first_ms\":%.3f,\"last_ms\":%.3f,"
	       "\"largest_gap_ms\":%.3f,\"gaps\":[",
	       fetch->status,
	       fetch->error ? strerrorname_np(fetch->error) : "",
	       (unsigned long long)fetch->received,
	       (unsigned long long)fetch->expected,
	       (unsigned long long)fetch->changed,
	       fetch_ms(fetch, fetch->connected), fetch_ms(fetch, fetch->first),
	       fetch_ms(fetch, fetch->last), (double)fetch->largest_gap / 1e6);
	for (size_t i = 0; i < fetch->log.gap_count; i++)
		printf("%s[%.3f,%.3f]", i ? "," : "",
		       fetch_ms(fetch, fetch->log.gaps[i].from),
		       fetch_ms(fetch, fetch->log.gaps[i].to));
	printf("]}\n");
	fflush(stdout);
}

int cmd_fetch(int argc, char **argv)
{
	static struct fetch fetch;

	fetch_options(&fetch, argc, argv);
	fetch_run(&fetch);
	if (fetch.log_file)
		gaplog_write(&fetch.log, fetch.log_file, fetch.start);
	fetch_report(&fetch);
	return EXIT_OK;
}
