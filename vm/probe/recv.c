// SPDX-License-Identifier: MIT
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "clock.h"
#include "content.h"
#include "gaplog.h"
#include "options.h"
#include "report.h"
#include "transfer.h"

#define CHUNK_MAX (64 * 1024)

struct receiver {
	struct transfer transfer;
	struct gaplog log;
	uint64_t received;	/* of all connections */
	uint64_t delivered;	/* within the measuring time */
	int64_t final;		/* the last receive, in the grace time too */
	int64_t next_sample;
};

static void receiver_gap(struct receiver *receiver,
			 struct connection *connection, int64_t until)
{
	int64_t gap = until - connection->last;

	if (gap > connection->largest_gap)
		connection->largest_gap = gap;
	gaplog_gap(&receiver->log, connection->last, until);
}

static void receiver_data(struct receiver *receiver,
			  struct connection *connection, const uint8_t *data,
			  size_t size)
{
	int64_t now = clock_now();

	connection->changed +=
		content_differences(data, size, connection->offset);
	connection->offset += size;
	receiver->received += size;
	receiver->final = now;
	gaplog_received(&receiver->log, now, receiver->received);
	if (now > receiver->transfer.end)
		return;
	receiver->delivered += size;
	if (connection->first)
		receiver_gap(receiver, connection, now);
	else
		connection->first = now;
	connection->last = now;
}

static void receiver_ready(struct connection *connection, void *context)
{
	static uint8_t data[CHUNK_MAX];
	ssize_t size = recv(connection->fd, data, sizeof(data), 0);

	if (size > 0)
		receiver_data(context, connection, data, (size_t)size);
	else if (size == 0)
		transfer_close(connection, 0);
	else if (errno != EAGAIN)
		transfer_close(connection, errno);
}

static int64_t receiver_tick(int64_t now, struct connection *connections,
			     void *context)
{
	struct receiver *receiver = context;
	const struct transfer *transfer = &receiver->transfer;

	(void)connections;
	if (!transfer->live || receiver->next_sample > transfer->end)
		return transfer->give_up;
	if (now >= receiver->next_sample) {
		report_sample(transfer, receiver->next_sample,
			      receiver->received);
		receiver->next_sample += transfer->live;
	}
	return receiver->next_sample;
}

/* A connection that is silent at the end has a gap up to the end. */
static void receiver_finish(struct receiver *receiver,
			    struct connection *connections)
{
	const struct transfer *transfer = &receiver->transfer;

	for (int i = 0; i < transfer->connections; i++) {
		struct connection *connection = &connections[i];

		if (!connection->first)
			connection->last = transfer->start;
		if (transfer->end > connection->last)
			receiver_gap(receiver, connection, transfer->end);
	}
}

int cmd_recv(int argc, char **argv)
{
	static const struct transfer_ops ops = {
		.ready = receiver_ready,
		.tick = receiver_tick,
	};
	struct receiver receiver = { 0 };
	struct connection *connections;

	transfer_options(&receiver.transfer, argc, argv);
	receiver.next_sample = receiver.transfer.start;
	connections = transfer_run(&receiver.transfer, &ops, &receiver);
	receiver_finish(&receiver, connections);
	if (receiver.transfer.log)
		gaplog_write(&receiver.log, receiver.transfer.log,
			     receiver.transfer.start);
	report_receiver(&receiver.transfer, connections, &receiver.log,
			receiver.delivered, receiver.received, receiver.final);
	free(connections);
	return EXIT_OK;
}
