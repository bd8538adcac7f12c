// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "commands.h"
#include "options.h"

#define LINE_MAX_BYTES 4096

/* The exit status of a shell command; bash is in every machine. */
static int run_command(const char *command)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		execl("/bin/bash", "bash", "-c", command, (char *)NULL);
		die("cannot run", "/bin/bash");
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		die("cannot run", command);
	return WIFEXITED(status) ? WEXITSTATUS(status) :
				   128 + WTERMSIG(status);
}

/* Runs one line: milliseconds, label and shell command, between tabs. */
static void timeline_run(char *line, int64_t start)
{
	char *ms = strtok(line, "\t");
	char *label = strtok(NULL, "\t");
	char *command = strtok(NULL, "\n");
	int64_t began;
	int status;

	if (!command)
		return;
	clock_sleep_until(start + (int64_t)(atof(ms) * NS_PER_MS));
	began = clock_now();
	status = run_command(command);
	printf("{\"type\":\"event\",\"label\":\"%s\",\"ms\":%.3f,"
	       "\"end_ms\":%.3f,\"status\":%d}\n", label,
	       (double)(began - start) / 1e6,
	       (double)(clock_now() - start) / 1e6, status);
	fflush(stdout);
}

int cmd_timeline(int argc, char **argv)
{
	char line[LINE_MAX_BYTES];
	const char *path = NULL;
	int64_t start = 0;
	FILE *file;

	for (int i = 1; i < argc; i++) {
		if (argv[i][0] != '-')
			path = argv[i];
		else if (option_is(argc, argv, i, "--start"))
			start = option_number(argv, i++, 0, INT64_MAX);
		else
			option_unknown(argv[i]);
	}
	if (!path)
		option_bad("timeline", "nothing", "a file");
	if (!start)
		start = clock_now();
	file = fopen(path, "r");
	if (!file)
		die("cannot read", path);
	while (fgets(line, sizeof(line), file))
		timeline_run(line, start);
	fclose(file);
	return EXIT_OK;
}
