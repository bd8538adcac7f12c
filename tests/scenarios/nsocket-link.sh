#!/bin/bash
# SPDX-License-Identifier: MIT
# A session whose own link goes down, or loses its address or its carrier, resumes over
# the other link within 100 ms of the kernel's word of it. Needs session-probe.
# topology: two-routers
# machines: 6.1 6.12
# seconds: 20
# case: CUT=own-link-down
# case: CUT=address-removed
# case: CUT=carrier
. "${0%/*}/lib.sh"
. "${0%/*}/lib-nsocket.sh"

sessions_start traffic=both chunk=4096 interval=20 duration=2500
# The kernel holds news of a carrier back, for up to a second after those of another; by
# then the silence may have been noticed.
on client ip monitor link | { read -r && ms >"$scratch/news"; } &
sleep 0.5
moment=$(ms)
cut_link "$CUT" 1
gap=150
if [ "$CUT" = carrier ]; then
	wait_until 20 test -s "$scratch/news" || give_up "no news of the carrier"
	moment=$(cat "$scratch/news")
	gap=450
fi
# Dialling and proving who one is take a round trip of 20 ms each. Between two bytes
# received lie also the last one's way, and that of the first one after the resume.
check_resumed "$CUT" client 1 "$moment" 100
check_resumed "$CUT" server 1 "$moment" 120
sessions_end
check_sessions
check_number "client: resumes" "$(told client summary | member resumes)" == 1
check_gap client "$gap"
check_gap server "$gap"
