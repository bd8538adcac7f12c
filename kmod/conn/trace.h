/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tracepoints, docs/events.md: what decides about pairs, for ftrace, perf and BPF. On
 * a kernel without tracepoints they are nothing.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM preserve

#if !defined(PRESERVE_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define PRESERVE_TRACE_H

#include "conn/conn.h"
#include "conn/net.h"

#include <linux/tracepoint.h>

TRACE_DEFINE_ENUM(PRESERVE_CAUSE_NONE);
TRACE_DEFINE_ENUM(PRESERVE_CAUSE_RTO);
TRACE_DEFINE_ENUM(PRESERVE_CAUSE_NO_ROUTE);
TRACE_DEFINE_ENUM(PRESERVE_CAUSE_LINK_DOWN);
TRACE_DEFINE_ENUM(PRESERVE_CAUSE_ADDRESS_REMOVED);
TRACE_DEFINE_ENUM(PRESERVE_CAUSE_PATH_RESTORED);
TRACE_DEFINE_ENUM(PRESERVE_CAUSE_FOLLOWED);
TRACE_DEFINE_ENUM(PRESERVE_CAUSE_REQUESTED);
TRACE_DEFINE_ENUM(PRESERVE_SILENCE_NONE);
TRACE_DEFINE_ENUM(PRESERVE_SILENCE_SENDER);
TRACE_DEFINE_ENUM(PRESERVE_SILENCE_RECEIVER);

#define show_preserve_cause(cause)					\
	__print_symbolic(cause,						\
			 { PRESERVE_CAUSE_NONE, "none" },		\
			 { PRESERVE_CAUSE_RTO, "rto" },			\
			 { PRESERVE_CAUSE_NO_ROUTE, "no_route" },	\
			 { PRESERVE_CAUSE_LINK_DOWN, "link_down" },	\
			 { PRESERVE_CAUSE_ADDRESS_REMOVED, "address_removed" }, \
			 { PRESERVE_CAUSE_PATH_RESTORED, "path_restored" }, \
			 { PRESERVE_CAUSE_FOLLOWED, "followed" },	\
			 { PRESERVE_CAUSE_REQUESTED, "requested" })

#define show_preserve_silence(silence)					\
	__print_symbolic(silence,					\
			 { PRESERVE_SILENCE_NONE, "tcp" },		\
			 { PRESERVE_SILENCE_SENDER, "sender" },		\
			 { PRESERVE_SILENCE_RECEIVER, "receiver" })

/* The connection moved from @from to @to. */
TRACE_EVENT(preserve_migrated,
	    TP_PROTO(const struct preserve_conn *conn,
		     const struct preserve_pair *from,
		     const struct preserve_pair *to, enum preserve_cause cause),
	    TP_ARGS(conn, from, to, cause),
	    TP_STRUCT__entry(__field(u32, netns)
			     __field(u32, id)
			     __field(u16, lport)
			     __field(u16, rport)
			     __field(u8, cause)
			     __array(u8, from_local, 16)
			     __array(u8, from_remote, 16)
			     __array(u8, to_local, 16)
			     __array(u8, to_remote, 16)
	    ),
	    TP_fast_assign(__entry->netns = conn->pn->net->ns.inum;
			   __entry->id = conn->id;
			   __entry->lport = ntohs(conn->lport);
			   __entry->rport = ntohs(conn->rport);
			   __entry->cause = cause;
			   memcpy(__entry->from_local,
				  preserve_pair_local(from), 16);
			   memcpy(__entry->from_remote,
				  preserve_pair_remote(from), 16);
			   memcpy(__entry->to_local, preserve_pair_local(to), 16);
			   memcpy(__entry->to_remote, preserve_pair_remote(to), 16);
	    ),
	    TP_printk("netns=%u id=%u lport=%u rport=%u cause=%s from_local=%pI6c from_remote=%pI6c to_local=%pI6c to_remote=%pI6c",
		      __entry->netns, __entry->id, __entry->lport, __entry->rport,
		      show_preserve_cause(__entry->cause),
		      __entry->from_local, __entry->from_remote,
		      __entry->to_local, __entry->to_remote)
);

/* About a pair, with a number that means something else in each event. */
DECLARE_EVENT_CLASS(preserve_pair,
		    TP_PROTO(const struct preserve_pair *pair, u32 value),
		    TP_ARGS(pair, value),
		    TP_STRUCT__entry(__field(u32, netns)
				     __field(u32, id)
				     __field(u16, lport)
				     __field(u16, rport)
				     __field(u32, value)
				     __array(u8, local, 16)
				     __array(u8, remote, 16)
		    ),
		    TP_fast_assign(__entry->netns = pair->conn->pn->net->ns.inum;
				   __entry->id = pair->conn->id;
				   __entry->lport = ntohs(pair->conn->lport);
				   __entry->rport = ntohs(pair->conn->rport);
				   __entry->value = value;
				   memcpy(__entry->local, preserve_pair_local(pair), 16);
				   memcpy(__entry->remote, preserve_pair_remote(pair), 16);
		    ),
		    TP_printk("netns=%u id=%u lport=%u rport=%u local=%pI6c remote=%pI6c rtt_us=%u",
			      __entry->netns, __entry->id, __entry->lport, __entry->rport,
			      __entry->local, __entry->remote, __entry->value)
);

/* The current pair is in doubt, and all are asked: whose silence it was. */
DEFINE_EVENT_PRINT(preserve_pair, preserve_suspected,
		   TP_PROTO(const struct preserve_pair *pair, u32 value),
		   TP_ARGS(pair, value),
		   TP_printk("netns=%u id=%u lport=%u rport=%u local=%pI6c remote=%pI6c silence=%s",
			     __entry->netns, __entry->id, __entry->lport, __entry->rport,
			     __entry->local, __entry->remote,
			     show_preserve_silence(__entry->value))
);

/* A probe was answered on it, after so many microseconds. */
DEFINE_EVENT(preserve_pair, preserve_proven,
	     TP_PROTO(const struct preserve_pair *pair, u32 value),
	     TP_ARGS(pair, value)
);

/* It was refused, and is not used for so many milliseconds. */
DEFINE_EVENT_PRINT(preserve_pair, preserve_refused,
		   TP_PROTO(const struct preserve_pair *pair, u32 value),
		   TP_ARGS(pair, value),
		   TP_printk("netns=%u id=%u lport=%u rport=%u local=%pI6c remote=%pI6c rests_ms=%u",
			     __entry->netns, __entry->id, __entry->lport, __entry->rport,
			     __entry->local, __entry->remote, __entry->value)
);

#endif /* PRESERVE_TRACE_H */

/* Found by -I of the module's own directory; see Kbuild. */
#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH conn
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
