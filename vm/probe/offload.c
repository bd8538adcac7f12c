// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include <errno.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "commands.h"
#include "netns.h"
#include "options.h"

static void offload_set(int fd, const char *device, uint32_t command,
			uint32_t value)
{
	struct ethtool_value data = { .cmd = command, .data = value };
	struct ifreq request = { .ifr_data = (void *)&data };

	memcpy(request.ifr_name, device, strnlen(device, IFNAMSIZ - 1));
	if (ioctl(fd, SIOCETHTOOL, &request) && errno != EOPNOTSUPP)
		die("cannot set the offloads of", device);
}

static void offload_device(const char *device, uint32_t value)
{
	static const uint32_t features[] = {
		ETHTOOL_STSO, ETHTOOL_SGSO, ETHTOOL_SGRO,
		ETHTOOL_STXCSUM, ETHTOOL_SRXCSUM,
	};
	int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	for (size_t i = 0; i < sizeof(features) / sizeof(*features); i++)
		offload_set(fd, device, features[i], value);
	close(fd);
}

/* "probe offload on|off NETNS/DEVICE..." */
int cmd_offload(int argc, char **argv)
{
	uint32_t value;

	if (argc < 2 || (strcmp(argv[1], "on") && strcmp(argv[1], "off")))
		option_bad("offload", argc < 2 ? "nothing" : argv[1],
			   "on or off");
	value = !strcmp(argv[1], "on");
	for (int i = 2; i < argc; i++) {
		char *slash = strchr(argv[i], '/');

		if (!slash)
			option_bad("offload", argv[i], "NETNS/DEVICE");
		*slash = '\0';
		netns_enter(argv[i]);
		offload_device(slash + 1, value);
	}
	return EXIT_OK;
}
