#!/bin/bash
# SPDX-License-Identifier: MIT
# A thousand sessions between two hosts lose their link at the same moment. Each resumes
# over the other link, hardly any twice, and every byte arrives; before that none takes
# the load of a thousand beginnings for a dead path. Needs session-probe.
# topology: two-routers
# machines: 6.1
# seconds: 23
# case: SESSIONS=1000 queue=10000
. "${0%/*}/lib.sh"
. "${0%/*}/lib-nsocket.sh"

# distinct HOST: sessions that have resumed.
distinct() {
	grep '"resumed"' "$scratch/$1.sessions" | member session | sort -u | wc -l
}

# all_resumed HOST
all_resumed() {
	[ "$(distinct "$1")" -eq "$sessions" ]
}

# times HOST: when the first, the middle and the last session resumed, in ms after the cut.
times() {
	local n

	for n in 1 $((sessions / 2)) "$sessions"; do
		since "$moment" "$(told "$1" resumed "$n" | member at_ms)"
	done
}

# A socket for each session, and one for each that resumes.
ulimit -n $((3 * sessions + 100))
sessions_start at_once=50 traffic=both chunk=512 interval=1500 duration=${DURATION:-12000}
check "no session resumed before the cut" [ "$(distinct client)" -eq 0 ]
remember_link 1
cut_link silent 1
moment=$(ms)
for host in client server; do
	eventually 60 "$host: all sessions resumed" all_resumed "$host"
	echo "# $host: first, middle and last resumed after ms:" $(times "$host")
done
sessions_end
check_sessions
for host in client server; do
	check_number "$host: resumes" "$(told "$host" summary | member resumes)" '<=' $((sessions * 11 / 10))
	check_number "$host: memory, in KiB of one session" \
		$(($(told "$host" summary | member peak_kib) / sessions)) '<=' 256
done
