/* SPDX-License-Identifier: MIT */
#ifndef PROBE_TRANSFER_H
#define PROBE_TRANSFER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "endpoint.h"

/* What the sender writes. */
enum stream {
	STREAM_BULK,	/* as much as the socket takes */
	STREAM_THIN,	/* chunk bytes every interval */
	STREAM_IDLE,	/* chunk bytes at the start and again after interval */
};

/* Options that "probe send" and "probe recv" share. */
struct transfer {
	struct endpoint endpoint;
	int connections;
	int64_t start;		/* ns on the monotonic clock */
	int64_t end;		/* of the measuring time */
	int64_t give_up;	/* end and the grace time */
	enum stream stream;
	int64_t chunk;		/* bytes */
	int64_t interval;	/* ns */
	int64_t live;		/* ns between two live samples, 0 for none */
	const char *log;	/* file of the receive log, NULL for none */
};

/* Reads the options and enters the namespace. */
void transfer_options(struct transfer *transfer, int argc, char **argv);

/* One of the transfer's connections. */
struct connection {
	int fd;			/* -1 when closed or not accepted yet */
	int epoll;
	uint32_t events;	/* that epoll reports for fd */
	bool established;
	bool complete;		/* the other end's last word has arrived */
	bool shut;		/* sender: has said its last word */
	uint64_t offset;	/* bytes sent or received */
	uint64_t changed;
	int64_t first;		/* of the receives, 0 before the first */
	int64_t last;
	int64_t largest_gap;
	int error;
};

/* What a helper does with the connections. */
struct transfer_ops {
	/* An established connection has an event. */
	void (*ready)(struct connection *connection, void *context);
	/* Work between events; returns when it wants to be called again. */
	int64_t (*tick)(int64_t now, struct connection *connections,
			void *context);
};

/*
 * Opens the connections and serves their events until all are closed or it
 * is time to give up. The array is the caller's.
 */
struct connection *transfer_run(const struct transfer *transfer,
				const struct transfer_ops *ops, void *context);

/* Asks for other epoll events of @connection. */
void transfer_watch(struct connection *connection, uint32_t events);

/* Closes @connection and notes why; 0 for a regular end. */
void transfer_close(struct connection *connection, int error);

int cmd_send(int argc, char **argv);
int cmd_recv(int argc, char **argv);

#endif
