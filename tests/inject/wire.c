// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

void fail(const char *what)
{
	fprintf(stderr, "inject: %s: %s\n", what, strerror(errno));
	exit(2);
}

long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000L + t.tv_nsec / 1000000L;
}

static int enter_namespace(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || setns(fd, CLONE_NEWNET) < 0)
		fail(path);
	return fd;
}

static int open_packet_socket(void)
{
	struct sockaddr_ll any = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_IPV6),
	};
	int fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, htons(ETH_P_IPV6));

	if (fd < 0)
		fail("packet socket");
	if (bind(fd, (struct sockaddr *)&any, sizeof(any)) < 0)
		fail("bind packet socket");
	return fd;
}

static int open_packet_socket_in(const char *watch)
{
	int home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), fd;
	char path[256];

	snprintf(path, sizeof(path), "/var/run/netns/%s", watch);
	close(enter_namespace(path));
	fd = open_packet_socket();
	if (setns(home, CLONE_NEWNET) < 0)
		fail("return to own namespace");
	close(home);
	return fd;
}

/* Routes by source address need a bound socket; an address of somebody else
 * cannot be bound, and needs no such route.
 */
static int open_raw_socket(const struct in6_addr *from, const char *dev)
{
	struct sockaddr_in6 source = { .sin6_family = AF_INET6, .sin6_addr = *from };
	int fd = socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);

	if (fd < 0)
		fail("raw socket");
	if (dev && setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, dev,
			      (socklen_t)strlen(dev) + 1) < 0)
		fail(dev);
	if (bind(fd, (struct sockaddr *)&source, sizeof(source)) < 0 &&
	    errno != EADDRNOTAVAIL)
		fail("bind raw socket");
	return fd;
}

void wire_open(struct wire *w, const struct in6_addr *from, const char *dev,
	       const char *watch)
{
	w->in = watch ? open_packet_socket_in(watch) : open_packet_socket();
	w->out = open_raw_socket(from, dev);
}

void wire_open_out(struct wire *w, const struct in6_addr *from, const char *dev)
{
	w->in = -1;
	w->out = open_raw_socket(from, dev);
}

void wire_send_all(const struct wire *w, struct buffer *packets, size_t count,
		   const struct in6_addr *to)
{
	enum { MOST = 64 };
	struct sockaddr_in6 name = { .sin6_family = AF_INET6, .sin6_addr = *to };
	struct mmsghdr messages[MOST];
	struct iovec parts[MOST];

	for (size_t done = 0; done < count;) {
		size_t n = count - done < MOST ? count - done : MOST;
		int sent;

		memset(messages, 0, sizeof(messages));
		for (size_t i = 0; i < n; i++) {
			parts[i].iov_base = packets[done + i].data;
			parts[i].iov_len = packets[done + i].len;
			messages[i].msg_hdr.msg_name = &name;
			messages[i].msg_hdr.msg_namelen = sizeof(name);
			messages[i].msg_hdr.msg_iov = &parts[i];
			messages[i].msg_hdr.msg_iovlen = 1;
		}
		sent = sendmmsg(w->out, messages, (unsigned int)n, 0);
		if (sent > 0)
			done += (size_t)sent;
		else if (errno != ENOBUFS)
			fail("send");
		else
			usleep(1000);
	}
}

void wire_send(const struct wire *w, const struct segment *s)
{
	struct sockaddr_in6 to = { .sin6_family = AF_INET6, .sin6_addr = s->dst };
	struct buffer packet;

	segment_write(s, &packet);
	while (sendto(w->out, packet.data, packet.len, 0,
		      (struct sockaddr *)&to, sizeof(to)) < 0) {
		if (errno != ENOBUFS)
			fail("send");
		usleep(1000);
	}
}

bool wire_receive(const struct wire *w, struct segment *s, long deadline,
		  bool outgoing)
{
	struct pollfd p = { .fd = w->in, .events = POLLIN };
	struct sockaddr_ll from;
	uint8_t packet[65536];
	long wait;

	while ((wait = deadline - now_ms()) > 0) {
		socklen_t size = sizeof(from);
		ssize_t len;

		if (poll(&p, 1, (int)wait) <= 0)
			continue;
		len = recvfrom(w->in, packet, sizeof(packet), 0,
			       (struct sockaddr *)&from, &size);
		if (len < 0 || (from.sll_pkttype == PACKET_OUTGOING && !outgoing))
			continue;
		if (segment_read(s, packet, (size_t)len))
			return true;
	}
	return false;
}
