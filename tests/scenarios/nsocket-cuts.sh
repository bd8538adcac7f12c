#!/bin/bash
# SPDX-License-Identifier: MIT
# A hundred cuts at random moments under load in both directions: one after the other, of
# the link that the session is on at that moment, each healed a random time later, so that
# some strike while the session is still resuming from the one before. Needs session-probe.
# topology: two-routers
# machines: 6.1
. "${0%/*}/lib.sh"
. "${0%/*}/lib-nsocket.sh"

CUTS=${CUTS:-100}
SEED=${SEED:-1}
RANDOM=$SEED

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

sessions_start traffic=both chunk=512 interval=50 duration=$((CUTS * 900))
cuts=0
while [ "$cuts" -lt "$CUTS" ]; do
	router=r$((1 + RANDOM % 2))
	[ "$(told client resumed | member local)" = "$CLIENT2" ] && likely=r2 || likely=r1
	[ $((RANDOM % 4)) -eq 0 ] || router=$likely
	pause 20 400
	set_cut "$router" add
	cuts=$((cuts + 1))
	pause 100 800
	set_cut "$router" delete
done
sessions_end
check_sessions
check_number "cuts" "$cuts" == "$CUTS"
check_number "resumes" "$(told client summary | member resumes)" '>=' $((CUTS / 3))
