// SPDX-License-Identifier: MIT
#include "segment.h"
#include "checksum.h"

enum {
	IPV6_HEADER = 40,
	TCP_HEADER = 20,
	HOP_LIMIT = 64,
	OPTION_TIMESTAMPS = 8,
	TIMESTAMPS_LENGTH = 10,
};

static void write_tcp(const struct segment *s, struct buffer *packet)
{
	size_t start = packet->len, words = (TCP_HEADER + s->options.len) / 4;
	uint16_t sum;

	put16(packet, s->sport);
	put16(packet, s->dport);
	put32(packet, s->seq);
	put32(packet, s->ack);
	put_byte(packet, (uint8_t)(words << 4));
	put_byte(packet, s->flags);
	put16(packet, s->window);
	put32(packet, 0);
	put(packet, s->options.data, s->options.len);
	put(packet, s->data.data, s->data.len);

	sum = checksum_tcp(&s->src, &s->dst, packet->data + start,
			   packet->len - start);
	if (s->bad_checksum)
		sum ^= 0x5555;
	packet->data[start + 16] = (uint8_t)(sum >> 8);
	packet->data[start + 17] = (uint8_t)sum;
}

void segment_write(const struct segment *s, struct buffer *packet)
{
	size_t payload;

	packet->len = 0;
	put32(packet, 6u << 28);
	put16(packet, 0);
	put_byte(packet, s->header.len ? IPPROTO_DSTOPTS : IPPROTO_TCP);
	put_byte(packet, HOP_LIMIT);
	put(packet, &s->src, sizeof(s->src));
	put(packet, &s->dst, sizeof(s->dst));
	put(packet, s->header.data, s->header.len);
	write_tcp(s, packet);

	if (s->cut)
		packet->len = IPV6_HEADER + s->cut;
	payload = packet->len - IPV6_HEADER;
	packet->data[4] = (uint8_t)(payload >> 8);
	packet->data[5] = (uint8_t)payload;
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static uint16_t get16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static void read_header(struct segment *s, const uint8_t *p, size_t len)
{
	for (size_t at = 2; at < len;) {
		size_t size;

		if (p[at] == 0) {
			at++;
			continue;
		}
		if (at + 2 > len)
			return;
		size = p[at + 1];
		if (at + 2 + size > len)
			return;
		if (p[at] == PREFIX_SYN && !s->has_syn) {
			s->has_syn = true;
			put(&s->syn_body, p + at + 2, size);
		} else if (p[at] == PREFIX_ACK && !s->has_ack) {
			s->has_ack = true;
			put(&s->ack_body, p + at + 2, size);
		}
		at += 2 + size;
	}
}

static void read_time(struct segment *s)
{
	const uint8_t *p = s->options.data;
	size_t len = s->options.len;

	for (size_t at = 0; at < len && p[at] != 0;) {
		if (p[at] == 1) {
			at++;
			continue;
		}
		if (at + 2 > len || p[at + 1] < 2 || at + p[at + 1] > len)
			return;
		if (p[at] == OPTION_TIMESTAMPS && p[at + 1] == TIMESTAMPS_LENGTH) {
			s->has_time = true;
			s->tsval = get32(p + at + 2);
			s->tsecr = get32(p + at + 6);
		}
		at += p[at + 1];
	}
}

static bool read_tcp(struct segment *s, const uint8_t *p, size_t len)
{
	size_t header;

	if (len < TCP_HEADER)
		return false;
	header = (size_t)(p[12] >> 4) * 4;
	if (header < TCP_HEADER || header > len)
		return false;
	s->sport = get16(p);
	s->dport = get16(p + 2);
	s->seq = get32(p + 4);
	s->ack = get32(p + 8);
	s->flags = p[13] & (FIN | SYN | RST | PSH | ACK);
	s->window = get16(p + 14);
	put(&s->options, p + TCP_HEADER, header - TCP_HEADER);
	put(&s->data, p + header, len - header);
	read_time(s);
	return true;
}

bool segment_read(struct segment *s, const uint8_t *packet, size_t len)
{
	const uint8_t *p = packet + IPV6_HEADER;
	uint8_t next;

	memset(s, 0, sizeof(*s));
	if (len < IPV6_HEADER || packet[0] >> 4 != 6)
		return false;
	if (get16(packet + 4) > len - IPV6_HEADER)
		return false;
	len = get16(packet + 4);
	memcpy(&s->src, packet + 8, sizeof(s->src));
	memcpy(&s->dst, packet + 24, sizeof(s->dst));

	for (next = packet[6]; next == IPPROTO_DSTOPTS || next == IPPROTO_HOPOPTS;) {
		size_t size;

		if (len < 8 || len < (size_t)(p[1] + 1) * 8)
			return false;
		size = (size_t)(p[1] + 1) * 8;
		if (next == IPPROTO_DSTOPTS)
			read_header(s, p, size);
		next = p[0];
		p += size;
		len -= size;
	}
	return next == IPPROTO_TCP && read_tcp(s, p, len);
}
