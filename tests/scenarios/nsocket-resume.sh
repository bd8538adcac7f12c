#!/bin/bash
# SPDX-License-Identifier: MIT
# How long sessions take to resume: several cuts of each kind, each of the link that the
# session is on at that moment. Tells the milliseconds from the cut until both ends are on
# the new connection: the table of docs/namesocket.md. Needs session-probe.
# topology: two-routers
# machines: 6.1
# seconds: 64
# case: CUT=silent
# case: CUT=own-link-down
# case: CUT=address-removed
. "${0%/*}/lib.sh"
. "${0%/*}/lib-nsocket.sh"

CUTS=${CUTS:-5}
RANDOM=${SEED:-1}

# measure KIND TEXT LIMIT: cuts of that kind, and the median of what they take.
measure() {
	local kind=$1 text=$2 limit=$3 times=$scratch/times n link moment before

	: >"$times"
	for ((n = 0; n < CUTS; n++)); do
		sleep "0.$((200 + RANDOM % 100))"
		link=$(session_link)
		before=$(grep -c '"resumed"' "$scratch/server.sessions")
		moment=$(ms)
		cut_link "$kind" "$link"
		# The rules of a silent cut take their time; what is first is not yet the cut.
		[ "$kind" != silent ] || moment=$(ms)
		wait_until 60 saw server resumed $((before + 1)) || give_up "$text: not resumed within a minute"
		since "$moment" "$(told server resumed | member at_ms)" >>"$times"
		heal_link "$link"
		wait_until 60 works "$link" || give_up "link $link does not work again"
	done
	echo "# $text: $(sort -n "$times" | tr '\n' ' ')"
	check_number "$text: median in ms" "$(sort -n "$times" | sed -n "$(((CUTS + 1) / 2))p")" '<=' "$limit"
}

remember_link 1
remember_link 2
if [ "$CUT" = silent ]; then
	for traffic in send receive both; do
		sessions_start traffic="$traffic" chunk=1024 interval=20 duration=$((CUTS * 1600))
		measure silent "silent cut, client: $traffic" 600
		sessions_end
		check_sessions
	done
else
	sessions_start traffic=both chunk=256 interval=50 duration=$((CUTS * 4000))
	measure "$CUT" "$CUT" 100
	sessions_end
	check_sessions
fi
