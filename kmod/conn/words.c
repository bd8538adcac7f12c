// SPDX-License-Identifier: GPL-2.0-only
#include "conn/words.h"

#include <linux/inet.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <net/ipv6.h>

#define SEPARATORS " \t\n,"

int preserve_prefix_parse(struct preserve_prefix *prefix, char *word)
{
	char *addr = strsep(&word, "/");
	struct preserve_addr net;

	if (!word || kstrtou8(word, 10, &prefix->len) || prefix->len > 128 ||
	    !in6_pton(addr, -1, prefix->addr.in6.s6_addr, -1, NULL))
		return -EINVAL;
	ipv6_addr_prefix(&net.in6, &prefix->addr.in6, prefix->len);
	return preserve_addr_equal(&net, &prefix->addr) ? 0 : -EINVAL;
}

char *preserve_words_next(char **text)
{
	char *word;

	do {
		word = strsep(text, SEPARATORS);
	} while (word && !*word);
	return word;
}

int preserve_words_add(void *lists, char *text,
		       int (*add)(void *lists, char *word))
{
	char *word;
	int err = 0;

	while (!err && (word = preserve_words_next(&text)))
		err = add(lists, word);
	return err;
}
