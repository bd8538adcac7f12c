#!/bin/bash
# SPDX-License-Identifier: MIT
# The tracepoints tell what the counters count: moves with cause and both pairs, answers
# to probes, refusals; and the suspicion before a move.
# topology: two-routers
# machines: 6.1 6.12 7.3
# seconds: 6
. "${0%/*}/lib.sh"

tracing=/sys/kernel/tracing
[ -d "$tracing/events" ] || mount -t tracefs tracefs "$tracing" || give_up "no tracefs"

# traced EVENT [TEXT]: how many of them, with that text.
traced() {
	grep " preserve_$1: " "$scratch/trace" | grep -c -- "${2:-}"
}

# both COUNTER: of both ends, since mark.
both() {
	echo $(($(difference client "$1") + $(difference server "$1")))
}

check "four events" test "$(find "$tracing/events/preserve" -name format | wc -l)" -eq 4
echo 1 >"$tracing/events/preserve/enable" || give_up "cannot be enabled"
mark
transfer_start client 2500 --stream thin --interval 20
eventually 5 "negotiated" negotiated
eventually 5 "the pairs are proven" has_moved client ProbeReplyReceived
cut_link silent 1
eventually 5 "moved to link 2" column_is server cur_remote "$CLIENT2"
transfer_end
check_transfer 450
# The client's socket is in TIME_WAIT: neither end sends any more.
eventually 10 "the server's is closed" has_connections server 0
echo 0 >"$tracing/events/preserve/enable"
cat "$tracing/trace" >"$scratch/trace"

check_number "moves and follows" "$(moves)" == 2
check_number "traced" "$(traced migrated)" == 2
check_number "traced with cause" "$(traced migrated ' cause=rto ')" == "$(both MigratedRto)"
check_number "traced as followed" "$(traced migrated ' cause=followed ')" == "$(both Followed)"
check_number "from the client's pair to the other one" "$(traced migrated \
	"from_local=$CLIENT1 from_remote=$SERVER1 to_local=$CLIENT2 to_remote=$SERVER2")" == 1
check_number "the same at the server" "$(traced migrated \
	"lport=5001 .*from_local=$SERVER1 from_remote=$CLIENT1 to_local=$SERVER2 to_remote=$CLIENT2")" == 1
check_number "answers to probes" "$(both ProbeReplyReceived)" '>' 1
check_number "traced" "$(traced proven ' rtt_us=')" == "$(both ProbeReplyReceived)"
# No router has a route from one link to the other.
check_number "refused pairs" "$(both PairSuspended)" '>' 0
check_number "traced" "$(traced refused ' rests_ms=')" == "$(both PairSuspended)"
check_number "suspicions of the pair that died" \
	"$(traced suspected "local=$CLIENT1 remote=$SERVER1 silence=sender")" '>=' 1
