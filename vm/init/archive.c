// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "result.h"

#define MAGIC		"070701"
#define TRAILER		"TRAILER!!!"
#define HEADER_SIZE	110
#define FIELD_DIGITS	8

enum field { FIELD_MODE = 1, FIELD_FILE_SIZE = 6, FIELD_NAME_SIZE = 11 };

static size_t padded(size_t size)
{
	return (size + 3) & ~(size_t)3;
}

static size_t field_of(const char *header, enum field index)
{
	char digits[FIELD_DIGITS + 1] = { 0 };

	memcpy(digits, header + strlen(MAGIC) + index * FIELD_DIGITS, FIELD_DIGITS);
	return strtoul(digits, NULL, 16);
}

static int unpack_file(const char *path, mode_t mode, const char *data, size_t size)
{
	int fd;

	unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	write_all(fd, data, size);
	fchmod(fd, mode & 07777);
	return close(fd);
}

static int unpack_entry(const char *path, mode_t mode, const char *data, size_t size)
{
	char target[PATH_MAX];

	switch (mode & S_IFMT) {
	case S_IFDIR:
		return mkdir(path, mode & 07777) != 0 && errno != EEXIST ? -1 : 0;
	case S_IFREG:
		return unpack_file(path, mode, data, size);
	case S_IFLNK:
		if (size >= sizeof(target)) {
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(target, data, size);
		target[size] = '\0';
		unlink(path);
		return symlink(target, path);
	default:
		errno = EINVAL;
		return -1;
	}
}

int archive_unpack(const char *data, size_t size, const char *root)
{
	size_t at = 0;

	while (at + HEADER_SIZE <= size && memcmp(data + at, MAGIC, strlen(MAGIC)) == 0) {
		const char *header = data + at;
		size_t file_size = field_of(header, FIELD_FILE_SIZE);
		size_t name_size = field_of(header, FIELD_NAME_SIZE);
		size_t content = at + padded(HEADER_SIZE + name_size);
		const char *name = header + HEADER_SIZE;
		char path[PATH_MAX];

		if (name_size == 0 || content + file_size > size || name[name_size - 1] != '\0')
			break;
		if (strcmp(name, TRAILER) == 0)
			return 0;
		if (snprintf(path, sizeof(path), "%s/%s", root, name) >= (int)sizeof(path)) {
			errno = ENAMETOOLONG;
			return -1;
		}
		if (unpack_entry(path, (mode_t)field_of(header, FIELD_MODE), data + content, file_size) != 0)
			return -1;
		at = content + padded(file_size);
	}
	errno = EBADMSG;
	return -1;
}
