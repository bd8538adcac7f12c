#!/bin/bash
# SPDX-License-Identifier: MIT
# A session with a server that is known from an earlier one does not wait for the server's answer: connecting, writing,
# reading the end and closing takes two round trips like TCP, and a third until the server has confirmed the close.
# topology: two-links
# machines: 6.1
# seconds: 6
# case: plain=client plain=server
. "${0%/*}/lib.sh"

round_trip=20000 # us, of the topology

on server preserve-bench server >"$scratch/bench-server" 2>&1 &
wait_until 20 listens server 7100 || give_up "nobody listens"

# median TRANSPORT: us from connecting to the end of closing.
median() {
	on client preserve-bench rate "$SERVER1" --transport "$1" --count 30 --warm-up 2 --repeats 1 --interval 0 --json \
		2>/dev/null | python3 -c '
import json, sys
print(round([json.loads(line) for line in sys.stdin][-1]["cases"][0]["metrics"]["p50_us"]["median"]))'
}

# takes TRANSPORT ROUND_TRIPS: within a tenth of a round trip, which leaves room for what the processor does.
takes() {
	local us

	us=$(median "$1")
	check_number "$1: us" "$us" '>=' "$(($2 * round_trip))"
	check_number "$1: us" "$us" '<=' "$(($2 * round_trip + round_trip / 10))"
}

takes tcp 2
takes nsocket2 3
