#!/bin/bash
# SPDX-License-Identifier: MIT
# The questions that a crowd may send to an address that never answered are lost, all in
# one moment: it may send more a little later, so that all go on when their link dies.
# topology: two-routers
# machines: 6.1 6.12 uml
# seconds: 7
# case: queue=1000
. "${0%/*}/lib.sh"
. "${0%/*}/lib-crowd.sh"

mark
remember_link 1
remember_link 2
cut_link silent 2
crowd_start
crowd_answered "all were answered"
for host in client server; do
	eventually 5 "the $host asks, and holds back" has_moved $host ProbeWithheld
	check_counter $host ProbeReplyReceived == 0
done
heal_link 2
cut_link silent 1
crowd_ask
crowd_answered "all go on"
check_number "ms until the last goes on" "$last" '<=' 1000
heal_link 1
crowd_end
check_number "moves" "$(moves)" '>=' "$COUNT"
