#!/bin/bash
# SPDX-License-Identifier: MIT
# Cuts at random moments under load in both directions: one after the other,
# mostly of the link that the session is on at that moment, each healed a random time later,
# so that some are over before they are noticed, and some strike while the session is still
# resuming from the one before. Needs session-probe.
#
#   ./preserve lab exec --no-host-root two-routers -- tests/scenarios/nsocket-cuts.sh CUTS=1000 SEED=2
# topology: two-routers
# machines: 6.1
# seconds: 34
# amount: CUTS=1000
. "${0%/*}/lib.sh"
. "${0%/*}/lib-nsocket.sh"

CUTS=${CUTS:-50}
RANDOM=${SEED:-1}

# pause LEAST MOST: a random time in milliseconds.
pause() {
	local time=$(($1 + RANDOM % ($2 - $1)))

	sleep "$((time / 1000)).$(printf %03d $((time % 1000)))"
}

# Elements of a set, so that a cut costs one process: links by their names in the routers.
for router in r1 r2; do
	on "$router" nft add table ip6 cuts
	on "$router" nft add set ip6 cuts off '{ type ifname; }'
	on "$router" nft add chain ip6 cuts dropped '{ type filter hook forward priority 0; }'
	on "$router" nft add rule ip6 cuts dropped iifname @off drop
done

# set_cut ROUTER add|delete: for packets of both directions.
set_cut() {
	on "$1" nft "$2" element ip6 cuts off '{ toclient, toserver }'
}

# A cut and its repair take about 440 ms; the cuts go on for as long as the session does.
sessions_start traffic=both chunk=512 interval=50 duration=$((CUTS * 480))
cuts=0
while kill -0 "$sessions_client" 2>/dev/null; do
	router=r$((1 + RANDOM % 2))
	[ $((RANDOM % 4)) -eq 0 ] || router=r$(session_link)
	pause 20 200
	set_cut "$router" add
	cuts=$((cuts + 1))
	pause 100 450
	set_cut "$router" delete
done
sessions_end
check_sessions
check_number "cuts" "$cuts" '>=' "$CUTS"
check_number "resumes" "$(told client summary | member resumes)" '>=' $((CUTS / 4))
