#!/bin/bash
# SPDX-License-Identifier: MIT
# Thousands connect at once, between hosts with the module and to one without: nothing is
# taken for a fault that is only load. By hand: COUNT=10000.
# topology: two-routers
# machines: uml
# seconds: 6
# case: rate=200mbit queue=30000
# case: rate=200mbit queue=30000 plain=server
: "${COUNT:=3000}"
: "${INTERVAL:=2000}"
. "${0%/*}/lib.sh"
. "${0%/*}/lib-crowd.sh"

# Where one end is plain, none is.
negotiable=$(($(get_option client enabled) * $(get_option server enabled) * COUNT))
mark
crowd_start
crowd_answered "all were answered"
crowd_ask
crowd_answered "all were answered again"
for host in client server; do
	check_counter "$host" Established == "$negotiable"
	check_counter "$host" BlackholeAdded == 0
	check_counter "$host" FallbackNoAnswer == 0
	check_counter "$host" FallbackLimit == 0
done
crowd_end
check_number "moves" "$(moves)" == 0
