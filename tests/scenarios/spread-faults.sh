#!/bin/bash
# SPDX-License-Identifier: MIT
# Ten connections are spread while links fail and come back at random for a minute,
# one at a time or both: every byte arrives, nothing is stuck, nothing is left.
# topology: two-routers
# machines: uml debug
# seconds: 170
# case: rate=4mbit
. "${0%/*}/lib.sh"

SEED=${SEED:-1}
RANDOM=$SEED
connections=10
kinds=(silent carrier own-link-down address-removed route-removed far-link)

# between LOW HIGH: milliseconds, as sleep takes them.
between() {
	local ms=$(($1 + RANDOM % ($2 - $1)))

	printf '%d.%03d\n' $((ms / 1000)) $((ms % 1000))
}

# break_links: one link, or with one chance in eight both, fails and works again.
break_links() {
	local first=$((1 + RANDOM % 2)) second=0 kind=${kinds[RANDOM % 6]}

	[ $((RANDOM % 8)) -gt 0 ] || second=$((3 - first))
	cut_link "$kind" "$first"
	[ "$second" = 0 ] || cut_link silent "$second"
	sleep "$(between 50 3000)"
	heal_link "$first"
	[ "$second" = 0 ] || heal_link "$second"
	faults=$((faults + 1))
}

# all_closed: no connection is left in either host.
all_closed() {
	has_connections client 0 && has_connections server 0
}

sender=$([ $((SEED % 2)) = 1 ] && echo client || echo server)
spread_on
remember_link 1
remember_link 2
mark
transfer_start "$sender" 60000 --connections "$connections"
wait_until 60 received "$(other "$sender")" 100000 || give_up "no data before the faults"
faults=0
end=$(($(now_ms) + 54000))
while [ "$(now_ms)" -lt "$end" ]; do
	break_links
	sleep "$(between 200 2500)"
done
transfer_end
check_number "faults" "$faults" '>=' 10
check_transfer
check_counter "$(other "$sender")" ReorderHeld '>=' 1
eventually 180 "all connections are closed" all_closed
for host in client server; do
	check "$host: no segment left in a buffer" holds_nothing "$host"
	check_number "$host: held, but neither released nor purged" \
		$(($(difference "$host" ReorderHeld) - $(difference "$host" ReorderReleased) - $(difference "$host" ReorderPurged))) == 0
done
