#!/bin/bash
# SPDX-License-Identifier: MIT
# Router 2 refuses everything, and then link 1 goes. A refusal, by a RST with the
# number that was asked for or by an ICMPv6 error that quotes it, suspends a pair for a
# while that doubles, and never for good; one with any other number does nothing.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 32
# case: rate=5mbit core=yes KIND=rst
# case: rate=5mbit core=yes KIND=icmp
. "${0%/*}/lib.sh"

case $KIND in
rst) verdict='reject with tcp reset' ;;
icmp) verdict='reject with icmpv6 type admin-prohibited' ;;
esac
on client nft -f - <<RULES
table ip6 seen {
	chain sent {
		type filter hook output priority 300
		ip6 saddr $CLIENT2 ip6 daddr $SERVER2 meta l4proto tcp counter comment "probes"
	}
}
RULES

probes() {
	counted client "ip6 seen" probes
}

proven() {
	on client awk -v a="$CLIENT2" 'NR > 1 && $2 == a && $8 != "-" { found = 1 } END { exit !found }' \
		/proc/net/preserve/aliases
}

transfer_start client 24000 --stream thin --interval 50
eventually 5 "negotiated" has_connections server 1 established
eventually 5 "proven" proven

# ---- not what was asked for -------------------------------------------------

mark
for kind in alias-rst alias-rst-bad-seq; do
	on r2 inject forge $kind --from "$CLIENT2" --to "$SERVER2" --port 5001 \
		--sport "$(column client lport)" --watch r1 >"$scratch/inject" 2>&1 ||
		fail "$kind: $(cat "$scratch/inject")"
done
eventually 2 "forged RSTs came" has_moved server AliasRstDropped 2
check_counter server PairSuspended == 0
check_counter server RefusedSequence == 1

# ---- link 2 refuses, link 1 goes --------------------------------------------

on r2 nft -f - <<RULES
table ip6 refuse {
	chain passing {
		type filter hook forward priority 0
		meta l4proto tcp $verdict
	}
}
RULES
mark
before=$(probes)
cut_link silent 1
eventually 5 "a pair is suspended" has_moved client PairSuspended
sleep 7
check_number "moves" "$(moves)" == 0
# At once, and 1, 2 and 4 s later; one may be on its way when the first refusal comes.
check_number "probes" "$(($(probes) - before))" '<=' 6

# ---- it works again ----------------------------------------------------------

on r2 nft delete table ip6 refuse
eventually 16 "moved when the pause was over" column_is client cur_local "$CLIENT2"
eventually 5 "the server follows" column_is server cur_remote "$CLIENT2"
transfer_end
check_transfer
