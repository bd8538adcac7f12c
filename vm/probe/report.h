/* SPDX-License-Identifier: MIT */
#ifndef PROBE_REPORT_H
#define PROBE_REPORT_H

#include <stdint.h>

#include "gaplog.h"
#include "transfer.h"

/* One JSON object per line on standard output. */

void report_sender(const struct transfer *transfer,
		   const struct connection *connections, int64_t last_write);

void report_receiver(const struct transfer *transfer,
		     const struct connection *connections,
		     const struct gaplog *log, uint64_t delivered,
		     uint64_t received, int64_t final);

/* A live sample of the bytes received until @time. */
void report_sample(const struct transfer *transfer, int64_t time,
		   uint64_t bytes);

#endif
