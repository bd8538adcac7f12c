// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include "transfer.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "options.h"

#define EVENTS 64

struct loop {
	const struct transfer *transfer;
	const struct transfer_ops *ops;
	void *context;
	struct connection *connections;
	int epoll;
	int listener;
	int opened;	/* connections accepted, or asked for */
};

static void loop_add(const struct loop *loop, int fd, uint32_t events,
		     struct connection *connection)
{
	struct epoll_event event = {
		.events = events,
		.data.ptr = connection,
	};

	if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &event))
		die("cannot watch", "a socket");
	if (connection) {
		connection->fd = fd;
		connection->epoll = loop->epoll;
		connection->events = events;
	}
}

void transfer_watch(struct connection *connection, uint32_t events)
{
	struct epoll_event event = {
		.events = events,
		.data.ptr = connection,
	};

	if (connection->events == events)
		return;
	connection->events = events;
	if (epoll_ctl(connection->epoll, EPOLL_CTL_MOD, connection->fd, &event))
		die("cannot watch", "a connection");
}

static void loop_connect(struct loop *loop)
{
	for (; loop->opened < loop->transfer->connections; loop->opened++) {
		struct connection *connection =
			&loop->connections[loop->opened];
		int fd = endpoint_connect(&loop->transfer->endpoint);

		if (fd < 0)
			connection->error = errno;
		else
			loop_add(loop, fd, EPOLLOUT, connection);
	}
}

static void loop_established(const struct loop *loop,
			     struct connection *connection)
{
	connection->established = true;
	transfer_watch(connection, EPOLLIN);
	loop->ops->ready(connection, loop->context);
}

static void loop_accept(struct loop *loop)
{
	while (loop->opened < loop->transfer->connections) {
		struct connection *connection =
			&loop->connections[loop->opened];
		int fd = accept4(loop->listener, NULL, NULL,
				 SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd < 0)
			return;
		loop->opened++;
		loop_add(loop, fd, EPOLLIN, connection);
		loop_established(loop, connection);
	}
}

static void loop_event(struct loop *loop, struct connection *connection)
{
	int error;

	if (!connection) {
		loop_accept(loop);
	} else if (connection->fd < 0) {
		return;
	} else if (connection->established) {
		loop->ops->ready(connection, loop->context);
	} else {
		error = endpoint_error(connection->fd);
		if (error)
			transfer_close(connection, error);
		else
			loop_established(loop, connection);
	}
}

static bool loop_finished(const struct loop *loop)
{
	if (loop->opened < loop->transfer->connections)
		return false;
	for (int i = 0; i < loop->opened; i++) {
		if (loop->connections[i].fd >= 0)
			return false;
	}
	return true;
}

static void loop_open(struct loop *loop)
{
	const struct transfer *transfer = loop->transfer;

	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	loop->connections = calloc((size_t)transfer->connections,
				   sizeof(*loop->connections));
	if (!loop->connections || loop->epoll < 0)
		die("no memory for", "the connections");
	for (int i = 0; i < transfer->connections; i++)
		loop->connections[i].fd = -1;
	if (transfer->endpoint.listens) {
		loop->listener = endpoint_listen(&transfer->endpoint,
						 transfer->connections + 16);
		loop_add(loop, loop->listener, EPOLLIN, NULL);
	} else {
		clock_sleep_until(transfer->start);
		loop_connect(loop);
	}
}

struct connection *transfer_run(const struct transfer *transfer,
				const struct transfer_ops *ops, void *context)
{
	struct loop loop = {
		.transfer = transfer,
		.ops = ops,
		.context = context,
	};
	struct epoll_event events[EVENTS];
	int64_t now, next;
	int count;

	loop_open(&loop);
	for (;;) {
		now = clock_now();
		if (now >= transfer->give_up)
			break;
		next = ops->tick(now, loop.connections, context);
		/* By an event, or by the tick: without delay the answer is there. */
		if (loop_finished(&loop))
			break;
		if (next > transfer->give_up)
			next = transfer->give_up;
		count = epoll_wait(loop.epoll, events, EVENTS,
				   clock_ms_until(next));
		for (int i = 0; i < count; i++)
			loop_event(&loop, events[i].data.ptr);
	}
	return loop.connections;
}

void transfer_close(struct connection *connection, int error)
{
	close(connection->fd);
	connection->fd = -1;
	connection->error = error;
	connection->complete = !error;
}
