// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include <dirent.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "result.h"

void write_all(int fd, const void *data, size_t size)
{
	const char *at = data;

	while (size > 0) {
		ssize_t count = write(fd, at, size);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0) {
			fprintf(stderr, "lab-init: cannot write to the host: %s\n", strerror(errno));
			return;
		}
		at += count;
		size -= count;
	}
}

static void result_header(int fd, enum result_kind kind, const char *name, uint64_t size)
{
	uint32_t name_length = htole32(strlen(name));
	uint64_t data_length = htole64(size);
	char header[1 + sizeof(name_length) + sizeof(data_length)];

	header[0] = (char)kind;
	memcpy(header + 1, &name_length, sizeof(name_length));
	memcpy(header + 1 + sizeof(name_length), &data_length, sizeof(data_length));
	write_all(fd, header, sizeof(header));
	write_all(fd, name, strlen(name));
}

void result_bytes(int fd, enum result_kind kind, const char *name, const void *data, size_t size)
{
	result_header(fd, kind, name, size);
	write_all(fd, data, size);
}

static void result_file(int fd, const char *path, const char *name, uint64_t size)
{
	static char buffer[1 << 16];
	int from = open(path, O_RDONLY | O_CLOEXEC);

	if (from < 0)
		return;
	result_header(fd, RESULT_FILE, name, size);
	while (size > 0) {
		size_t want = size < sizeof(buffer) ? size : sizeof(buffer);
		ssize_t count = read(from, buffer, want);

		/* A file that shrank meanwhile: the length is promised, so fill up. */
		if (count <= 0) {
			memset(buffer, 0, want);
			count = want;
		}
		write_all(fd, buffer, count);
		size -= count;
	}
	close(from);
}

static void walk(int fd, const char *root, const char *below)
{
	char path[PATH_MAX], name[PATH_MAX];
	struct dirent **entries;
	int count;

	snprintf(path, sizeof(path), "%s/%s", root, below);
	count = scandir(path, &entries, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		const char *entry = entries[i]->d_name;
		struct stat status;

		if (strcmp(entry, ".") != 0 && strcmp(entry, "..") != 0) {
			int length = snprintf(name, sizeof(name), "%s%s%s", below, *below ? "/" : "", entry);

			if (length < (int)sizeof(name) &&
			    snprintf(path, sizeof(path), "%s/%s", root, name) < (int)sizeof(path) &&
			    lstat(path, &status) == 0) {
				if (S_ISDIR(status.st_mode))
					walk(fd, root, name);
				else if (S_ISREG(status.st_mode))
					result_file(fd, path, name, status.st_size);
			}
		}
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

void result_tree(int fd, const char *root)
{
	walk(fd, root, "");
}
