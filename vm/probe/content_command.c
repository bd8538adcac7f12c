// SPDX-License-Identifier: MIT
#include <stdint.h>
#include <stdio.h>

#include "commands.h"
#include "content.h"
#include "options.h"

#define CHUNK_MAX (64 * 1024)

int cmd_content(int argc, char **argv)
{
	static uint8_t data[CHUNK_MAX];
	uint64_t size = 0, done = 0;

	for (int i = 1; i < argc; i += 2) {
		if (!option_is(argc, argv, i, "--bytes"))
			option_unknown(argv[i]);
		size = (uint64_t)option_number(argv, i, 0, 1LL << 40);
	}
	while (done < size) {
		size_t part = size - done < sizeof(data) ?
			      (size_t)(size - done) : sizeof(data);

		content_fill(data, part, done);
		if (fwrite(data, 1, part, stdout) != part)
			die("cannot write", "the content");
		done += part;
	}
	if (fflush(stdout))
		die("cannot write", "the content");
	return EXIT_OK;
}
