// SPDX-License-Identifier: MIT
#include "talk.h"

static void right(struct buffer *header, const struct buffer *syn_body)
{
	header_of(header, NULL, syn_body);
}

static void none(struct buffer *header, const struct buffer *syn_body)
{
	(void)header;
	(void)syn_body;
}

static void empty(struct buffer *header, const struct buffer *syn_body)
{
	struct buffer body = { .len = 0 };

	(void)syn_body;
	header_of(header, NULL, &body);
}

static void changed(struct buffer *header, const struct buffer *syn_body)
{
	struct buffer body = *syn_body;

	if (body.len)
		body.data[body.len - 1] ^= 1;
	else
		put_byte(&body, 0);
	header_of(header, NULL, &body);
}

static void longer(struct buffer *header, const struct buffer *syn_body)
{
	struct buffer body = *syn_body;

	put_byte(&body, 0);
	header_of(header, NULL, &body);
}

static void shorter(struct buffer *header, const struct buffer *syn_body)
{
	struct buffer body = *syn_body;

	if (body.len)
		body.len--;
	header_of(header, NULL, &body);
}

/* The right echo, then a wrong one: the first counts. */
static void first_counts(struct buffer *header, const struct buffer *syn_body)
{
	put_byte(header, IPPROTO_TCP);
	put_byte(header, 0);
	for (unsigned int i = 0; i < 2; i++) {
		put_byte(header, PREFIX_ACK);
		put_byte(header, (uint8_t)syn_body->len);
		put(header, syn_body->data, syn_body->len);
	}
	if (syn_body->len)
		header->data[header->len - 1] ^= 1;
	while (header->len % 8)
		put_byte(header, 0);
	header->data[1] = (uint8_t)(header->len / 8 - 1);
}

const struct echo_kind echo_kinds[] = {
	{ "ack-right", "AckReceived", right },
	{ "ack-first-counts", "AckReceived", first_counts },
	{ "ack-none", "AckAsked", none },
	{ "ack-empty", "EchoMismatch", empty },
	{ "ack-changed", "EchoMismatch", changed },
	{ "ack-longer", "EchoMismatch", longer },
	{ "ack-shorter", "EchoMismatch", shorter },
};

const size_t echo_kinds_count = sizeof(echo_kinds) / sizeof(echo_kinds[0]);

const struct echo_kind *echo_kind_find(const char *name)
{
	for (size_t i = 0; i < echo_kinds_count; i++) {
		if (!strcmp(echo_kinds[i].name, name))
			return &echo_kinds[i];
	}
	return NULL;
}
