/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The paths of a flow as its receiver sees them: which of them may still bring
 * what is missing. The caller holds the flow's lock.
 */
#ifndef PRESERVE_REORDER_PATH_H
#define PRESERVE_REORDER_PATH_H

#include "paths/reorder_flow.h"

/* What is to be known of a segment that arrives. */
struct preserve_arrival {
	u32 seq;
	u32 end;
	u32 path;	/* key of the path */
	bool stamped;
	u32 tsval;	/* TCP's time stamp, if it has one */
};

/* The path that @skb came by; never 0. */
u32 preserve_arrival_path(const struct sk_buff *skb);

/* Note that @in arrived. Returns false when it was sent again. */
bool preserve_flow_arrived(struct preserve_flow *flow,
			   const struct preserve_arrival *in);

/* Have all paths in use brought something newer than what is missing? */
bool preserve_flow_overtaken(const struct preserve_flow *flow);

/* What is missing did not come before the time-out. */
void preserve_flow_note_silent(struct preserve_flow *flow);

/* A segment came @sample_us later than one that was sent after it. */
void preserve_flow_note_skew(struct preserve_flow *flow, u32 sample_us);

#endif /* PRESERVE_REORDER_PATH_H */
