/* SPDX-License-Identifier: MIT */
#ifndef PROBE_GAPLOG_H
#define PROBE_GAPLOG_H

#include <stddef.h>
#include <stdint.h>

/* A pause between two receives of the same connection. */
struct gap {
	int64_t from;	/* ns on the monotonic clock */
	int64_t to;
};

/*
 * The longer pauses in order of time, and the curve of received bytes,
 * thinned out: a point is kept if it is GAPLOG_STEP after the one before, or
 * ends a pause.
 */
struct gaplog {
	struct gap *gaps;
	size_t gap_count;
	struct gaplog_point {
		int64_t time;
		uint64_t bytes;
	} *points;
	size_t point_count;
	struct gaplog_point latest;	/* not kept yet, when newer */
};

#define GAPLOG_GAP (30 * 1000000LL)
#define GAPLOG_STEP (5 * 1000000LL)

void gaplog_gap(struct gaplog *log, int64_t from, int64_t to);
void gaplog_received(struct gaplog *log, int64_t now, uint64_t bytes);

/* Writes the curve as CSV: ms since @start, bytes. */
void gaplog_write(const struct gaplog *log, const char *path, int64_t start);

#endif
