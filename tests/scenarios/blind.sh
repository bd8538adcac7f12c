#!/bin/bash
# SPDX-License-Identifier: MIT
# Somebody who knows addresses and ports, and nothing else, sends segments with
# random numbers, COUNT of each kind (inject list), on each pair of a connection
# and to both ends: nothing changes, the module sends no more than plain TCP under
# the same attack, and afterwards the connection survives a cut as any other.
# By hand, in User-mode Linux, where nobody is busy: COUNT=125000 INTERVAL=0.
# topology: two-links
# machines: 6.1 uml debug
# seconds: 34
# case: rate=20mbit COUNT=300
# case: rate=20mbit COUNT=300 SPREAD=1
. "${0%/*}/lib.sh"

count=${COUNT:-300}
[ -z "${SPREAD:-}" ] || spread_on

# join HOST: the attacker's own link to it, on which it answers nobody.
join() {
	ip link add "to$1" netns attacker type veth peer name attack netns "$1"
	ip -n attacker link set "to$1" addrgenmode none up
	ip -n attacker -6 addr add fe80::bad/64 dev "to$1" nodad
	ip -n "$1" link set attack up
}

# aim HOST ADDRESS
aim() {
	ip -n attacker -6 route replace "$2" dev "to$1"
	ip -n attacker -6 neigh replace "$2" dev "to$1" \
		lladdr "$(ip -n "$1" -o link show attack | sed 's/.*ether \([^ ]*\).*/\1/')"
}

ip netns add attacker
for host in client server; do
	join "$host"
done
for link in 1 2; do
	aim server "$(address server "$link")"
	aim client "$(address client "$link")"
done

duration=${DURATION:-24000}
plain_start "$duration" --stream thin --interval 200
transfer_start client "$duration" --stream thin --interval 200
eventually 5 "a connection" connected 5001
eventually 5 "negotiated" has_connections server 1 established
check "the other is plain" has_connections client 1 established
port5001=$(client_port 5001)
port5002=$(client_port 5002)
sleep 3

# sent HOST: packets, those that the module made itself among them.
sent() {
	on "$1" awk '/^(Ip6OutRequests|ProbeSent|ProbeReplySent)/ { n += $2 } END { print n }' \
		/proc/net/snmp6 /proc/net/preserve/stats
}

# attack VICTIM PORT CLIENT_ADDRESS SERVER_ADDRESS: prints how many packets the
# victim sent meanwhile.
attack() {
	local before after sport="port$2" pace="--interval ${interval:-$INTERVAL}"

	before=$(sent "$1")
	if [ "$1" = server ]; then
		on attacker inject blind "${KIND:-all}" --from "$3" --to "$4" --dev toserver \
			--sport "${!sport}" --port "$2" --count "$count" --seed "$seed" $pace
	else
		on attacker inject blind "${KIND:-all}" --from "$4" --to "$3" --dev toclient \
			--sport "$2" --port "${!sport}" --count "$count" --seed "$seed" $pace
	fi >"$scratch/inject.$BASHPID" 2>&1 || {
		cat "$scratch/inject.$BASHPID" >&2
		return
	}
	sleep 0.3
	after=$(sent "$1")
	echo $((after - before))
}

# state HOST: all that must not change.
state() {
	on "$1" awk '{ print $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 }' /proc/net/preserve/connections
	on "$1" awk '{ print $1, $2, $3, $4, $5 }' /proc/net/preserve/aliases
}

# A pause of a millisecond after one of each kind: a processor that is busy with the
# attack alone makes the connection's own segments late, and then its peer asks.
INTERVAL=${INTERVAL:-1}
seed=0
for victim in server client; do
	for pair in "1 1" "2 2" "1 2" "2 1"; do
		seed=$((seed + 1))
		read -r c s <<<"$pair"
		mark
		state "$victim" >"$scratch/before"
		plain=$(attack "$victim" 5002 "$(address client "$c")" "$(address server "$s")")
		ours=$(attack "$victim" 5001 "$(address client "$c")" "$(address server "$s")")
		text="$victim, client's address $c, server's $s"
		echo "# $text: sent $ours, plain $plain; $(moved "$victim" | tr '\n' ' ')"
		state "$victim" >"$scratch/after"
		check "$text: nothing changed" cmp "$scratch/before" "$scratch/after"
		check_number "$text: moves" "$(moves)" == 0
		check_number "$text: packets sent" "$ours" '<=' $((plain + 10))
		[ -n "${SPREAD:-}" ] || check_number "$text: probes" \
			"$(($(difference "$victim" ProbeSent) + $(difference "$victim" ProbeReplySent)))" == 0
	done
done

# The attack goes on while link 1 is cut: the connection moves all the same.
for victim in server client; do
	for pair in "1 1" "2 2" "1 2" "2 1"; do
		read -r c s <<<"$pair"
		count=300 interval=20 attack "$victim" 5001 "$(address client "$c")" "$(address server "$s")" >/dev/null &
	done
done
for host in client server; do
	on "$host" nft -f - <<'RULES'
table netdev cut {
	chain dropped {
		type filter hook ingress device "link1" priority 0
		policy drop
	}
}
RULES
done
# Who spreads has the other path already, and need not move.
if [ -z "${SPREAD:-}" ]; then
	eventually 6 "the client moves after a cut" column_is client cur_local "$CLIENT2"
	eventually 6 "the server as well" column_is server cur_remote "$CLIENT2"
	sleep 2
	check "still there" column_is client cur_local "$CLIENT2"
fi
transfer_end
check_transfer
