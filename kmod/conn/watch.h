/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the worker of a connection remembers from one look to the next. It belongs to
 * the worker, of which at most one runs, and with the socket's lock to whoever moves
 * the connection at a program's request; nobody else touches it.
 *
 * Moments are jiffies, and those that TCP has noted too tcp_jiffies32.
 */
#ifndef PRESERVE_WATCH_H
#define PRESERVE_WATCH_H

#include "uapi/preserve.h"

#include <linux/types.h>

/* See the diagram in survive/policy.c. */
enum preserve_watch_state {
	PRESERVE_STEADY,	/* the current pair works, as far as known */
	PRESERVE_SUSPECT,	/* it may be dead, and others are asked */
	PRESERVE_MIGRATED,	/* it is new, and on probation */
};

/* Whose silence it is, and what was expected; see survive/silence.h. */
enum preserve_silence {
	PRESERVE_SILENCE_NONE,
	PRESERVE_SILENCE_SENDER,	/* of what was sent, nothing is acknowledged */
	PRESERVE_SILENCE_RECEIVER,	/* the data stopped in mid-transfer */
};

/* Since the current pair is to prove that it works. */
struct preserve_doubt {
	enum preserve_silence silence; /* that began it, or none */
	enum preserve_cause cause; /* for the next migration */
	bool timed_out;		/* rto_threshold reached, or a local cause */
	u8 asks;		/* rounds of probes since */
	u8 kicks;		/* retransmissions that may yet be forced, on probation */
	unsigned long since;
	unsigned long asked;	/* first round of probes */
	unsigned long grace;	/* no verdict on a new pair before */
	u32 heard;		/* when anything was, that counts */
	u32 una;		/* snd_una when it began */
	u32 delivered;		/* segments delivered when it began */
};

/* Rounds of probes. */
struct preserve_rounds {
	unsigned long last;	/* 0: none of late */
	unsigned long interval;	/* until the next one */
};

/* The socket's, of before; see survive/estimate.h. */
struct preserve_estimates {
	bool inflated;		/* until what is older than recover is acknowledged */
	u32 recover;		/* snd_nxt at the last migration, or end of an outage */
	u32 srtt_us;
	u32 mdev_us;
	u32 mdev_max_us;
	u32 rttvar_us;
};

/* What was left to TCP when a doubt was dropped. */
struct preserve_spared {
	u32 una;		/* snd_una then, ... */
	u32 retrans;		/* ... and the segments repeated until then */
	u8 vain;		/* times in a row that TCP repeated it in vain since */
};

/* How much silence is a sign; see survive/silence.c. */
struct preserve_patience {
	u8 wait;		/* jiffies, 0: the usual one */
	unsigned long changed;
	u32 quiet;		/* when data came last before a doubt */
	u32 requested;		/* when we last sent data, and ... */
	u64 answered;		/* ... so many bytes had been received */
};

/* Of what TCP would wait for its timer; see survive/recovery.h. */
struct preserve_recovery {
	u32 una;		/* stands there ... */
	unsigned long since;	/* ... since then, 0: unknown */
	bool followed;		/* the peer moved: what was in flight may be lost */
	unsigned long settled;	/* from then on ... */
	u32 delivered;		/* ... more segments than these were delivered */
	unsigned long due;	/* nothing more came, so repeat */
};

/* A retransmission that was forced; see survive/migrate.h. */
struct preserve_forced {
	bool unsettled;		/* sent with ... */
	u32 cwnd;		/* ... these before */
	u32 ssthresh;
};

struct preserve_watch {
	enum preserve_watch_state state;
	bool is_new;		/* the current pair, until what is older is acknowledged */
	bool no_pair;		/* nowhere to go; counted once */
	u8 busy;		/* times in a row that the socket was in use */
	struct preserve_doubt doubt;
	struct preserve_rounds rounds;
	struct preserve_estimates before;
	struct preserve_spared spared;
	struct preserve_patience patience;
	struct preserve_recovery recovery;
	struct preserve_forced forced;
};

#endif /* PRESERVE_WATCH_H */
