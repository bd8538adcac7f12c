#!/bin/bash
# SPDX-License-Identifier: MIT
# A session survives a silent cut of the link it uses, whichever end sends; then the
# first link is repaired, and the session, which is on the second by now, survives the
# cut of that one. This is the demonstration of chapter 6.2 of the thesis of 1999, where
# somebody pulls the cable. Needs session-probe.
# topology: two-routers
# machines: 6.1 6.12
# seconds: 20
# case: TRAFFIC=both
# case: TRAFFIC=idle
. "${0%/*}/lib.sh"
. "${0%/*}/lib-nsocket.sh"

# Nothing comes for 250 ms after the question: silence. An end that has sent asks after
# 63 ms, one that only receives after 100 ms. Timers have 25 ms each; dialling, proving
# who one is and the first bytes take a round trip of 20 ms each.
case $TRAFFIC in
send | both) limit=450 ;;
receive) limit=500 ;;
# A byte every 3 s: what is written into the cut is there as soon.
idle) limit=$((3000 + 450)) ;;
esac
if [ "$TRAFFIC" = idle ]; then
	sessions_start traffic=both chunk=1 interval=3000 duration=8000
else
	sessions_start traffic="$TRAFFIC" chunk=4096 interval=20 duration=4500
fi
remember_link 1
remember_link 2
sleep 0.5

# cut_and_resume LINK N OTHER: the cut makes the Nth resume, over the other link.
cut_and_resume() {
	local moment

	cut_link silent "$1"
	moment=$(ms)
	check_resumed "cut of link $1" client "$2" "$moment" "$limit"
	check_resumed "cut of link $1" server "$2" "$moment" "$limit"
	check "the session is on link $3" on_link "$3"
}

# on_link LINK: is the last resume's connection on it?
on_link() {
	[ "$(told client resumed | member local)" = "$(address client "$1")" ]
}

cut_and_resume 1 1 2
heal_link 1
eventually 20 "link 1 works again" works 1
cut_and_resume 2 2 1
heal_link 2
sessions_end
check_sessions
[ "$TRAFFIC" = send ] || check_gap client "$limit"
[ "$TRAFFIC" = receive ] || check_gap server "$limit"
