// SPDX-License-Identifier: GPL-2.0-only
#include "survive/plain.h"
#include "conn/net.h"
#include "conn/words.h"
#include "wire/tuple.h"

#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

enum list {
	LOCAL_PORTS,
	REMOTE_PORTS,
	PREFIXES,
	MARKS,
	LISTS,
};

union entry {
	struct {
		u16 low;
		u16 high;
	} ports;
	struct {
		u32 value;
		u32 mask;
	} mark;
	struct preserve_prefix prefix;
};

struct preserve_plain {
	struct rcu_head rcu;
	u8 n[LISTS];
	union entry entry[LISTS][PRESERVE_WORDS_MAX];
};

/* What decides about a connection. */
struct subject {
	const struct preserve_tuple *tuple;
	u32 mark;
};

/* PORT or LOW-HIGH. */
static int parse_ports(union entry *entry, char *word)
{
	char *low = strsep(&word, "-");

	if (kstrtou16(low, 10, &entry->ports.low) ||
	    kstrtou16(word ?: low, 10, &entry->ports.high))
		return -EINVAL;
	return entry->ports.low <= entry->ports.high ? 0 : -EINVAL;
}

static int show_ports(const union entry *entry, char *text, size_t size)
{
	if (entry->ports.low == entry->ports.high)
		return scnprintf(text, size, "%u", entry->ports.low);
	return scnprintf(text, size, "%u-%u", entry->ports.low,
			 entry->ports.high);
}

static bool has_port(const union entry *entry, __be16 port)
{
	return ntohs(port) >= entry->ports.low &&
	       ntohs(port) <= entry->ports.high;
}

static bool has_local_port(const union entry *entry,
			   const struct subject *subject)
{
	return has_port(entry, subject->tuple->lport);
}

static bool has_remote_port(const union entry *entry,
			    const struct subject *subject)
{
	return has_port(entry, subject->tuple->rport);
}

static int parse_prefix(union entry *entry, char *word)
{
	return preserve_prefix_parse(&entry->prefix, word);
}

static int show_prefix(const union entry *entry, char *text, size_t size)
{
	return scnprintf(text, size, "%pI6c/%u", &entry->prefix.addr.in6,
			 entry->prefix.len);
}

static bool has_remote(const union entry *entry, const struct subject *subject)
{
	return preserve_prefix_has(&entry->prefix, &subject->tuple->remote);
}

/* VALUE or VALUE/MASK, and no bits outside of that. */
static int parse_mark(union entry *entry, char *word)
{
	char *value = strsep(&word, "/");

	entry->mark.mask = U32_MAX;
	if (kstrtou32(value, 0, &entry->mark.value) ||
	    (word && kstrtou32(word, 0, &entry->mark.mask)))
		return -EINVAL;
	return entry->mark.value & ~entry->mark.mask ? -EINVAL : 0;
}

static int show_mark(const union entry *entry, char *text, size_t size)
{
	if (entry->mark.mask == U32_MAX)
		return scnprintf(text, size, "0x%x", entry->mark.value);
	return scnprintf(text, size, "0x%x/0x%x", entry->mark.value,
			 entry->mark.mask);
}

static bool has_mark(const union entry *entry, const struct subject *subject)
{
	return (subject->mark & entry->mark.mask) == entry->mark.value;
}

static const struct kind {
	int (*parse)(union entry *entry, char *word);
	int (*show)(const union entry *entry, char *text, size_t size);
	bool (*has)(const union entry *entry, const struct subject *subject);
	enum preserve_mib_item counter;
} kinds[LISTS] = {
	[LOCAL_PORTS] = { parse_ports, show_ports, has_local_port,
			  PRESERVE_MIB_FALLBACKPLAINLOCALPORT },
	[REMOTE_PORTS] = { parse_ports, show_ports, has_remote_port,
			   PRESERVE_MIB_FALLBACKPLAINREMOTEPORT },
	[PREFIXES] = { parse_prefix, show_prefix, has_remote,
		       PRESERVE_MIB_FALLBACKPLAINPREFIX },
	[MARKS] = { parse_mark, show_mark, has_mark,
		    PRESERVE_MIB_FALLBACKPLAINMARK },
};

enum preserve_mib_item preserve_plain_reason(const struct preserve_net *pn,
					     const struct preserve_tuple *tuple,
					     u32 mark)
{
	const struct preserve_plain *plain = rcu_dereference(pn->plain);
	const struct subject subject = { tuple, mark };
	unsigned int list, i;

	for (list = 0; plain && list < LISTS; list++)
		for (i = 0; i < plain->n[list]; i++)
			if (kinds[list].has(&plain->entry[list][i], &subject))
				return kinds[list].counter;
	return PRESERVE_MIB_MAX;
}

static int fill(struct preserve_plain *plain, enum list list, char *text)
{
	char *word;

	plain->n[list] = 0;
	while ((word = preserve_words_next(&text)))
		if (plain->n[list] == PRESERVE_WORDS_MAX ||
		    kinds[list].parse(&plain->entry[list][plain->n[list]++],
				      word))
			return -EINVAL;
	return 0;
}

static int set(struct preserve_net *pn, enum list list, char *text)
{
	struct preserve_plain *old, *plain;
	int err;

	old = rcu_dereference_protected(pn->plain, lockdep_is_held(&pn->cfg));
	plain = kzalloc(sizeof(*plain), GFP_KERNEL_ACCOUNT);
	if (!plain)
		return -ENOMEM;
	if (old)
		*plain = *old;
	err = fill(plain, list, text);
	if (err) {
		kfree(plain);
		return err;
	}
	rcu_assign_pointer(pn->plain, plain);
	if (old)
		kfree_rcu(old, rcu);
	return 0;
}

static void get(const struct preserve_net *pn, enum list list, char *text)
{
	const struct preserve_plain *plain =
		rcu_dereference_protected(pn->plain, lockdep_is_held(&pn->cfg));
	unsigned int i;
	int len = 0;

	*text = 0;
	for (i = 0; plain && i < plain->n[list]; i++) {
		if (i)
			text[len++] = ' ';
		len += kinds[list].show(&plain->entry[list][i], text + len,
					PRESERVE_WORDS_TEXT - len);
	}
}

int preserve_plain_local_ports_set(void *pn, char *text)
{
	return set(pn, LOCAL_PORTS, text);
}

int preserve_plain_remote_ports_set(void *pn, char *text)
{
	return set(pn, REMOTE_PORTS, text);
}

int preserve_plain_prefixes_set(void *pn, char *text)
{
	return set(pn, PREFIXES, text);
}

int preserve_plain_marks_set(void *pn, char *text)
{
	return set(pn, MARKS, text);
}

void preserve_plain_local_ports_get(const void *pn, char *text)
{
	get(pn, LOCAL_PORTS, text);
}

void preserve_plain_remote_ports_get(const void *pn, char *text)
{
	get(pn, REMOTE_PORTS, text);
}

void preserve_plain_prefixes_get(const void *pn, char *text)
{
	get(pn, PREFIXES, text);
}

void preserve_plain_marks_get(const void *pn, char *text)
{
	get(pn, MARKS, text);
}

void preserve_plain_free(struct preserve_net *pn)
{
	kfree(rcu_dereference_protected(pn->plain, true));
}
