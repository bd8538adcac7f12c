// SPDX-License-Identifier: MIT
/*
 * "probe socket": one TCP socket, led by lines on its standard input, each of which
 * is answered by one line: "ok", a value, or the name of an error. For the options
 * of a socket, and what they need beside them.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "commands.h"
#include "endpoint.h"
#include "netns.h"
#include "options.h"

#include "../../kmod/uapi/preserve.h"

static const char usage[] =
"enable [VALUE], info, migrate LOCAL REMOTE, mark VALUE, listen, connect, accept, send, close";

struct subject {
	struct endpoint endpoint;
	int fd;
	int accepted;		/* or -1 */
};

/* The connection, or, before there is one, the socket. */
static int current(const struct subject *subject)
{
	return subject->accepted >= 0 ? subject->accepted : subject->fd;
}

static void answer(bool done)
{
	puts(done ? "ok" : strerrorname_np(errno));
}

static void get_enable(const struct subject *subject)
{
	socklen_t size = sizeof(int);
	int value;

	if (getsockopt(current(subject), IPPROTO_IPV6, PRESERVE_ENABLE, &value,
		       &size))
		answer(false);
	else
		printf("%d\n", value);
}

static void set_enable(const struct subject *subject, const char *text)
{
	int value = atoi(text);

	answer(!setsockopt(current(subject), IPPROTO_IPV6, PRESERVE_ENABLE,
			   &value, sizeof(value)));
}

static void set_mark(const struct subject *subject, const char *text)
{
	int value = (int)strtoul(text, NULL, 0);

	answer(!setsockopt(subject->fd, SOL_SOCKET, SO_MARK, &value,
			   sizeof(value)));
}

static void show(const char *name, const struct in6_addr *addr)
{
	char text[INET6_ADDRSTRLEN];

	printf(" %s=%s", name, inet_ntop(AF_INET6, addr, text, sizeof(text)));
}

static void info(const struct subject *subject)
{
	struct preserve_info info;
	socklen_t size = sizeof(info);

	if (getsockopt(current(subject), IPPROTO_IPV6, PRESERVE_INFO, &info,
		       &size)) {
		answer(false);
		return;
	}
	printf("size=%u version=%u id=%u state=%u role=%u cause=%u lport=%u rport=%u",
	       size, info.version, info.id, info.state, info.role, info.cause,
	       ntohs(info.local_port), ntohs(info.remote_port));
	show("local", &info.local);
	show("remote", &info.remote);
	show("current_local", &info.current_local);
	show("current_remote", &info.current_remote);
	printf(" pairs=%u proven=%u migrations=%u followed=%u since_ms=%u\n",
	       info.pairs, info.proven, info.migrations, info.followed,
	       info.since_ms);
}

static void migrate(const struct subject *subject, const char *local,
		    const char *remote)
{
	struct preserve_migrate to;

	if (inet_pton(AF_INET6, local, &to.local) != 1 ||
	    inet_pton(AF_INET6, remote, &to.remote) != 1)
		option_bad("migrate", local, "two addresses");
	answer(!setsockopt(current(subject), IPPROTO_IPV6, PRESERVE_MIGRATE, &to,
			   sizeof(to)));
}

static void start(struct subject *subject)
{
	const struct endpoint *endpoint = &subject->endpoint;

	subject->accepted = -1;
	subject->fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (subject->fd < 0)
		die("cannot make", "a socket");
	if (endpoint->listens) {
		int one = 1;

		setsockopt(subject->fd, SOL_SOCKET, SO_REUSEADDR, &one,
			   sizeof(one));
	}
	if ((endpoint->listens || endpoint->has_source) &&
	    bind(subject->fd,
		 (const struct sockaddr *)(endpoint->listens ? &endpoint->address :
					   &endpoint->source),
		 sizeof(endpoint->address)))
		die("cannot bind", "a socket");
}

/* True: that was the last one. */
static bool obey(struct subject *subject, char *line)
{
	const char *verb = strtok(line, " \n");
	const char *first = strtok(NULL, " \n"), *second = strtok(NULL, " \n");

	if (!verb)
		return false;
	if (!strcmp(verb, "enable") && first)
		set_enable(subject, first);
	else if (!strcmp(verb, "enable"))
		get_enable(subject);
	else if (!strcmp(verb, "info"))
		info(subject);
	else if (!strcmp(verb, "migrate") && second)
		migrate(subject, first, second);
	else if (!strcmp(verb, "mark") && first)
		set_mark(subject, first);
	else if (!strcmp(verb, "listen"))
		answer(!listen(subject->fd, 8));
	else if (!strcmp(verb, "connect"))
		answer(!connect(subject->fd,
				(const struct sockaddr *)&subject->endpoint.address,
				sizeof(subject->endpoint.address)));
	else if (!strcmp(verb, "accept"))
		answer((subject->accepted = accept(subject->fd, NULL, NULL)) >= 0);
	else if (!strcmp(verb, "send"))
		answer(send(current(subject), verb, 1, MSG_NOSIGNAL) == 1);
	else if (!strcmp(verb, "close"))
		return true;
	else
		option_bad("socket", verb, usage);
	return false;
}

static void parse(struct subject *subject, int argc, char **argv)
{
	struct endpoint *endpoint = &subject->endpoint;
	const char *netns = NULL;
	int64_t port = 5001;

	for (int i = 1; i < argc; i += 2) {
		if (option_is(argc, argv, i, "-n")) {
			netns = argv[i + 1];
		} else if (option_is(argc, argv, i, "--listen")) {
			endpoint->listens = true;
			endpoint->address =
				endpoint_address(argv[i], argv[i + 1]);
		} else if (option_is(argc, argv, i, "--connect")) {
			endpoint->address =
				endpoint_address(argv[i], argv[i + 1]);
		} else if (option_is(argc, argv, i, "--bind")) {
			endpoint->has_source = true;
			endpoint->source =
				endpoint_address(argv[i], argv[i + 1]);
		} else if (option_is(argc, argv, i, "--port")) {
			port = option_number(argv, i, 1, 65535);
		} else {
			option_unknown(argv[i]);
		}
	}
	endpoint->address.sin6_port = htons((uint16_t)port);
	if (netns)
		netns_enter(netns);
}

int cmd_socket(int argc, char **argv)
{
	struct subject subject = { 0 };
	char line[256];

	parse(&subject, argc, argv);
	start(&subject);
	setlinebuf(stdout);
	while (fgets(line, sizeof(line), stdin) && !obey(&subject, line))
		;
	return EXIT_OK;
}
