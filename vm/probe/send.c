// SPDX-License-Identifier: MIT
#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "clock.h"
#include "content.h"
#include "options.h"
#include "report.h"
#include "transfer.h"

#define CHUNK_MAX (32 * 1024)

struct sender {
	struct transfer transfer;
	int64_t last_write;
};

/* How far the stream may have come at @now. */
static uint64_t sender_target(const struct transfer *transfer, int64_t now)
{
	int64_t elapsed = now - transfer->start;

	if (transfer->stream == STREAM_BULK)
		return UINT64_MAX;
	if (elapsed < 0)
		return 0;
	if (transfer->stream == STREAM_IDLE)
		return (uint64_t)(elapsed < transfer->interval ?
				  transfer->chunk : 2 * transfer->chunk);
	return (uint64_t)((elapsed / transfer->interval + 1) *
			  transfer->chunk);
}

/* When the target grows next. */
static int64_t sender_next(const struct transfer *transfer, int64_t now)
{
	int64_t next = transfer->end;

	if (now >= transfer->end)
		return transfer->give_up;
	if (transfer->stream == STREAM_THIN)
		next = now + transfer->interval -
		       (now - transfer->start) % transfer->interval;
	else if (transfer->stream == STREAM_IDLE &&
		 now < transfer->start + transfer->interval)
		next = transfer->start + transfer->interval;
	return next < transfer->end ? next : transfer->end;
}

/*
 * The stream's bytes from @offset on: at most *@size, at least one. Made
 * anew only when the last ones are used up, as the socket takes a few at a
 * time.
 */
static const uint8_t *sender_data(uint64_t offset, size_t *size)
{
	static uint8_t data[CHUNK_MAX];
	static uint64_t base = UINT64_MAX;

	if (offset < base || offset - base >= CHUNK_MAX) {
		base = offset;
		content_fill(data, CHUNK_MAX, base);
	}
	if (*size > CHUNK_MAX - (offset - base))
		*size = (size_t)(CHUNK_MAX - (offset - base));
	return data + (offset - base);
}

static void sender_write(struct sender *sender, struct connection *connection,
			 uint64_t target)
{
	/* A receiver that is as fast as we are never lets the buffer fill. */
	while (connection->offset < target &&
	       clock_now() < sender->transfer.end) {
		size_t size = target - connection->offset;
		const uint8_t *data = sender_data(connection->offset, &size);
		ssize_t sent;

		sent = send(connection->fd, data, size, MSG_NOSIGNAL);
		if (sent < 0) {
			if (errno != EAGAIN)
				transfer_close(connection, errno);
			return;
		}
		connection->offset += (uint64_t)sent;
		sender->last_write = clock_now();
	}
}

/* The receiver closes when it has everything: its end is our success. */
static void sender_read(struct connection *connection)
{
	char data[256];
	ssize_t size = recv(connection->fd, data, sizeof(data), 0);

	if (size == 0)
		transfer_close(connection, connection->shut ? 0 : EPIPE);
	else if (size < 0 && errno != EAGAIN)
		transfer_close(connection, errno);
}

static void sender_ready(struct connection *connection, void *context)
{
	struct sender *sender = context;
	int64_t now = clock_now();
	uint64_t target = sender_target(&sender->transfer, now);

	if (now < sender->transfer.end) {
		sender_write(sender, connection, target);
	} else if (!connection->shut) {
		connection->shut = true;
		shutdown(connection->fd, SHUT_WR);
	}
	if (connection->fd >= 0)
		sender_read(connection);
	if (connection->fd >= 0)
		transfer_watch(connection, EPOLLIN |
			       (!connection->shut && connection->offset < target ?
				EPOLLOUT : 0));
}

static int64_t sender_tick(int64_t now, struct connection *connections,
			   void *context)
{
	struct sender *sender = context;
	const struct transfer *transfer = &sender->transfer;

	for (int i = 0; i < transfer->connections; i++) {
		struct connection *connection = &connections[i];

		if (connection->fd < 0 || !connection->established)
			continue;
		if (now >= transfer->end ? !connection->shut :
		    connection->offset < sender_target(transfer, now))
			sender_ready(connection, sender);
	}
	return sender_next(transfer, now);
}

int cmd_send(int argc, char **argv)
{
	static const struct transfer_ops ops = {
		.ready = sender_ready,
		.tick = sender_tick,
	};
	struct sender sender = { 0 };
	struct connection *connections;

	transfer_options(&sender.transfer, argc, argv);
	connections = transfer_run(&sender.transfer, &ops, &sender);
	report_sender(&sender.transfer, connections, sender.last_write);
	free(connections);
	return EXIT_OK;
}
