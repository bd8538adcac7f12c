/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What was lost with a path, and that TCP would repeat only when its timer runs out:
 * so watch whether the first segment in flight stands still for longer than it could.
 */
#ifndef PRESERVE_RECOVERY_H
#define PRESERVE_RECOVERY_H

#include "conn/conn.h"

struct sock;

/* What a recovery needs now. */
enum preserve_need {
	PRESERVE_NEED_NOTHING,
	PRESERVE_NEED_TIME,
	PRESERVE_NEED_PROBES,	/* the current pair may be dead */
};

/* The peer moved with our data in flight. */
void preserve_recovery_followed(struct preserve_conn *conn,
				const struct sock *sk);

/*
 * Where the peer was, it may be no more, and then all that was in flight is lost and
 * nothing will tell TCP before a time-out. But it may also still arrive: so wait for
 * the time in which one more acknowledgment must come. Returns for how many jiffies
 * yet; 0: it is over.
 */
unsigned long preserve_recovery_after_follow(struct preserve_conn *conn,
					     struct sock *sk);

/*
 * Of a connection that is spread, paths of different length bring acknowledgments, so
 * that only a recovery is watched, in which TCP sends no tail loss probe: take the time
 * of one, two round trips without an acknowledgment. *@delay: jiffies until the next
 * look.
 */
enum preserve_need preserve_recovery_look(struct preserve_conn *conn,
					  struct sock *sk, unsigned long *delay);

/*
 * After an outage TCP takes long to see that what it sent meanwhile is lost: its timers
 * are of those samples. Is that so? Once for what is missing; then they are not.
 */
bool preserve_recovery_is_left(struct preserve_conn *conn,
			       const struct sock *sk);

#endif /* PRESERVE_RECOVERY_H */
