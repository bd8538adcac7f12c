// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double ms_since(const struct transfer *transfer, int64_t time)
{
	return (double)(time - transfer->start) / 1e6;
}

/* What both roles tell; the object is left open. */
static void report_common(const char *type, const struct transfer *transfer,
			  const struct connection *connections)
{
	int established = 0, complete = 0, error = 0;

	for (int i = 0; i < transfer->connections; i++) {
		established += connections[i].established;
		complete += connections[i].complete;
		if (!error)
			error = connections[i].error;
	}
	printf("{\"type\":\"%s\",\"connections\":%d,\"established\":%d,"
	       "\"complete\":%d,\"error\":\"%s\"",
	       type, transfer->connections, established, complete,
	       error ? strerrorname_np(error) : "");
}

void report_sender(const struct transfer *transfer,
		   const struct connection *connections, int64_t last_write)
{
	uint64_t accepted = 0;

	for (int i = 0; i < transfer->connections; i++)
		accepted += connections[i].offset;
	report_common("sent", transfer, connections);
	printf(",\"accepted\":%llu,\"last_write_ms\":%.3f}\n",
	       (unsigned long long)accepted,
	       last_write ? ms_since(transfer, last_write) : 0);
	fflush(stdout);
}

static void report_gaps(const struct transfer *transfer,
			const struct gaplog *log)
{
	printf(",\"gaps\":[");
	for (size_t i = 0; i < log->gap_count; i++)
		printf("%s[%.3f,%.3f]", i ? "," : "",
		       ms_since(transfer, log->gaps[i].from),
		       ms_since(transfer, log->gaps[i].to));
	printf("]");
}

void report_receiver(const struct transfer *transfer,
		     const struct connection *connections,
		     const struct gaplog *log, uint64_t delivered,
		     uint64_t received, int64_t final)
{
	int64_t largest = 0, first = 0, last = 0;
	uint64_t changed = 0;

	for (int i = 0; i < transfer->connections; i++) {
		const struct connection *connection = &connections[i];

		changed += connection->changed;
		if (connection->largest_gap > largest)
			largest = connection->largest_gap;
		if (connection->last > last)
			last = connection->last;
		if (connection->first &&
		    (!first || connection->first < first))
			first = connection->first;
	}
	report_common("received", transfer, connections);
	printf(",\"delivered\":%llu,\"received\":%llu,\"changed\":%llu,"
	       "\"first_ms\":%.3f,\"last_ms\":%.3f,\"final_ms\":%.3f,"
	       "\"largest_gap_ms\":%.3f",
	       (unsigned long long)delivered, (unsigned long long)received,
	       (unsigned long long)changed,
	       first ? ms_since(transfer, first) : -1,
	       ms_since(transfer, last), final ? ms_since(transfer, final) : -1,
	       (double)largest / 1e6);
	if (transfer->connections == 1)
		report_gaps(transfer, log);
	printf("}\n");
	fflush(stdout);
}

void report_sample(const struct transfer *transfer, int64_t time,
		   uint64_t bytes)
{
	printf("{\"type\":\"sample\",\"ms\":%.0f,\"bytes\":%llu}\n",
	       ms_since(transfer, time), (unsigned long long)bytes);
	fflush(stdout);
}
