// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fwcfg.h"

#define PORT_FIRST		0x510
#define PORT_COUNT		12
#define PORT_DMA_HIGH		0x514
#define PORT_DMA_LOW		0x518
#define KEY_DIRECTORY		0x19
#define CONTROL_ERROR		0x01
#define CONTROL_READ		0x02
#define CONTROL_SELECT		0x08
#define NAME_SIZE		56
#define PAGE			4096
#define PAGEMAP_FRAME		((1ull << 55) - 1)

struct request {
	uint32_t control;
	uint32_t length;
	uint64_t address;
};

struct directory_entry {
	uint32_t size;
	uint16_t key;
	uint16_t reserved;
	char name[NAME_SIZE];
};

/* Two locked pages, for memory that is contiguous only within each. */
struct channel {
	volatile struct request *request;
	char *bounce;
	uint64_t request_address;
	uint64_t bounce_address;
};

static uint64_t physical_address(const void *page)
{
	uint64_t entry = 0;
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return 0;
	if (pread(fd, &entry, sizeof(entry), (uintptr_t)page / PAGE * sizeof(entry)) != sizeof(entry))
		entry = 0;
	close(fd);
	return (entry & PAGEMAP_FRAME) * PAGE;
}

static int open_channel(struct channel *channel)
{
	char *pages = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED | MAP_POPULATE, -1, 0);

	if (pages == MAP_FAILED || ioperm(PORT_FIRST, PORT_COUNT, 1) != 0)
		return -1;
	channel->request = (volatile struct request *)pages;
	channel->bounce = pages + PAGE;
	channel->request_address = physical_address(pages);
	channel->bounce_address = physical_address(channel->bounce);
	if (channel->request_address != 0 && channel->bounce_address != 0)
		return 0;
	errno = EFAULT;
	return -1;
}

static int transfer(struct channel *channel, uint32_t control, uint32_t length)
{
	channel->request->control = htobe32(control);
	channel->request->length = htobe32(length);
	channel->request->address = htobe64(channel->bounce_address);
	outl(htobe32((uint32_t)(channel->request_address >> 32)), PORT_DMA_HIGH);
	outl(htobe32((uint32_t)channel->request_address), PORT_DMA_LOW);
	if ((be32toh(channel->request->control) & CONTROL_ERROR) == 0)
		return 0;
	errno = EIO;
	return -1;
}

/* Reads from the start of item @key. */
static int read_item(struct channel *channel, uint16_t key, char *data, size_t size)
{
	uint32_t control = (uint32_t)key << 16 | CONTROL_SELECT | CONTROL_READ;

	while (size > 0) {
		uint32_t length = size < PAGE ? (uint32_t)size : PAGE;

		if (transfer(channel, control, length) != 0)
			return -1;
		memcpy(data, channel->bounce, length);
		data += length;
		size -= length;
		control = CONTROL_READ;
	}
	return 0;
}

static int find_item(struct channel *channel, const char *name, struct directory_entry *found)
{
	struct directory_entry *entries;
	uint32_t count;
	size_t size;
	int status = -1;

	if (read_item(channel, KEY_DIRECTORY, (char *)&count, sizeof(count)) != 0)
		return -1;
	count = be32toh(count);
	size = sizeof(count) + count * sizeof(*entries);
	entries = malloc(size);
	if (entries == NULL || read_item(channel, KEY_DIRECTORY, (char *)entries, size) != 0)
		goto out;
	errno = ENOENT;
	for (uint32_t i = 0; i < count && status != 0; i++) {
		const char *entry = (const char *)entries + sizeof(count) + i * sizeof(*entries);

		memcpy(found, entry, sizeof(*found));
		if (strncmp(found->name, name, NAME_SIZE) == 0)
			status = 0;
	}
out:
	free(entries);
	return status;
}

char *fwcfg_read(const char *name, size_t *size)
{
	struct directory_entry item;
	struct channel channel;
	char *data;

	if (open_channel(&channel) != 0 || find_item(&channel, name, &item) != 0)
		return NULL;
	*size = be32toh(item.size);
	data = malloc(*size);
	if (data != NULL && read_item(&channel, be16toh(item.key), data, *size) == 0)
		return data;
	free(data);
	return NULL;
}
