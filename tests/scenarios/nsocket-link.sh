#!/bin/bash
# SPDX-License-Identifier: MIT
# A session whose own link goes down, loses its address or its carrier resumes over the
# other link within 100 ms of that: the kernel says so, and nothing is waited for. Needs
# session-probe.
# topology: two-routers
# machines: 6.1 6.12
# case: CUT=own-link-down
# case: CUT=address-removed
# case: CUT=carrier
. "${0%/*}/lib.sh"
. "${0%/*}/lib-nsocket.sh"

# Dialling and proving who one is take a round trip of 20 ms each. Between two bytes
# received lie also the last one's way, and that of the first one after the resume.
sessions_start traffic=both chunk=4096 interval=20 duration=2500
sleep 0.5
moment=$(ms)
cut_link "$CUT" 1
check_resumed "$CUT" client 1 "$moment" 100
check_resumed "$CUT" server 1 "$moment" 120
sessions_end
check_sessions
check_number "client: cause" "$(told client resumed | grep -c 'the local address is gone')" == 1
check_number "client: resumes" "$(told client summary | member resumes)" == 1
check_gap client 150
check_gap server 150
