// SPDX-License-Identifier: MIT
#include "gaplog.h"

#include <stdio.h>
#include <stdlib.h>

#include "options.h"

#define GROW 1024

/* Makes room for one more element in an array that grows in steps. */
static void *grow(void *array, size_t count, size_t size)
{
	if (count % GROW)
		return array;
	array = realloc(array, (count + GROW) * size);
	if (!array)
		die("no memory for", "the receive log");
	return array;
}

void gaplog_gap(struct gaplog *log, int64_t from, int64_t to)
{
	if (to - from < GAPLOG_GAP)
		return;
	log->gaps = grow(log->gaps, log->gap_count, sizeof(*log->gaps));
	log->gaps[log->gap_count++] = (struct gap){ from, to };
}

static void gaplog_keep(struct gaplog *log, struct gaplog_point point)
{
	log->points = grow(log->points, log->point_count,
			   sizeof(*log->points));
	log->points[log->point_count++] = point;
}

void gaplog_received(struct gaplog *log, int64_t now, uint64_t bytes)
{
	struct gaplog_point point = { now, bytes };
	struct gaplog_point before = log->latest;
	int64_t kept = log->point_count ?
		       log->points[log->point_count - 1].time : 0;

	log->latest = point;
	if (log->point_count && now - kept < GAPLOG_STEP)
		return;
	if (now - before.time >= GAPLOG_STEP && before.time > kept)
		gaplog_keep(log, before);
	gaplog_keep(log, point);
}

void gaplog_write(const struct gaplog *log, const char *path, int64_t start)
{
	FILE *file = fopen(path, "w");

	if (!file)
		die("cannot write", path);
	fprintf(file, "ms,bytes\n");
	for (size_t i = 0; i < log->point_count; i++)
		fprintf(file, "%.3f,%llu\n",
			(double)(log->points[i].time - start) / 1e6,
			(unsigned long long)log->points[i].bytes);
	if (log->point_count &&
	    log->latest.time > log->points[log->point_count - 1].time)
		fprintf(file, "%.3f,%llu\n",
			(double)(log->latest.time - start) / 1e6,
			(unsigned long long)log->latest.bytes);
	if (fclose(file))
		die("cannot write", path);
}
