/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How long a round trip takes. Samples taken across an outage inflate the socket's own
 * estimates: until what was in flight is acknowledged, those from before it count, or
 * what probes tell of the current pair.
 */
#ifndef PRESERVE_ESTIMATE_H
#define PRESERVE_ESTIMATE_H

#include "conn/conn.h"

struct sock;

/* The round-trip time and its deviation, in microseconds. */
u32 preserve_estimate_srtt_us(const struct preserve_conn *conn,
			      const struct sock *sk);
u32 preserve_estimate_mdev_us(const struct preserve_conn *conn,
			      const struct sock *sk);

/* @rtt of TCP's, in eighths of a microsecond, as it was before the samples of an outage. */
u32 preserve_estimate_before(const struct preserve_conn *conn, u32 rtt);

/* The following are in jiffies, and never too short: a round trip, ... */
unsigned long preserve_estimate_round_trip(const struct preserve_conn *conn,
					   const struct sock *sk);

/* ... by when the last of the paths must have brought an acknowledgment, ... */
unsigned long preserve_estimate_slowest(struct preserve_conn *conn,
					const struct sock *sk);

/* ... and how long the current pair may take to answer before another that did is taken. */
unsigned long preserve_estimate_last_chance(const struct preserve_conn *conn,
					    const struct sock *sk);

/* From now on samples may be of an outage: keep those of before. */
void preserve_estimate_save(struct preserve_conn *conn, const struct sock *sk);

/* Have TCP's timers be those of the path, not of the outage. */
void preserve_estimate_restore(struct preserve_conn *conn, struct sock *sk);

#endif /* PRESERVE_ESTIMATE_H */
