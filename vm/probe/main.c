// SPDX-License-Identifier: MIT
/*
 * The lab's helper inside the machines: one static program, so that it runs
 * under any kernel and needs one process where a script needs many.
 */
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "commands.h"
#include "options.h"
#include "transfer.h"

static const char usage[] =
"usage: probe COMMAND [OPTION...]\n"
"\n"
"  send, recv    one end of a verified transfer\n"
"     -n NETNS                network namespace\n"
"     --listen A | --connect A [--bind A]   addresses; --port N\n"
"     --mptcp                 a socket of IPPROTO_MPTCP\n"
"     --connections N         at once\n"
"     --start NS              common start, from 'probe clock'\n"
"     --duration MS --grace MS   measuring time, and time to finish after it\n"
"     --stream bulk|thin|idle --chunk BYTES --interval MS\n"
"     --log FILE --live MS    received bytes over time\n"
"  timeline FILE --start NS   runs lines of MS<tab>LABEL<tab>COMMAND\n"
"  watch -n NETNS... --start NS --duration MS --every MS\n"
"                tells of the module's migrations\n"
"  echo, ping    round trips; --count N --size BYTES --interval MS\n"
"                --reconnect: connect, round trip and close each time\n"
"  fetch         a GET of HTTP/1.1 whose body must be that of 'probe content'\n"
"     -n NETNS --connect A [--bind A] --port N --mptcp\n"
"     --path P --log FILE --limit MS\n"
"  socket        one socket, led by lines on standard input: enable [VALUE], info,\n"
"                migrate LOCAL REMOTE, mark VALUE, listen, connect, accept, send,\n"
"                close\n"
"     -n NETNS --listen A | --connect A [--bind A] --port N\n"
"  content --bytes N          the bytes that transfers send\n"
"  offload on|off NETNS/DEVICE...   segmentation and checksum offloads\n"
"  clock [--add MS]           the monotonic clock in ns\n"
"\n"
"Results are lines of JSON. Exit status: 0 done, 1 usage, 2 failed.\n";

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "send", cmd_send },
	{ "recv", cmd_recv },
	{ "timeline", cmd_timeline },
	{ "watch", cmd_watch },
	{ "echo", cmd_echo },
	{ "ping", cmd_ping },
	{ "fetch", cmd_fetch },
	{ "socket", cmd_socket },
	{ "content", cmd_content },
	{ "offload", cmd_offload },
	{ "clock", cmd_clock },
};

int main(int argc, char **argv)
{
	if (argc < 2) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		fputs(usage, stdout);
		return EXIT_OK;
	}
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		if (!strcmp(argv[1], commands[i].name))
			return commands[i].run(argc - 1, argv + 1);
	}
	fprintf(stderr, "probe: unknown command %s; see probe --help\n",
		argv[1]);
	return EXIT_USAGE;
}
