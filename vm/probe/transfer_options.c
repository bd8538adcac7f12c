// SPDX-License-Identifier: MIT
#include <limits.h>
#include <netinet/in.h>
#include <string.h>

#include "clock.h"
#include "netns.h"
#include "options.h"
#include "transfer.h"

#define DEFAULT_PORT 5001
#define DEFAULT_DURATION_MS 10000
#define DEFAULT_GRACE_MS 30000
#define DEFAULT_CHUNK 200
#define DEFAULT_INTERVAL_MS 100

static enum stream stream_of(const char *name)
{
	if (!strcmp(name, "bulk"))
		return STREAM_BULK;
	if (!strcmp(name, "thin"))
		return STREAM_THIN;
	if (!strcmp(name, "idle"))
		return STREAM_IDLE;
	option_bad("--stream", name, "bulk, thin or idle");
}

void transfer_options(struct transfer *transfer, int argc, char **argv)
{
	int64_t duration = DEFAULT_DURATION_MS, grace = DEFAULT_GRACE_MS;
	int64_t port = DEFAULT_PORT;
	bool has_address = false;
	const char *netns = NULL;

	*transfer = (struct transfer){
		.connections = 1,
		.chunk = DEFAULT_CHUNK,
		.interval = DEFAULT_INTERVAL_MS * NS_PER_MS,
	};
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--mptcp")) {
			transfer->endpoint.mptcp = true;
			continue;
		}
		if (option_is(argc, argv, i, "-n")) {
			netns = argv[i + 1];
		} else if (option_is(argc, argv, i, "--listen") ||
			   option_is(argc, argv, i, "--connect")) {
			transfer->endpoint.address =
				endpoint_address(argv[i], argv[i + 1]);
			transfer->endpoint.listens =
				!strcmp(argv[i], "--listen");
			has_address = true;
		} else if (option_is(argc, argv, i, "--bind")) {
			transfer->endpoint.source =
				endpoint_address(argv[i], argv[i + 1]);
			transfer->endpoint.has_source = true;
		} else if (option_is(argc, argv, i, "--port")) {
			port = option_number(argv, i, 1, 65535);
		} else if (option_is(argc, argv, i, "--connections")) {
			transfer->connections =
				(int)option_number(argv, i, 1, 20000);
		} else if (option_is(argc, argv, i, "--start")) {
			transfer->start =
				option_number(argv, i, 0, INT64_MAX);
		} else if (option_is(argc, argv, i, "--duration")) {
			duration = option_number(argv, i, 1, INT_MAX);
		} else if (option_is(argc, argv, i, "--grace")) {
			grace = option_number(argv, i, 0, INT_MAX);
		} else if (option_is(argc, argv, i, "--stream")) {
			transfer->stream = stream_of(argv[i + 1]);
		} else if (option_is(argc, argv, i, "--chunk")) {
			transfer->chunk =
				option_number(argv, i, 1, INT_MAX);
		} else if (option_is(argc, argv, i, "--interval")) {
			transfer->interval = NS_PER_MS *
				option_number(argv, i, 1, INT_MAX);
		} else if (option_is(argc, argv, i, "--live")) {
			transfer->live = NS_PER_MS *
				option_number(argv, i, 0, INT_MAX);
		} else if (option_is(argc, argv, i, "--log")) {
			transfer->log = argv[i + 1];
		} else {
			option_unknown(argv[i]);
		}
		i++;
	}
	if (!has_address)
		option_bad("--listen or --connect", "nothing", "an address");
	transfer->endpoint.address.sin6_port = htons((uint16_t)port);
	if (!transfer->start)
		transfer->start = clock_now();
	transfer->end = transfer->start + duration * NS_PER_MS;
	transfer->give_up = transfer->end + grace * NS_PER_MS;
	if (netns)
		netns_enter(netns);
}
