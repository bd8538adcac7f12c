// SPDX-License-Identifier: MIT
#include "args.h"
#include "blind.h"
#include "flood.h"
#include "forge.h"
#include "fuzz.h"
#include "talk.h"

#include <stdio.h>
#include <stdlib.h>

static const char *or_dash(const char *counter)
{
	return counter ? counter : "-";
}

/* verb, kind, counter that moves, outcome: for people and for scripts. */
static int list(void)
{
	static const char *const outcomes[] = {
		[NEGOTIATED] = "negotiated", [PLAIN] = "plain", [NOTHING] = "nothing",
	};

	for (size_t i = 0; i < kinds_count; i++)
		printf("send %s %s %s\n", kinds[i].name,
		       or_dash(kinds[i].counter), outcomes[kinds[i].outcome]);
	for (size_t i = 0; i < echo_kinds_count; i++)
		printf("send %s %s negotiated\n", echo_kinds[i].name,
		       or_dash(echo_kinds[i].counter));
	for (size_t i = 0; i < kinds_count; i++) {
		if (kinds[i].body && !kinds[i].cut && kinds[i].outcome == PLAIN)
			printf("answer %s %s plain\n", kinds[i].name,
			       or_dash(kinds[i].counter));
	}
	for (size_t i = 0; i < forge_kinds_count; i++)
		printf("forge %s %s -\n", forge_kinds[i].name,
		       or_dash(forge_kinds[i].counter));
	for (size_t i = 0; i < blind_kinds_count; i++)
		printf("blind %s - -\n", blind_kinds[i]);
	printf("fuzz live - -\n");
	printf("flood half-open - -\nflood spoofed - -\nflood garbage - -\n");
	return 0;
}

static int unknown(const char *what, const char *name)
{
	fprintf(stderr, "inject: no %s %s; see inject list\n", what, name);
	return 1;
}

static int send_kind(const struct args *args)
{
	const struct echo_kind *echo = echo_kind_find(args->kind);
	const struct kind *kind = kind_find(echo ? "good-64" : args->kind);

	if (!kind)
		return unknown("kind", args->kind);
	return talk_send(args, kind, echo ? echo : echo_kind_find("ack-right"));
}

static int answer_kind(const struct args *args)
{
	const struct kind *kind = kind_find(args->kind);

	return kind ? talk_answer(args, kind) : unknown("kind", args->kind);
}

static int forge_one(const struct args *args)
{
	const struct forge_kind *kind = forge_kind_find(args->kind);

	return kind ? forge_send(args, kind) : unknown("kind", args->kind);
}

static int flood(const struct args *args)
{
	return flood_known(args->kind) ? flood_send(args) :
					 unknown("kind", args->kind);
}

static int blind(const struct args *args)
{
	return blind_known(args->kind) ? blind_send(args) :
					 unknown("kind", args->kind);
}

int main(int argc, char **argv)
{
	struct args args;

	args_read(&args, argc, argv);
	if (!strcmp(args.verb, "list"))
		return list();
	if (!strcmp(args.verb, "send"))
		return send_kind(&args);
	if (!strcmp(args.verb, "answer"))
		return answer_kind(&args);
	if (!strcmp(args.verb, "forge"))
		return forge_one(&args);
	if (!strcmp(args.verb, "flood"))
		return flood(&args);
	if (!strcmp(args.verb, "blind"))
		return blind(&args);
	if (!strcmp(args.verb, "fuzz"))
		return fuzz_send(&args);
	return unknown("command", args.verb);
}
