// SPDX-License-Identifier: MIT
/* Usage: codec-seeds FOLDER: writes each byte vector to a file, for the fuzzer to begin with. */
#include "suites.h"

#include <stdbool.h>
#include <stdio.h>

#include "tests/option_vectors.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool write_seed(const char *folder, const char *kind, unsigned int number,
		       const struct bytes *seed)
{
	char path[4096];
	FILE *file;
	bool done;

	snprintf(path, sizeof(path), "%s/%s-%u", folder, kind, number);
	file = fopen(path, "wb");
	if (!file) {
		perror(path);
		return false;
	}
	done = fwrite(seed->data, 1, seed->len, file) == seed->len;
	return !fclose(file) && done;
}

int main(int argc, char **argv)
{
	bool done = true;

	if (argc != 2) {
		fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
		return 1;
	}
	for (unsigned int i = 0; i < COUNT(decode_vectors); i++)
		done &= write_seed(argv[1], "body", i, &decode_vectors[i].body);
	for (unsigned int i = 0; i < COUNT(find_vectors); i++)
		done &= write_seed(argv[1], "header", i, &find_vectors[i].hdr);
	return done ? 0 : 2;
}
