/* SPDX-License-Identifier: MIT */
#ifndef ARGS_H
#define ARGS_H

#include <netinet/in.h>

struct args {
	const char *verb;
	const char *kind;
	struct in6_addr from, to;
	uint16_t port, sport;
	unsigned int count;
	uint32_t seed;
	unsigned int interval;	/* milliseconds */
	const char *dev;
	const char *watch;
	const char *echo;
};

/* Read the command line; on an error say why and exit with status 1. */
void args_read(struct args *args, int argc, char **argv);

#endif
