/* SPDX-License-Identifier: GPL-2.0-only */
/* Settings that are lists: words with blanks or commas between. */
#ifndef PRESERVE_WORDS_H
#define PRESERVE_WORDS_H

#include "wire/addr.h"

/* Words of a list, and its longest text, the end included: prefixes with blanks. */
#define PRESERVE_WORDS_MAX 16
#define PRESERVE_WORDS_TEXT 1024

struct preserve_prefix {
	struct preserve_addr addr;
	u8 len;			/* in bits */
};

/* Of ADDR/LEN, with nothing behind the LEN bits; else -EINVAL. @word is changed. */
int preserve_prefix_parse(struct preserve_prefix *prefix, char *word);

static inline bool preserve_prefix_has(const struct preserve_prefix *prefix,
				       const struct preserve_addr *addr)
{
	return preserve_addr_begins(addr, &prefix->addr, prefix->len);
}

/* The next word of @text, which is cut there, or NULL. */
char *preserve_words_next(char **text);

/* Each word of @text, which is changed, by @add, until that says an error. */
int preserve_words_add(void *lists, char *text,
		       int (*add)(void *lists, char *word));

#endif /* PRESERVE_WORDS_H */
