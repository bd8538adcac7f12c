#!/bin/bash
# SPDX-License-Identifier: MIT
# The pairs of a connection are proven before they are needed, at both ends, but not
# one packet is spent on a connection that stays short.
# topology: two-routers
# machines: 6.1 6.12 debug
# seconds: 25
. "${0%/*}/lib.sh"

# proven HOST LOCAL: did a probe find an answer on a pair with that address?
proven() {
	on "$1" awk -v a="$2" 'NR > 1 && $2 == a && $4 ~ /:2:|:12:/ && $8 != "-" { found = 1 }
		END { exit !found }' /proc/net/preserve/aliases
}

# probes: of both ends since mark
probes() {
	echo $(($(difference client ProbeSent) + $(difference server ProbeSent)))
}

mkdir -p "$scratch/www"
serve_files
probe document --help >/dev/null 2>&1
head -c 40000 /dev/zero >"$scratch/www/short"
mark
for _ in 1 2 3; do
	on client curl -sS -o "$scratch/got" "http://[$SERVER1]/short" ||
		fail "the download"
done
check "negotiated" negotiated
check_number "bytes" "$(stat -c %s "$scratch/got")" == 40000
check_number "probes for short connections" "$(probes)" == 0

mark
transfer_start client 4000 --stream thin --interval 100
eventually 5 "negotiated" negotiated
check_number "probes at once" "$(probes)" == 0
eventually 4 "a second later: proven at the client" proven client "$CLIENT2"
eventually 4 "and at the server" proven server "$SERVER2"
transfer_end
check_transfer
check_number "probes for it" "$(probes)" '<=' 16

mark
transfer_start client 3000
wait_until 60 received server 200000 || give_up "no data"
check "64 kB: proven at the client" proven client "$CLIENT2"
check "and at the server" proven server "$SERVER2"
transfer_end
check_transfer
