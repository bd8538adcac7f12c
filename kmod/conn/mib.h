/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counters, one per event and namespace. The name of a counter in
 * /proc/net/preserve/stats is the text beside it in mib.c; scripts and tests
 * rely on those names.
 */
#ifndef PRESERVE_MIB_H
#define PRESERVE_MIB_H

#include <linux/percpu.h>
#include <linux/types.h>

enum preserve_mib_item {
	PRESERVE_MIB_SYNSENT,		/* SYN sent with PREFIX_SYN */
	PRESERVE_MIB_SYNRECEIVED,	/* SYN received with a valid PREFIX_SYN */
	PRESERVE_MIB_SYNACKSENT,	/* SYN-ACK sent with both options */
	PRESERVE_MIB_SYNACKRECEIVED,	/* SYN-ACK received with both options */
	PRESERVE_MIB_ACKSENT,		/* ACK sent with PREFIX_ACK */
	PRESERVE_MIB_ACKRECEIVED,	/* ACK received with the PREFIX_ACK waited for */
	PRESERVE_MIB_ACKASKED,		/* ACK sent with PREFIX_SYN: the PREFIX_ACK is missing */
	PRESERVE_MIB_ESTABLISHED,	/* connection negotiated, either role */
	PRESERVE_MIB_CLOSED,		/* negotiated connection left the table */
	PRESERVE_MIB_HALFOPENEXPIRED,	/* handshake given up before it was negotiated */
	PRESERVE_MIB_FALLBACKNOOPTION,	/* SYN-ACK without option: the peer lacks the module */
	PRESERVE_MIB_FALLBACKNOANSWER,	/* SYN repeated without option after no answer */
	PRESERVE_MIB_FALLBACKBLACKHOLE,	/* SYN sent without option: destination remembered */
	PRESERVE_MIB_FALLBACKSYNACK,	/* SYN-ACK repeated without option after no answer */
	PRESERVE_MIB_FALLBACKBOUND,	/* option not sent or taken: socket bound to a device */
	PRESERVE_MIB_FALLBACKLIMIT,	/* option not sent or taken: no room for it */
	PRESERVE_MIB_FALLBACKNOTANNOUNCED, /* option not sent or taken: not to be told */
	PRESERVE_MIB_FALLBACKTAKEN,	/* option not sent: a pair of another connection */
	PRESERVE_MIB_BLACKHOLEADDED,	/* destination remembered: it drops the option */
	PRESERVE_MIB_OPTIONTRUNCATED,	/* option refused: ends early */
	PRESERVE_MIB_OPTIONMALFORMED,	/* option refused: bad length */
	PRESERVE_MIB_OPTIONDUPLICATE,	/* option refused: an address twice */
	PRESERVE_MIB_OPTIONFORBIDDEN,	/* option refused: an address that may not be used */
	PRESERVE_MIB_OPTIONTOOMANY,	/* option refused: more prefixes than max_prefixes */
	PRESERVE_MIB_OPTIONCHECKSUM,	/* option refused: checksum extension wrong */
	PRESERVE_MIB_ECHOMISMATCH,	/* PREFIX_ACK differs from the PREFIX_SYN sent */
	PRESERVE_MIB_REFUSEDSEQUENCE,	/* segment not believed: sequence number or flags */
	PRESERVE_MIB_REFUSEDACK,	/* segment not believed: acknowledgment number */
	PRESERVE_MIB_REFUSEDTIME,	/* segment not believed: time stamp old or missing */
	PRESERVE_MIB_REFUSEDHOPLIMIT,	/* segment or error not believed: came from too far */
	PRESERVE_MIB_REFUSEDPOLICY,	/* segment not believed: IPsec policy or protection */
	PRESERVE_MIB_REFUSEDCHECKSUM,	/* segment not believed: TCP checksum */
	PRESERVE_MIB_REFUSEDFILTER,	/* segment not believed: filter of the socket */
	PRESERVE_MIB_REFUSEDERROR,	/* ICMPv6 error not believed: about nothing in flight */
	PRESERVE_MIB_ALIASRECEIVED,	/* segment given to its socket by alias lookup */
	PRESERVE_MIB_ALIASNOSOCKET,	/* segment on an alias whose socket is gone */
	PRESERVE_MIB_ALIASRSTDROPPED,	/* RST on a pair that is not, or not surely, in use */
	PRESERVE_MIB_MIGRATEDRTO,	/* moved: the path timed out */
	PRESERVE_MIB_MIGRATEDNOROUTE,	/* moved: no route */
	PRESERVE_MIB_MIGRATEDLINKDOWN,	/* moved: interface down, without carrier or gone */
	PRESERVE_MIB_MIGRATEDADDRREMOVED, /* moved: local address removed */
	PRESERVE_MIB_MIGRATEDRESTORED,	/* moved back: the handshake pair works again */
	PRESERVE_MIB_FOLLOWED,		/* moved: the peer did */
	PRESERVE_MIB_FOLLOWHOLDDOWN,	/* not followed: a pair just left */
	PRESERVE_MIB_FOLLOWUNUSABLE,	/* not followed: pair not usable here */
	PRESERVE_MIB_FOLLOWPRECEDENCE,	/* not followed: both moved, we are the initiator */
	PRESERVE_MIB_FOLLOWASKED,	/* segment on another pair: the peer is asked */
	PRESERVE_MIB_NOUSABLEPAIR,	/* no proven pair to move to: waiting */
	PRESERVE_MIB_SOCKETBUSY,	/* worker put off: a program uses the socket */
	PRESERVE_MIB_TUPLEBUSY,		/* pair skipped: another socket owns it */
	PRESERVE_MIB_PROBESENT,		/* probe sent on a pair */
	PRESERVE_MIB_PROBERECEIVED,	/* valid probe received */
	PRESERVE_MIB_PROBEREPLYSENT,	/* reply to a probe sent */
	PRESERVE_MIB_PROBEREPLYRECEIVED, /* reply to a probe of ours received */
	PRESERVE_MIB_PROBEWITHHELD,	/* probe or reply not sent: no answer so far */
	PRESERVE_MIB_PAIRSUSPENDED,	/* pair refused, or busy: not used for a while */
	PRESERVE_MIB_PROBEINVALID,	/* probe or reply dropped: unknown, or too many */
	PRESERVE_MIB_XFRMPAIR,		/* pair not used: other protection by IPsec */
	PRESERVE_MIB_XFRMSENT,		/* segment of TCP dropped: its pair is protected no more */
	PRESERVE_MIB_SCHEDPACKETS,	/* packet given to a path of a group */
	PRESERVE_MIB_SCHEDSEGMENTS,	/* of those, cut out of a GSO packet */
	PRESERVE_MIB_SCHEDCOPIES,	/* copy sent over a further path */
	PRESERVE_MIB_SCHEDNOPATH,	/* no path usable: sent as without the scheduler */
	PRESERVE_MIB_PATHFAILED,	/* path taken out of use */
	PRESERVE_MIB_PATHRESTORED,	/* path taken back into use */
	PRESERVE_MIB_SPREADAGREED,	/* connection whose both ends take segments on every pair */
	PRESERVE_MIB_SPREADLIMIT,	/* not spread all the same: too many, or no memory */
	PRESERVE_MIB_SPREADSEGMENTS,	/* segment sent on another pair than the current one */
	PRESERVE_MIB_ANNOUNCESENT,	/* move told to the peer, repetitions included */
	PRESERVE_MIB_ANNOUNCERECEIVED,	/* move told by the peer, new or not */
	PRESERVE_MIB_REORDERHELD,	/* segment held for those before it */
	PRESERVE_MIB_REORDERRELEASED,	/* held segment given to TCP */
	PRESERVE_MIB_REORDERLOST,	/* gap shown to TCP: every path has passed it */
	PRESERVE_MIB_REORDERTIMEOUT,	/* gap shown to TCP: waited long enough */
	PRESERVE_MIB_REORDERFULL,	/* gap shown to TCP: buffer full */
	PRESERVE_MIB_REORDERDUPLICATE,	/* segment dropped: it is held already */
	PRESERVE_MIB_REORDERFLOWS,	/* connection given a buffer */
	PRESERVE_MIB_REORDERFLOWSCLOSED, /* buffer taken away again */
	PRESERVE_MIB_REORDERPURGED,	/* held segment dropped: its interface went */
	PRESERVE_MIB_REORDERLIMIT,	/* no buffer given: too many, or no memory */
	PRESERVE_MIB_MAX,
};

struct seq_file;

struct preserve_mib {
	u64 counter[PRESERVE_MIB_MAX];
};

static inline void preserve_mib_inc(struct preserve_mib __percpu *mib,
				    enum preserve_mib_item item)
{
	this_cpu_inc(mib->counter[item]);
}

const char *preserve_mib_name(enum preserve_mib_item item);

void preserve_mib_show(struct seq_file *seq, struct preserve_mib __percpu *mib);

#endif /* PRESERVE_MIB_H */
