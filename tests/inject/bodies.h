/* SPDX-License-Identifier: MIT */
/* Bodies of PREFIX_SYN, right and wrong. */
#ifndef BODIES_H
#define BODIES_H

#include "kinds.h"

#define BODY(name) void body_##name(struct buffer *b, const struct ends *e)

BODY(empty);
BODY(one64);
BODY(one128);
BODY(one36);
BODY(checksum);
BODY(flags);
BODY(unknown);
BODY(three);
BODY(seven);

BODY(zero);
BODY(zero_late);
BODY(length_only);
BODY(cut64);
BODY(cut128);
BODY(cut_second);
BODY(extension_bare);
BODY(extension_cut);
BODY(extension_huge);
BODY(checksum_short);
BODY(checksum_long);
BODY(checksum_twice);
BODY(checksum_wrong);
BODY(checksum_swapped);

BODY(multicast);
BODY(multicast8);
BODY(loopback);
BODY(unspecified);
BODY(linklocal);
BODY(linklocal_last);
BODY(v4mapped);
BODY(receiver);
BODY(unique_local);
BODY(site_local);
BODY(good_then_bad);

BODY(primary);
BODY(primary128);
BODY(twice);
BODY(twice_both_ways);
BODY(eight);
BODY(nine);
BODY(tiny);
BODY(longest);
BODY(past_longest);

#endif
