#!/bin/bash
# SPDX-License-Identifier: MIT
# Many connections at once: all are negotiated, nothing is taken for a fault that is only
# load, and when their link dies the last one goes on soon after the first, without more
# packets for each than it needs. Thousands want a wide link: crowd.sh.
# topology: two-routers
# machines: 6.1 6.12 uml
# seconds: 9
# case: queue=1000
. "${0%/*}/lib.sh"
. "${0%/*}/lib-crowd.sh"

# all_proven: has the pair of link 2 been answered to all?
all_proven() {
	[ "$(on client awk -v local="$CLIENT2" -v remote="$SERVER2" \
		'$2 == local && $4 == remote && $8 != "-" { n++ } END { print n }' /proc/net/preserve/aliases)" = "$COUNT" ]
}

# packets: probes and replies that both ends sent since mark.
packets() {
	{ moved client; moved server; } |
		awk '/^Probe(Reply)?Sent / { n += $2 } END { print n + 0 }'
}

mark
crowd_start
crowd_answered "all were answered"
check_counter client Established == "$COUNT"
check_counter server Established == "$COUNT"
check_counter client BlackholeAdded == 0
check_number "moves" "$(moves)" == 0
remember_link 1
eventually 20 "all know that the other link works" all_proven
before=$(packets)
cut_link silent 1
crowd_ask
crowd_answered "all go on"
check_number "ms until the last goes on" "$last" '<=' 1000
check_number "probes and replies for each since the cut" $((($(packets) - before) / COUNT)) '<=' 20
check_counter client AliasNoSocket == 0
check_counter server AliasNoSocket == 0
# What has no TIME_WAIT answers with RSTs, which are believed when they come from everywhere.
heal_link 1
crowd_end
check_number "moves" "$(moves)" '>=' "$COUNT"
