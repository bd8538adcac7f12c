#!/bin/bash
# SPDX-License-Identifier: MIT
# Segments forged by somebody who sees a connection, on another pair of it and on the
# one in use, COUNT of each kind: each is counted, none breaks or moves the
# connection, and plain TCP beside it, which gets the same, comes off no better.
# topology: two-routers
# machines: 6.1 6.12 7.3 uml debug
# seconds: 46
. "${0%/*}/lib.sh"

: "${COUNT:=20}"
plain_start 28000 --stream thin --interval 20
transfer_start client 28000 --stream thin --interval 20
eventually 5 "a connection" connected 5001
eventually 5 "negotiated" has_connections server 1 established
check "the other is plain" has_connections client 1 established

# What the server sends to each of the two.
on server nft -f - <<'N'
table ip6 answers {
	chain output {
		type filter hook output priority 300
		tcp sport 5001 counter comment "5001"
		tcp sport 5002 counter comment "5002"
	}
}
N

# ports: notes those of the client.
ports() {
	sport5001=$(client_port 5001)
	sport5002=$(client_port 5002)
}

# forge KIND LINK PORT: from the router of that link, with the numbers that are seen
# on the first one.
forge() {
	local sport="sport$3"

	on "r$2" inject forge "$1" --from "$(address client "$2")" --to "$(address server "$2")" \
		--port "$3" --sport "${!sport}" --count "$COUNT" --watch r1 >/dev/null
}

# answers: packets that the server has sent to each.
answers() {
	on server nft list table ip6 answers | awk '/counter/ { print $6 }'
}

# no_more KIND LINK: both get it, and for a quarter of a second ours is not answered
# more often. (Acknowledgments of the streams themselves are among them.)
no_more() {
	local before after plain

	mark
	before=($(answers))
	forge "$1" "$2" 5002 &
	plain=$!
	forge "$1" "$2" 5001 || fail "$1: not forged"
	wait "$plain" || fail "$1: not forged for plain TCP"
	sleep 0.25
	after=($(answers))
	check_number "$1, link $2: packets sent" $((after[0] - before[0])) '<=' $((after[1] - before[1] + 3))
}

ports

# On the other pair. Data with all the right numbers are as good as the peer's own: but
# then the peer is asked, and it answers that it is not there.
inject list | grep '^forge ' >"$scratch/kinds"
while read -r _ kind expected _; do
	no_more "$kind" 2
	[ "$expected" = - ] || check_counter server "$expected" '>' 0
	check_counter server AliasNoSocket == 0
	check "$kind: still negotiated" has_connections server 1 established
	if [ "$kind" = probe-move ]; then
		# That pair is proven, and who sees the connection can tell of a move to
		# it; the peer's next data bring it back.
		eventually 3 "$kind: on the handshake pair" column_is server cur_remote "$CLIENT1"
		continue
	fi
	check "$kind: still on the handshake pair" column_is server cur_remote "$CLIENT1"
	check_counter server Followed == 0
done <"$scratch/kinds"

# On the pair in use.
while read -r _ kind _; do
	[ "$kind" != alias-rst ] || continue
	no_more "$kind" 1
	check_number "$kind, link 1: moves" "$(moves)" == 0
done <"$scratch/kinds"

# sent_again PORT: bytes, by the client.
sent_again() {
	on client ss -HtniO "dport = :$1" | awk '
		{ for (i = 1; i <= NF; i++) if (split($i, p, ":") == 2 && p[1] == "bytes_retrans") n = p[2] }
		END { print n + 0 }'
}

check_number "bytes sent again" "$(sent_again 5001)" '<=' "$(sent_again 5002)"
transfer_end
wait "$plain_client" "$plain_server"
gap=$(result plain-recv largest_gap_ms)
# The next data come 20 ms later.
check_transfer $((${gap%.*} + 20))
check_number "plain: bytes received" "$(result plain-recv received)" == "$(result plain-send accepted)"

# With all the right numbers a RST on the pair in use ends any connection.
plain_start 3000 --stream thin --interval 20
transfer_start client 3000 --stream thin --interval 20
eventually 5 "a connection" connected 5001
ports
for port in 5002 5001; do
	forge alias-rst 1 "$port"
	eventually 2 "a RST ends $port" not connected "$port"
done
