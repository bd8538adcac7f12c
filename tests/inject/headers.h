/* SPDX-License-Identifier: MIT */
/* Destination Options headers that are themselves odd or broken. */
#ifndef HEADERS_H
#define HEADERS_H

#include "kinds.h"

#define HEADER(name) void header_##name(struct buffer *b, const struct ends *e)

HEADER(first_counts);
HEADER(among_others);
HEADER(ack_only);
HEADER(two_headers);
HEADER(padding_only);

HEADER(option_past_end);
HEADER(option_255);
HEADER(type_only);
HEADER(padding_past_end);
HEADER(past_packet);

#endif
