// SPDX-License-Identifier: MIT
#include "args.h"

#include <arpa/inet.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT_MAX = 100000000, INTERVAL_MAX = 10000 };

static const char usage_text[] =
	"usage: inject list\n"
	"       inject send KIND   --from A --to B --port P [--sport P] [--dev D]\n"
	"       inject answer KIND --from A --port P [--echo right|missing|changed|only|corrupted]\n"
	"       inject forge KIND  --from A --to B --port P --sport P [--watch NETNS] [--dev D] [--count N]\n"
	"       inject flood KIND  --from A --to B --port P [--count N] [--dev D]\n"
	"       inject blind KIND  --from A --to B --port P --sport P [--count N] [--seed N] [--interval MS] [--dev D]\n"
	"\n"
	"send    open a connection with the header KIND on its SYN, send data, expect it back\n"
	"answer  take one connection, with the body KIND in the SYN-ACK, and echo its data\n"
	"forge   a segment on another pair of a connection that is seen in NETNS\n"
	"flood   N SYNs of KIND that are never completed\n"
	"blind   N segments of KIND, or of all kinds, with random numbers, on a known pair\n"
	"\n"
	"The ports in use must be hidden from the host's own TCP, or it answers with RST:\n"
	"       nft add rule ip6 T input tcp dport P drop\n"
	"Example: inject send twice --from 2001:db8:1::c --to 2001:db8:11::5 --port 7\n";

static void usage(const char *why, const char *what)
{
	fprintf(stderr, "inject: %s%s; see inject --help\n", why, what);
	exit(1);
}

static void read_address(struct in6_addr *addr, const char *text)
{
	if (inet_pton(AF_INET6, text, addr) != 1)
		usage("not an IPv6 address: ", text);
}

static unsigned int read_number(const char *text, unsigned int max)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (*end || value < 1 || value > max)
		usage("out of range: ", text);
	return (unsigned int)value;
}

static void read_option(struct args *args, int option)
{
	switch (option) {
	case 'f':
		read_address(&args->from, optarg);
		break;
	case 't':
		read_address(&args->to, optarg);
		break;
	case 'p':
		args->port = (uint16_t)read_number(optarg, 65535);
		break;
	case 's':
		args->sport = (uint16_t)read_number(optarg, 65535);
		break;
	case 'c':
		args->count = read_number(optarg, COUNT_MAX);
		break;
	case 'd':
		args->dev = optarg;
		break;
	case 'w':
		args->watch = optarg;
		break;
	case 'r':
		args->seed = read_number(optarg, 0xffffffff);
		break;
	case 'i':
		args->interval = read_number(optarg, INTERVAL_MAX);
		break;
	case 'e':
		args->echo = optarg;
		break;
	case 'h':
		fputs(usage_text, stdout);
		exit(0);
	default:
		exit(1);
	}
}

void args_read(struct args *args, int argc, char **argv)
{
	static const struct option options[] = {
		{ "from", required_argument, NULL, 'f' },
		{ "to", required_argument, NULL, 't' },
		{ "port", required_argument, NULL, 'p' },
		{ "sport", required_argument, NULL, 's' },
		{ "count", required_argument, NULL, 'c' },
		{ "dev", required_argument, NULL, 'd' },
		{ "watch", required_argument, NULL, 'w' },
		{ "seed", required_argument, NULL, 'r' },
		{ "interval", required_argument, NULL, 'i' },
		{ "echo", required_argument, NULL, 'e' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	*args = (struct args){ .sport = 20000, .count = 1, .seed = 1, .echo = "right" };
	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1)
		read_option(args, option);
	if (optind == argc)
		usage("no command", "");
	args->verb = argv[optind++];
	if (!strcmp(args->verb, "list"))
		return;
	if (optind == argc)
		usage("no kind for ", args->verb);
	args->kind = argv[optind];
	if (!args->port)
		usage("--port is missing", "");
}
