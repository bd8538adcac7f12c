// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "commands.h"
#include "netns.h"
#include "options.h"

#define HOSTS_MAX 8
#define TABLE "/proc/net/preserve/connections"
#define TABLE_BYTES (256 * 1024)

/* The table of one host; followed until its connections stop moving. */
struct host {
	const char *name;
	int fd;
	long active;
	long followed;
};

/* The columns of the module's table that tell of migrations. */
struct sums {
	long active;
	long followed;
	char cause[32];		/* of a line that moved last */
	char pair[2 * 48];	/* its current pair */
};

static void sums_add(struct sums *sums, const char *line)
{
	long active, followed;
	char local[48], remote[48], cause[32];

	if (sscanf(line, "%*s %*s %*s %*s %*s %*s %*s %47s %47s %*s %ld %ld %31s",
		   local, remote, &active, &followed, cause) != 5)
		return;
	sums->active += active;
	sums->followed += followed;
	if (active + followed) {
		memcpy(sums->cause, cause, sizeof(cause));
		snprintf(sums->pair, sizeof(sums->pair), "%s %s", local,
			 remote);
	}
}

static int host_read(const struct host *host, struct sums *sums)
{
	static char table[TABLE_BYTES];
	size_t size = 0;
	ssize_t part;
	char *line, *rest = table;

	if (lseek(host->fd, 0, SEEK_SET) < 0)
		return -1;
	while ((part = read(host->fd, table + size,
			    sizeof(table) - 1 - size)) > 0)
		size += (size_t)part;
	if (part < 0)
		return -1;
	table[size] = '\0';
	while ((line = strsep(&rest, "\n")))
		sums_add(sums, line);
	return 0;
}

static void host_event(const struct host *host, const struct sums *sums,
		       const char *label, long count, double ms)
{
	printf("{\"type\":\"%s\",\"host\":\"%s\",\"ms\":%.3f,\"count\":%ld,"
	       "\"cause\":\"%s\",\"pair\":\"%s\"}\n", label, host->name, ms,
	       count, sums->cause, sums->pair);
	fflush(stdout);
}

static void host_poll(struct host *host, int64_t start)
{
	double ms = (double)(clock_now() - start) / 1e6;
	struct sums sums = { 0 };

	if (host_read(host, &sums))
		return;
	if (sums.active > host->active)
		host_event(host, &sums, "migration",
			   sums.active - host->active, ms);
	if (sums.followed > host->followed)
		host_event(host, &sums, "followed",
			   sums.followed - host->followed, ms);
	host->active = sums.active;
	host->followed = sums.followed;
}

static int host_open(struct host *host, const char *name)
{
	host->name = name;
	netns_enter(name);
	host->fd = open(TABLE, O_RDONLY | O_CLOEXEC);
	return host->fd;
}

int cmd_watch(int argc, char **argv)
{
	int64_t start = 0, duration = 10000, every = 10, now, end;
	struct host hosts[HOSTS_MAX] = { 0 };
	int count = 0;

	for (int i = 1; i < argc; i++) {
		if (option_is(argc, argv, i, "--start"))
			start = option_number(argv, i, 0, INT64_MAX);
		else if (option_is(argc, argv, i, "--duration"))
			duration = option_number(argv, i, 1, INT_MAX);
		else if (option_is(argc, argv, i, "--every"))
			every = option_number(argv, i, 1, INT_MAX);
		else if (!option_is(argc, argv, i, "-n"))
			option_unknown(argv[i]);
		else if (count < HOSTS_MAX &&
			 host_open(&hosts[count], argv[i + 1]) >= 0)
			count++;
		i++;
	}
	if (!start)
		start = clock_now();
	end = start + duration * NS_PER_MS;
	for (now = start; count && now < end; now += every * NS_PER_MS) {
		clock_sleep_until(now);
		for (int i = 0; i < count; i++)
			host_poll(&hosts[i], start);
	}
	return EXIT_OK;
}
