/* SPDX-License-Identifier: GPL-2.0-only */
/* The counters in their order, for whoever defines ITEM(); see mib.h. */
ITEM(SYNSENT, "SynSent") /* SYN sent with PREFIX_SYN */
ITEM(SYNRECEIVED, "SynReceived") /* SYN received with a valid PREFIX_SYN */
ITEM(SYNACKSENT, "SynAckSent") /* SYN-ACK sent with both options */
ITEM(SYNACKRECEIVED, "SynAckReceived") /* SYN-ACK received with both options */
ITEM(SYNELSEWHERE, "SynElsewhere") /* SYN repeated over another uplink as well */
ITEM(OPENEDELSEWHERE, "OpenedElsewhere") /* that one was answered first, and used */
ITEM(ACKSENT, "AckSent") /* ACK sent with PREFIX_ACK */
ITEM(ACKRECEIVED, "AckReceived") /* ACK received with the PREFIX_ACK waited for */
ITEM(ACKASKED, "AckAsked") /* ACK sent with PREFIX_SYN: the PREFIX_ACK is missing */
ITEM(ESTABLISHED, "Established") /* connection negotiated, either role */
ITEM(CLOSED, "Closed") /* negotiated connection left the table */
ITEM(HALFOPENEXPIRED, "HalfOpenExpired") /* handshake given up before it was negotiated */
ITEM(FALLBACKNOOPTION, "FallbackNoOption") /* SYN-ACK without option: no module there */
ITEM(FALLBACKNOANSWER, "FallbackNoAnswer") /* SYN repeated without: no answer */
ITEM(FALLBACKBLACKHOLE, "FallbackBlackhole") /* SYN sent without: known to drop it */
ITEM(FALLBACKSYNACK, "FallbackSynAck") /* SYN-ACK repeated without: no answer */
ITEM(FALLBACKBOUND, "FallbackBound") /* not sent or taken: bound to a device */
ITEM(FALLBACKLIMIT, "FallbackLimit") /* not sent or taken: no room for it */
ITEM(FALLBACKNOTANNOUNCED, "FallbackNotAnnounced") /* not sent or taken: not to be told */
ITEM(FALLBACKTAKEN, "FallbackTaken") /* not sent: a pair of another connection */
ITEM(FALLBACKDATA, "FallbackData") /* not sent: the SYN carries data (TCP Fast Open) */
ITEM(FALLBACKSCOPE, "FallbackScope") /* not sent or taken: addresses of two scopes */
ITEM(FALLBACKPROGRAM, "FallbackProgram") /* not sent or taken: PRESERVE_ENABLE is 0 */
ITEM(FALLBACKPLAINLOCALPORT, "FallbackPlainLocalPort") /* not sent or taken: plain_local_ports */
ITEM(FALLBACKPLAINREMOTEPORT, "FallbackPlainRemotePort") /* not sent or taken: plain_remote_ports */
ITEM(FALLBACKPLAINPREFIX, "FallbackPlainPrefix") /* not sent or taken: plain_prefixes */
ITEM(FALLBACKPLAINMARK, "FallbackPlainMark") /* not sent or taken: plain_marks */
ITEM(SINGLEPAIR, "SinglePair") /* negotiated, but neither end has an alternative */
ITEM(BLACKHOLEADDED, "BlackholeAdded") /* destination remembered: it drops the option */
ITEM(OPTIONTRUNCATED, "OptionTruncated") /* option refused: ends early */
ITEM(OPTIONMALFORMED, "OptionMalformed") /* option refused: bad length */
ITEM(OPTIONDUPLICATE, "OptionDuplicate") /* option refused: an address twice */
ITEM(OPTIONFORBIDDEN, "OptionForbidden") /* option refused: address not allowed */
ITEM(OPTIONTOOMANY, "OptionTooMany") /* option refused: more prefixes than max_prefixes */
ITEM(OPTIONCHECKSUM, "OptionChecksum") /* option refused: checksum extension wrong */
ITEM(ECHOMISMATCH, "EchoMismatch") /* PREFIX_ACK differs from the PREFIX_SYN sent */
ITEM(REFUSEDSEQUENCE, "RefusedSequence") /* segment not believed: number or flags */
ITEM(REFUSEDACK, "RefusedAck") /* segment not believed: acknowledgment number */
ITEM(REFUSEDTIME, "RefusedTime") /* segment not believed: time stamp old or missing */
ITEM(REFUSEDHOPLIMIT, "RefusedHopLimit") /* segment or error: came from too far */
ITEM(REFUSEDPOLICY, "RefusedPolicy") /* segment not believed: IPsec policy */
ITEM(REFUSEDCHECKSUM, "RefusedChecksum") /* segment not believed: TCP checksum */
ITEM(REFUSEDFILTER, "RefusedFilter") /* segment not believed: filter of the socket */
ITEM(REFUSEDDEVICE, "RefusedDevice") /* segment not believed: another device, or VRF */
ITEM(REFUSEDSIGNATURE, "RefusedSignature") /* segment not believed: could not be signed */
ITEM(REFUSEDERROR, "RefusedError") /* ICMPv6 error about nothing in flight */
ITEM(ALIASRECEIVED, "AliasReceived") /* segment given to its socket by alias lookup */
ITEM(ALIASNOSOCKET, "AliasNoSocket") /* segment on an alias whose socket is gone */
ITEM(ALIASRSTDROPPED, "AliasRstDropped") /* RST on a pair not, or not surely, in use */
ITEM(MIGRATEDRTO, "MigratedRto") /* moved: the path timed out */
ITEM(MIGRATEDNOROUTE, "MigratedNoRoute") /* moved: no route */
ITEM(MIGRATEDLINKDOWN, "MigratedLinkDown") /* moved: interface down or gone */
ITEM(MIGRATEDADDRREMOVED, "MigratedAddressRemoved") /* moved: local address removed */
ITEM(MIGRATEDRESTORED, "MigratedPathRestored") /* moved back: that pair works again */
ITEM(MIGRATEDREQUESTED, "MigratedRequested") /* moved: its program asked */
ITEM(FOLLOWED, "Followed") /* moved: the peer did */
ITEM(FOLLOWHOLDDOWN, "FollowHolddown") /* not followed: a pair just left */
ITEM(FOLLOWUNUSABLE, "FollowUnusable") /* not followed: pair not usable here */
ITEM(FOLLOWPRECEDENCE, "FollowPrecedence") /* not followed: we moved, and go first */
ITEM(FOLLOWASKED, "FollowAsked") /* segment on another pair: the peer is asked */
ITEM(NOUSABLEPAIR, "NoUsablePair") /* no proven pair to move to: waiting */
ITEM(SCANS, "Scans") /* looked whom changes of this host concern */
ITEM(SCANNED, "Scanned") /* connection looked at by those */
ITEM(SOCKETBUSY, "SocketBusy") /* worker put off: a program uses the socket */
ITEM(TUPLEBUSY, "TupleBusy") /* pair skipped: another socket owns it */
ITEM(PROBESENT, "ProbeSent") /* probe sent on a pair */
ITEM(PROBERECEIVED, "ProbeReceived") /* valid probe received */
ITEM(PROBEREPLYSENT, "ProbeReplySent") /* reply to a probe sent */
ITEM(PROBEREPLYRECEIVED, "ProbeReplyReceived") /* reply to a probe of ours received */
ITEM(PROBEWITHHELD, "ProbeWithheld") /* probe or reply not sent: no answer so far */
ITEM(PAIRSUSPENDED, "PairSuspended") /* pair refused, or busy: not used for a while */
ITEM(PROBEINVALID, "ProbeInvalid") /* probe or reply dropped: unknown, or too many */
ITEM(XFRMPAIR, "XfrmPair") /* pair not used: other protection by IPsec */
ITEM(XFRMSENT, "XfrmSent") /* segment of TCP dropped: its pair is protected no more */
ITEM(SCHEDPACKETS, "SchedPackets") /* packet given to a path of a group */
ITEM(SCHEDSEGMENTS, "SchedSegments") /* of those, cut out of a GSO packet */
ITEM(SCHEDCOPIES, "SchedCopies") /* copy sent over a further path */
ITEM(SCHEDNOPATH, "SchedNoPath") /* no path usable: sent as without the scheduler */
ITEM(PATHFAILED, "PathFailed") /* path taken out of use */
ITEM(PATHRESTORED, "PathRestored") /* path taken back into use */
ITEM(SPREADAGREED, "SpreadAgreed") /* both ends take segments on every pair */
ITEM(SPREADLIMIT, "SpreadLimit") /* not spread all the same: too many, or no memory */
ITEM(SPREADSEGMENTS, "SpreadSegments") /* segment sent on another than the current pair */
ITEM(ANNOUNCESENT, "AnnounceSent") /* move told to the peer, repetitions included */
ITEM(ANNOUNCERECEIVED, "AnnounceReceived") /* move told by the peer, new or not */
ITEM(REORDERHELD, "ReorderHeld") /* segment held for those before it */
ITEM(REORDERRELEASED, "ReorderReleased") /* held segment given to TCP */
ITEM(REORDERLOST, "ReorderLost") /* gap shown to TCP: every path has passed it */
ITEM(REORDERTIMEOUT, "ReorderTimeout") /* gap shown to TCP: waited long enough */
ITEM(REORDERFULL, "ReorderFull") /* gap shown to TCP: buffer full */
ITEM(REORDERDUPLICATE, "ReorderDuplicate") /* segment dropped: it is held already */
ITEM(REORDERFLOWS, "ReorderFlows") /* connection given a buffer */
ITEM(REORDERFLOWSCLOSED, "ReorderFlowsClosed") /* buffer taken away again */
ITEM(REORDERPURGED, "ReorderPurged") /* held segment dropped: its interface went */
ITEM(REORDERLIMIT, "ReorderLimit") /* no buffer given: too many, or no memory */
