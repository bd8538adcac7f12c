#!/bin/bash
# SPDX-License-Identifier: MIT
# Memory that the module asks for is refused at random, at both ends, while connections
# open, move and close: no complaint, no leak, every byte arrives, and what cannot be
# protected is plain TCP. Needs the debug kernel, which refuses what one MODULE asks
# for and nothing else. With preserve_paths connections are spread.
# topology: two-routers
# machines: debug
# seconds: 40
# amount: ROUNDS=40
# case: rate=4mbit
# case: rate=4mbit MODULE=preserve_paths
. "${0%/*}/lib.sh"

ROUNDS=${ROUNDS:-2}
MODULE=${MODULE:-preserve}
most=1000000000
faults=/sys/kernel/debug/failslab
[ -w "$faults/probability" ] || give_up "this kernel injects no faults"

# address_of SECTION: of the module, in decimal.
address_of() {
	echo $((16#$(sed s/^0x// "/sys/module/$MODULE/sections/$1")))
}

# refused: so many allocations since the scenario began.
refused() {
	echo $((most - $(cat "$faults/times")))
}

# refuse PERCENT: of what the module's own code allocates from now on. Text that only
# runs when the module is loaded is not within.
refuse() {
	echo "$1" >"$faults/probability"
}

start=$(address_of .text)
echo "$start" >"$faults/require-start"
echo $((start + $(awk -v name="$MODULE" '$1 == name { print $2 }' /proc/modules))) >"$faults/require-end"
echo 32 >"$faults/stacktrace-depth"
echo "$most" >"$faults/times"
echo 1 >"$faults/interval"
echo 0 >"$faults/verbose"
echo N >"$faults/ignore-gfp-wait"
echo N >"$faults/task-filter"

[ "$MODULE" = preserve ] || spread_on
remember_link 1
for ((round = 0; round < ROUNDS; round++)); do
	mark
	# From hardly ever to always.
	refuse $((round == ROUNDS - 1 ? 100 : 5 + 90 * round / ROUNDS))
	transfer_start "$([ $((round % 2)) = 0 ] && echo client || echo server)" 3000 --connections 5
	transfer_end
	check_transfer
	refuse 0
	[ "$round" -ne $((ROUNDS - 1)) ] || [ "$MODULE" != preserve ] ||
		check_number "connections protected without memory" \
			"$(difference client Established)" == 0
done

# Connections that exist when memory runs out go on, and move when there is a little
# of it: a move takes seven pieces or so at both ends, and one that was refused is
# tried again with TCP's next time-out.
mark
transfer_start client 6000
wait_until 60 received server 100000 || give_up "no data before the cut"
check "negotiated with memory" negotiated
refuse 50
cut_link silent 1
sleep 2
refuse 5
transfer_end
refuse 0
heal_link 1
check_transfer
check_number "moves" "$(moves)" '>' 0
check_number "allocations refused" "$(refused)" '>' 20

mark
transfer_start client 1000
transfer_end
check_transfer
check "negotiated when there is memory again" negotiated
