// SPDX-License-Identifier: GPL-2.0-only
#include "conn/mib.h"

#include <linux/seq_file.h>

static const char * const names[PRESERVE_MIB_MAX] = {
	[PRESERVE_MIB_SYNSENT] = "SynSent",
	[PRESERVE_MIB_SYNRECEIVED] = "SynReceived",
	[PRESERVE_MIB_SYNACKSENT] = "SynAckSent",
	[PRESERVE_MIB_SYNACKRECEIVED] = "SynAckReceived",
	[PRESERVE_MIB_ACKSENT] = "AckSent",
	[PRESERVE_MIB_ACKRECEIVED] = "AckReceived",
	[PRESERVE_MIB_ACKASKED] = "AckAsked",
	[PRESERVE_MIB_ESTABLISHED] = "Established",
	[PRESERVE_MIB_CLOSED] = "Closed",
	[PRESERVE_MIB_HALFOPENEXPIRED] = "HalfOpenExpired",
	[PRESERVE_MIB_FALLBACKNOOPTION] = "FallbackNoOption",
	[PRESERVE_MIB_FALLBACKNOANSWER] = "FallbackNoAnswer",
	[PRESERVE_MIB_FALLBACKBLACKHOLE] = "FallbackBlackhole",
	[PRESERVE_MIB_FALLBACKSYNACK] = "FallbackSynAck",
	[PRESERVE_MIB_FALLBACKBOUND] = "FallbackBound",
	[PRESERVE_MIB_FALLBACKLIMIT] = "FallbackLimit",
	[PRESERVE_MIB_FALLBACKNOTANNOUNCED] = "FallbackNotAnnounced",
	[PRESERVE_MIB_FALLBACKTAKEN] = "FallbackTaken",
	[PRESERVE_MIB_BLACKHOLEADDED] = "BlackholeAdded",
	[PRESERVE_MIB_OPTIONTRUNCATED] = "OptionTruncated",
	[PRESERVE_MIB_OPTIONMALFORMED] = "OptionMalformed",
	[PRESERVE_MIB_OPTIONDUPLICATE] = "OptionDuplicate",
	[PRESERVE_MIB_OPTIONFORBIDDEN] = "OptionForbidden",
	[PRESERVE_MIB_OPTIONTOOMANY] = "OptionTooMany",
	[PRESERVE_MIB_OPTIONCHECKSUM] = "OptionChecksum",
	[PRESERVE_MIB_ECHOMISMATCH] = "EchoMismatch",
	[PRESERVE_MIB_REFUSEDSEQUENCE] = "RefusedSequence",
	[PRESERVE_MIB_REFUSEDACK] = "RefusedAck",
	[PRESERVE_MIB_REFUSEDTIME] = "RefusedTime",
	[PRESERVE_MIB_REFUSEDHOPLIMIT] = "RefusedHopLimit",
	[PRESERVE_MIB_REFUSEDPOLICY] = "RefusedPolicy",
	[PRESERVE_MIB_REFUSEDCHECKSUM] = "RefusedChecksum",
	[PRESERVE_MIB_REFUSEDFILTER] = "RefusedFilter",
	[PRESERVE_MIB_REFUSEDERROR] = "RefusedError",
	[PRESERVE_MIB_ALIASRECEIVED] = "AliasReceived",
	[PRESERVE_MIB_ALIASNOSOCKET] = "AliasNoSocket",
	[PRESERVE_MIB_ALIASRSTDROPPED] = "AliasRstDropped",
	[PRESERVE_MIB_MIGRATEDRTO] = "MigratedRto",
	[PRESERVE_MIB_MIGRATEDNOROUTE] = "MigratedNoRoute",
	[PRESERVE_MIB_MIGRATEDLINKDOWN] = "MigratedLinkDown",
	[PRESERVE_MIB_MIGRATEDADDRREMOVED] = "MigratedAddressRemoved",
	[PRESERVE_MIB_MIGRATEDRESTORED] = "MigratedPathRestored",
	[PRESERVE_MIB_FOLLOWED] = "Followed",
	[PRESERVE_MIB_FOLLOWHOLDDOWN] = "FollowHolddown",
	[PRESERVE_MIB_FOLLOWUNUSABLE] = "FollowUnusable",
	[PRESERVE_MIB_FOLLOWPRECEDENCE] = "FollowPrecedence",
	[PRESERVE_MIB_FOLLOWASKED] = "FollowAsked",
	[PRESERVE_MIB_NOUSABLEPAIR] = "NoUsablePair",
	[PRESERVE_MIB_SOCKETBUSY] = "SocketBusy",
	[PRESERVE_MIB_TUPLEBUSY] = "TupleBusy",
	[PRESERVE_MIB_PROBESENT] = "ProbeSent",
	[PRESERVE_MIB_PROBERECEIVED] = "ProbeReceived",
	[PRESERVE_MIB_PROBEREPLYSENT] = "ProbeReplySent",
	[PRESERVE_MIB_PROBEREPLYRECEIVED] = "ProbeReplyReceived",
	[PRESERVE_MIB_PROBEWITHHELD] = "ProbeWithheld",
	[PRESERVE_MIB_PAIRSUSPENDED] = "PairSuspended",
	[PRESERVE_MIB_PROBEINVALID] = "ProbeInvalid",
	[PRESERVE_MIB_XFRMPAIR] = "XfrmPair",
	[PRESERVE_MIB_XFRMSENT] = "XfrmSent",
	[PRESERVE_MIB_SCHEDPACKETS] = "SchedPackets",
	[PRESERVE_MIB_SCHEDSEGMENTS] = "SchedSegments",
	[PRESERVE_MIB_SCHEDCOPIES] = "SchedCopies",
	[PRESERVE_MIB_SCHEDNOPATH] = "SchedNoPath",
	[PRESERVE_MIB_PATHFAILED] = "PathFailed",
	[PRESERVE_MIB_PATHRESTORED] = "PathRestored",
	[PRESERVE_MIB_SPREADAGREED] = "SpreadAgreed",
	[PRESERVE_MIB_SPREADLIMIT] = "SpreadLimit",
	[PRESERVE_MIB_SPREADSEGMENTS] = "SpreadSegments",
	[PRESERVE_MIB_ANNOUNCESENT] = "AnnounceSent",
	[PRESERVE_MIB_ANNOUNCERECEIVED] = "AnnounceReceived",
	[PRESERVE_MIB_REORDERHELD] = "ReorderHeld",
	[PRESERVE_MIB_REORDERRELEASED] = "ReorderReleased",
	[PRESERVE_MIB_REORDERLOST] = "ReorderLost",
	[PRESERVE_MIB_REORDERTIMEOUT] = "ReorderTimeout",
	[PRESERVE_MIB_REORDERFULL] = "ReorderFull",
	[PRESERVE_MIB_REORDERDUPLICATE] = "ReorderDuplicate",
	[PRESERVE_MIB_REORDERFLOWS] = "ReorderFlows",
	[PRESERVE_MIB_REORDERFLOWSCLOSED] = "ReorderFlowsClosed",
	[PRESERVE_MIB_REORDERPURGED] = "ReorderPurged",
	[PRESERVE_MIB_REORDERLIMIT] = "ReorderLimit",
};

const char *preserve_mib_name(enum preserve_mib_item item)
{
	return names[item];
}

void preserve_mib_show(struct seq_file *seq, struct preserve_mib __percpu *mib)
{
	unsigned int i;
	u64 sum;
	int cpu;

	for (i = 0; i < PRESERVE_MIB_MAX; i++) {
		sum = 0;
		for_each_possible_cpu(cpu)
			sum += READ_ONCE(per_cpu_ptr(mib, cpu)->counter[i]);
		seq_printf(seq, "%s %llu\n", names[i], sum);
	}
}
