#!/bin/bash
# SPDX-License-Identifier: MIT
# Where IPsec is required, nothing leaves in clear: neither what TCP sends, on which
# pair or device ever, nor what the module sends by itself; and nothing that comes in
# clear is believed.
# POLICY: the pairs that have one. all: the connection survives a cut. one: that of
# the handshake alone, so that nothing else is used. two: not that of the handshake;
# what is forged there in clear is refused. keys: the others have policies, but no
# keys until later, which nobody asks for by reading a table. block: they are forbidden.
# rekey: new keys by another algorithm while it lives. late: the same, when the address of
# the handshake has gone. opening: the way of the first uplink is dead while the client
# connects. seen: all, without encryption, so that somebody knows all numbers.
# MODE=tunnel: the same in tunnels. GROUP: two devices, IPv4 or IPv6.
# topology: two-routers
# machines: 6.1 6.12 debug
# seconds: 14
# case: rate=5mbit POLICY=all SPREAD=0
# case: rate=5mbit POLICY=all SPREAD=1
# case: rate=5mbit POLICY=all SPREAD=1 PROTO=any
# case: rate=5mbit POLICY=one SPREAD=0
# case: rate=5mbit POLICY=one SPREAD=1
# case: POLICY=two
# case: rate=5mbit POLICY=all MODE=tunnel
# case: rate=5mbit POLICY=keys
# case: rate=5mbit POLICY=block
# case: rate=5mbit POLICY=rekey
# case: rate=5mbit core=yes POLICY=opening
# case: rate=5mbit POLICY=late
# case: rate=5mbit POLICY=seen
# case: rate=5mbit core=yes GROUP=6
# case: rate=5mbit core=yes GROUP=4
. "${0%/*}/lib.sh"
. "${0%/*}/lib-forge.sh"

# Where there are no modules of it, it is part of the kernel.
modprobe -a esp4 esp6 xfrm_user authenc echainiv ansi_cprng 2>/dev/null ||
	ip xfrm state count >/dev/null || give_up "no IPsec"
proto=${PROTO:-tcp}
mode=${MODE:-transport}
cipher='cbc(aes)'
key=0x$(printf %032d 5)
spi=0

# state HOST FROM TO: keys of one direction.
state() {
	ip -n "$1" xfrm state add src "$2" dst "$3" proto esp spi "$spi" reqid 1 mode "$mode" \
		auth 'hmac(sha256)' "0x$(printf %064d 7)" enc "$cipher" "$key"
}

# policy HOST DIRECTION FROM TO [block]: which requires them, or forbids all.
policy() {
	if [ -n "${5:-}" ]; then
		ip -n "$1" xfrm policy add src "$3" dst "$4" proto "$proto" dir "$2" action block
	else
		ip -n "$1" xfrm policy add src "$3" dst "$4" proto "$proto" dir "$2" \
			tmpl src "$3" dst "$4" proto esp reqid 1 mode "$mode" level required
	fi
}

# keys CLIENT SERVER: both directions between two addresses.
keys() {
	local host

	spi=$((spi + 2))
	for host in client server; do state $host "$1" "$2"; done
	spi=$((spi + 1))
	for host in client server; do state $host "$2" "$1"; done
}

# policies CLIENT SERVER [block]
policies() {
	policy client out "$@"
	policy server in "$@"
	policy server out "$2" "$1" ${3:+"$3"}
	policy client in "$2" "$1" ${3:+"$3"}
}

# protect CLIENT SERVER
protect() {
	keys "$@"
	policies "$@"
}

# other_pairs COMMAND...: for each pair but that of the handshake.
other_pairs() {
	"$1" "$CLIENT1" "$SERVER2" "${@:2}"
	"$1" "$CLIENT2" "$SERVER1" "${@:2}"
	"$1" "$CLIENT2" "$SERVER2" "${@:2}"
}

# watch_clear ROUTER: what it forwards, counted by what can be seen of it.
watch_clear() {
	on "$1" nft -f - <<'RULES'
table inet seen {
	chain forwarded {
		type filter hook forward priority -10
		meta l4proto tcp counter comment "in_clear"
		icmpv6 type { echo-request, echo-reply } counter comment "pings"
		icmp type { echo-request, echo-reply } counter comment "pings"
		meta l4proto esp counter comment "wrapped"
	}
}
RULES
}

# seen ROUTER COUNTER
seen() {
	counted "$1" "inet seen" "$2"
}

# seen_above ROUTER COUNTER NUMBER: for eventually.
seen_above() {
	[ "$(seen "$1" "$2")" -gt "$3" ]
}

# check_seen COUNTER OPERATOR VALUE: of each router.
check_seen() {
	local router

	for router in r1 r2; do
		check_number "$router: $1" "$(seen $router "$1")" "$2" "$3"
	done
}

# renew: as a key daemon does, first the new ones, and then the old ones go.
renew() {
	local host old

	key=0x$(printf %064d 6)
	old=$spi
	keys "$CLIENT1" "$SERVER1"
	other_pairs keys
	for host in client server; do
		ip -n "$host" xfrm state list | awk -v old="$old" '
			/^src/ { src = $2; dst = $4 }
			$1 == "proto" && strtonum($4) <= old {
				print "xfrm state delete src", src, "dst", dst, "proto esp spi", $4
			}' | ip -n "$host" -batch -
	done
}

# moved_to LINK: are both ends on the pair of that link?
moved_to() {
	column_is client cur_local "$(address client "$1")" &&
		column_is server cur_remote "$(address client "$1")"
}

# bytes_received: by the server's socket so far.
bytes_received() {
	on server ss -HtniO state established |
		sed -n 's/.*bytes_received:\([0-9]*\).*/\1/p' | sort -n | tail -1
}

# asks_nobody: the client's table is read, and no keys are asked for by that.
asks_nobody() {
	on server socat -u TCP6-LISTEN:7001 /dev/null &
	wait_until 10 listens server 7001 || give_up "no listener"
	ip -n client xfrm monitor acquire >"$scratch/asked" &
	monitor=$!
	on client bash -c "exec 3<>/dev/tcp/$SERVER1/7001; cat /proc/net/preserve/aliases" >"$scratch/aliases"
	kill $monitor
	check_number "pairs read" "$(awk 'NR > 1' "$scratch/aliases" | wc -l)" == 4
	check_number "keys asked for" "$(grep -c '^acquire' "$scratch/asked")" == 0
}

all_pairs() {
	transfer_start client 4000
	eventually 5 "negotiated" has_connections server 1 established
	if [ "${SPREAD:-0}" = 1 ]; then
		eventually 5 "the second pair is in use" spread_is client "$CLIENT2" state up
		eventually 5 "by many packets" spread_above client "$CLIENT2" packets 200
		check_number "measured by echo requests" "$(spread client "$CLIENT2" probes)" \
			"$([ "$proto" = any ] && echo '>' || echo ==)" 0
	else
		wait_until 60 received server 300000 || give_up "no data before the cut"
	fi
	if [ "$POLICY" = rekey ]; then
		renew
		wait_until 60 received server 600000 || give_up "no data with new keys"
	fi
	if [ "$POLICY" = late ]; then
		cut_link address-removed 1
		eventually 5 "moved away" moved_to 2
		renew
		before=$(bytes_received)
		wait_until 5 received server $((before + 300000)) || fail "no data with new keys"
	else
		cut_link silent 1
	fi
	transfer_end
	# Behind new keys 1.3 s on Linux 6.12, below 0.9 on 6.1: the cause is not known.
	check_transfer "$([ "$POLICY" = rekey ] && echo 1500 || echo 900)"
	check_number "moves" "$(moves)" '>=' "$((2 - 2 * ${SPREAD:-0}))"
	check_seen in_clear == 0
	check_seen pings == 0
	check_seen wrapped '>' 100
	check_counter client XfrmPair == 0
	check_counter server RefusedPolicy == 0
}

one_pair() {
	[ "$POLICY" != keys ] || asks_nobody
	transfer_start client 6000
	eventually 5 "negotiated" has_connections server 1 established
	wait_until 60 received server 300000 || give_up "no data before the cut"
	cut_link silent 1
	# Where no policy demands protection, the connection does.
	[ "$POLICY" != one ] || eventually 5 "the other pair is refused" has_moved client XfrmPair
	sleep 2
	check "not moved" column_is client cur_local "$CLIENT1"
	check_number "nothing on the other link" "$(($(seen r2 in_clear) + $(seen r2 wrapped)))" == 0
	check_number "moves" "$(moves)" == 0
	if [ "$POLICY" = keys ]; then
		other_pairs keys
		eventually 10 "moved when there are keys" column_is client cur_local "$CLIENT2"
	else
		on r1 nft delete table ip6 cut
	fi
	transfer_end
	check_transfer
	check_seen in_clear == 0
}

# The SYN is not repeated in clear over the other uplink.
opening() {
	probe recv -n server --listen "$SERVER1" --duration 4500 >"$scratch/recv.json" &
	transfer_server=$!
	wait_until 60 listens server 5001 || give_up "no listener for the transfer"
	on r1 nft add table ip6 cut
	on r1 nft add chain ip6 cut way '{ type filter hook forward priority 0; }'
	on r1 nft add rule ip6 cut way iifname toclient drop
	probe send -n client --connect "$SERVER1" --duration 4500 >"$scratch/send.json" &
	transfer_client=$!
	eventually 5 "the SYN is repeated" has_moved client SynSent 2
	on r1 nft delete table ip6 cut
	transfer_end
	check_transfer
	check_counter client SynElsewhere == 0
	check_seen in_clear == 0
}

# forge KIND: on the second pair, by one who sees the first.
forge() {
	on r2 inject forge "$1" --from "$CLIENT2" --to "$SERVER2" --port 5001 \
		--sport "$(column client lport)" --watch r1 >"$scratch/inject" 2>&1 ||
		fail "$1: $(cat "$scratch/inject")"
}

forged() {
	transfer_start client 3000 --stream thin --interval 20
	eventually 5 "negotiated" has_connections server 1 established
	for kind in probe-valid probe-reply alias-valid odd-probe-other-id; do
		mark
		forge $kind
		eventually 2 "$kind: refused" has_moved server RefusedPolicy
		check_moved server RefusedPolicy
	done
	check "still on the handshake pair" column_is server cur_remote "$CLIENT1"
	mark
	transfer_end
	check_transfer 700
}

# The handshake's numbers are seen on the first link: what is forged there, in clear.
cat >"$scratch/handshake.py" <<'PY'
from forge import *
client, server, port = pack(sys.argv[1]), pack(sys.argv[2]), int(sys.argv[3])
wire = Wire('toserver')
done(sys.argv[4])
seen = wire.wait(lambda s: s.source == server and s.sport == port and s.flags == SYN | ACK)
ports = (seen.dport, port)
echo = options((PREFIX_ACK, find_option(seen.header, PREFIX_SYN)))
time = stamp(seen.time[1] + 5, seen.time[0])
wire.send(client, server, tcp(client, server, ports, (seen.ack, seen.seq + 1), ACK, time=time),
          before=echo)
wire.send(client, server, tcp(client, server, ports, (seen.ack - 1, 0), SYN, time=time))
done(sys.argv[5])
PY
# Later, on the second one: data and a RST, however they are wrapped.
cat >"$scratch/segments.py" <<'PY'
from forge import *
client, server, port = pack(sys.argv[1]), pack(sys.argv[2]), int(sys.argv[3])
wire = Wire('toclient')
seen = wire.wait(lambda s: s.source == client and s.dport == port and s.flags & ACK)

def segment(flags, data):
    return tcp(client, server, (seen.sport, port), (seen.seq + seen.length, seen.ack), flags,
               time=stamp(seen.time[0] + 1, seen.time[1]), data=data)

evil = segment(ACK | PSH, b'evil\n')
padding = padded(b'')
wire.send(client, server, evil)
wire.send(client, server, evil, before=(HOP_BY_HOP, padding))
wire.send(client, server, evil, before=(DESTINATION, padding))
wire.send(client, server, evil, before=fragment(0, 0, 1))
wire.send(client, server, evil[:32], before=fragment(0, 1, 2))
wire.send(client, server, evil[32:], before=fragment(32, 0, 2))
wire.send(client, server, segment(RST | ACK, b''))
PY

in_sight() {
	protect "$CLIENT1" "$SERVER1"
	other_pairs protect
	on server socat TCP6-LISTEN:7000 PIPE &
	wait_until 10 listens server 7000 || give_up "no echo server"
	# The client's own answer comes late.
	on client nft add table ip6 late
	on client nft add chain ip6 late leaving '{ type filter hook output priority 0; }'
	on client nft add rule ip6 late leaving tcp flags '&' syn == 0 drop
	on r1 python3 "$scratch/handshake.py" "$CLIENT1" "$SERVER1" 7000 "$scratch/ready" "$scratch/forged" &
	wait_until 10 test -e "$scratch/ready" || give_up "nobody watches"
	mark
	lines_start 120
	wait_until 10 test -e "$scratch/forged" || give_up "no SYN-ACK was seen"
	eventually 2 "an ACK and a SYN in clear are refused" has_moved server RefusedPolicy 2
	check "the server still waits" has_connections server 1 ack
	on client nft delete table ip6 late
	eventually 5 "the client's answer is taken" has_moved server AckReceived
	eventually 5 "the second pair is proven" has_moved client ProbeReplyReceived
	cut_link silent 1
	eventually 5 "both have moved" moved_to 2
	# From here on only the connection demands it.
	ip -n server xfrm policy delete src "$CLIENT2" dst "$SERVER2" proto tcp dir in
	mark
	on r2 python3 "$scratch/segments.py" "$CLIENT2" "$SERVER2" 7000
	eventually 2 "six segments in clear are refused" has_moved server RefusedPolicy 6
	lines_end
	check "nothing of them is delivered" not grep -q evil "$scratch/echo"
}

# add_ipv4: addresses and ways like those of IPv6, and over the core for link 2.
add_ipv4() {
	local host

	while read -r host dev address; do
		ip -n "$host" addr add "$address/24" dev "$dev"
	done <<-ADDRESSES
		client link1 10.0.1.2
		client link2 10.0.2.2
		server link1 10.0.11.5
		r1 toclient 10.0.1.1
		r1 toserver 10.0.11.1
		r1 core 10.0.99.1
		r2 toclient 10.0.2.1
		r2 core 10.0.99.2
	ADDRESSES
	for host in r1 r2; do on $host sysctl -qw net.ipv4.ip_forward=1; done
	for host in client server r1 r2; do
		on $host bash -c 'for f in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 0 >"$f"; done'
	done
	ip -n r2 route add 10.0.11.0/24 via 10.0.99.1
	ip -n r2 route add 10.0.1.0/24 via 10.0.99.1
	ip -n r1 route add 10.0.2.0/24 via 10.0.99.2
	ip -n server route add 10.0.0.0/16 via 10.0.11.1
	ip -n client route add 10.0.11.0/24 via 10.0.1.1
	ip -n client route add 10.0.11.0/24 via 10.0.2.1 metric 100
}

group() {
	local from=$CLIENT1 to=$SERVER1

	if [ "$GROUP" = 4 ]; then
		add_ipv4
		from=10.0.1.2 to=10.0.11.5
	else
		ip -n client route add default via 2001:db8:2::1 dev link2 table 1 metric 2000
	fi
	protect "$from" "$to"
	set_option client scheduler/enabled 1
	set_option server reorder/enabled 1
	on client bash -c 'printf "mode weighted\nlink1 1\nlink2 1\n" >/proc/net/preserve/paths' ||
		give_up "no group"
	probe recv -n server --listen "$to" --duration 3000 >"$scratch/recv.json" &
	transfer_server=$!
	wait_until 60 listens server 5001 || give_up "no listener for the transfer"
	probe send -n client --connect "$to" --bind "$from" --duration 3000 >"$scratch/send.json" &
	transfer_client=$!
	eventually 5 "both devices are used" seen_above r2 wrapped 200
	transfer_end
	check_transfer 700
	check_seen in_clear == 0
	check_seen pings == 0
	check_seen wrapped '>' 100
}

for router in r1 r2; do watch_clear $router; done
mark
if [ -n "${GROUP:-}" ]; then
	group
	exit
fi
[ "${SPREAD:-0}" = 0 ] || spread_on
case $POLICY in
all | rekey | late)
	protect "$CLIENT1" "$SERVER1"
	other_pairs protect
	all_pairs
	;;
one | keys | block)
	protect "$CLIENT1" "$SERVER1"
	[ "$POLICY" != keys ] || other_pairs policies
	[ "$POLICY" != block ] || other_pairs policies block
	one_pair
	;;
opening)
	protect "$CLIENT1" "$SERVER1"
	opening
	;;
seen)
	cipher='ecb(cipher_null)' key=
	in_sight
	;;
two)
	protect "$CLIENT2" "$SERVER2"
	forged
	;;
esac
