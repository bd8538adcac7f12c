// SPDX-License-Identifier: MIT
/* The bytes in docs/wire-format.md are the bytes tested here. */
#include "check.h"
#include "suites.h"

#include "tests/option_vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static char *read_whole(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = NULL;
	size_t size = 0;

	if (!file)
		return NULL;
	if (getdelim(&text, &size, '\0', file) < 0) {
		free(text);
		text = NULL;
	}
	fclose(file);
	return text;
}

static bool documented(const char *text, const struct bytes *bytes)
{
	char hex[3 * PRESERVE_MAX_HEADER + 3] = "`";
	size_t at = 1;

	for (unsigned int i = 0; i < bytes->len; i++)
		at += (size_t)sprintf(hex + at, "%s%02x", i ? " " : "",
				      (__u8)bytes->data[i]);
	strcpy(hex + at, "`");
	return strstr(text, hex);
}

void suite_docs(const char *path)
{
	char *text = read_whole(path);

	check_report(text, "the wire format is documented", "cannot read %s", path);
	if (!text)
		return;
	for (unsigned int i = 0; i < COUNT(decode_vectors); i++) {
		const struct decode_vector *v = &decode_vectors[i];

		if (!v->error && v->body.len)
			check_report(documented(text, &v->body), v->name,
				     "%s does not have these bytes", path);
	}
	for (unsigned int i = 0; i < COUNT(find_vectors); i++) {
		const struct find_vector *v = &find_vectors[i];

		if (!v->error && (v->syn_at || v->ack_at))
			check_report(documented(text, &v->hdr), v->name,
				     "%s does not have these bytes", path);
	}
	free(text);
}
