#!/bin/bash
# SPDX-License-Identifier: MIT
# Which addresses a peer is told: those of interfaces with a default route, of tunnels,
# what stands on them and others when they are named, and temporary ones before stable
# ones. What begins on another interface is plain TCP, at either end.
# topology: two-routers
# machines: 6.1 6.12 uml debug
# seconds: 9
. "${0%/*}/lib.sh"

for host in client server; do set_option "$host" max_option_bytes 64; done
on server python3 -c '
import socket
listener = socket.create_server(("::", 7000), family=socket.AF_INET6)
held = []
while True:
    held.append(listener.accept()[0])' &
wait_until 20 listens server 7000 || give_up "no listener"

# begin FROM TO: a connection that stays open until finish.
begin() {
	mark
	: >"$scratch/connected"
	on client python3 -c '
import socket, sys, time
held = socket.create_connection((sys.argv[2], 7000), 5, (sys.argv[1], 0))
print("connected", flush=True)
time.sleep(60)' "$1" "$2" >"$scratch/connected" &
	connected=$!
	wait_until 20 grep -q connected "$scratch/connected" || give_up "no connection from $1 to $2"
}

finish() {
	kill "$connected"
	wait "$connected" 2>/dev/null
}

# told HOST: of the newest connection, sorted.
told() {
	column "$1" told | tr , '\n' | sort | xargs
}

# tells TEXT ADDRESS...: the client tells the peer exactly these.
tells() {
	local text=$1

	shift
	begin "${from:-$CLIENT1}" "$SERVER1"
	wait_until 10 negotiated || give_up "$text: not negotiated"
	check "$text: $*" test "$(told client)" = "$(printf '%s\n' "$@" | sort | xargs)"
	finish
}

# temporary DEVICE: its temporary address.
temporary() {
	ip -n client -6 addr show dev "$1" scope global temporary |
		awk '/inet6/ { sub("/.*", "", $2); print $2; exit }'
}

has_temporary() {
	[ -n "$(temporary "$1")" ]
}

# tempaddr DEVICE ADDRESS/LEN: give it an address, and so a temporary one beside it.
tempaddr() {
	on client bash -c "echo 2 >/proc/sys/net/ipv6/conf/$1/use_tempaddr"
	ip -n client addr add "$2" dev "$1" nodad mngtmpaddr
	wait_until 10 has_temporary "$1" || give_up "no temporary address on $1"
}

# ---- interfaces -------------------------------------------------------------

tells "both have a default route" "$CLIENT2"
begin "$CLIENT1" "$SERVER1"
wait_until 10 negotiated
check "server: the same" test "$(told server)" = "$SERVER2"
finish

management=2001:db8:77::c
vpn=2001:db8:78::c
ip -n client link add mgmt0 type dummy
ip -n client link set mgmt0 up
ip -n client addr add "$management/64" dev mgmt0 nodad
for host in client server; do
	[ "$host" = client ] && here=$CLIENT1 there=$SERVER1 || here=$SERVER1 there=$CLIENT1
	ip -n "$host" link add vpn0 type ip6tnl local "$here" remote "$there" mode ip6ip6
	ip -n "$host" link set vpn0 up
done
ip -n client addr add "$vpn/64" dev vpn0 nodad
ip -n server addr add 2001:db8:78::5/64 dev vpn0 nodad
ip -n client -6 route add default dev vpn0 metric 300

tells "no default route, or a tunnel" "$CLIENT2"
check "names are taken" set_option client announce_devices "default, mgmt0 vpn0 notyet0"
check "and shown" test "$(get_option client announce_devices)" = "default mgmt0 vpn0 notyet0"
tells "named" "$CLIENT2" "$management" "$vpn"
set_option client announce_devices "'*'"
tells "all" "$CLIENT2" "$management" "$vpn"
set_option client announce_devices link1
tells "only that of the connection" -

# ---- what begins elsewhere --------------------------------------------------

set_option client announce_devices default
begin "$vpn" 2001:db8:78::5
check_moved client FallbackNotAnnounced
check_moved server
check "no connection in the table" has_connections client 0 syn
finish
set_option client announce_devices "default vpn0"
begin "$vpn" 2001:db8:78::5
check_moved client SynSent FallbackNoOption
check_moved server SynReceived FallbackNotAnnounced
finish

# ---- what stands on a tunnel --------------------------------------------------

# stands NAME TYPE...: an interface with an address and a default route that tells nobody.
stands() {
	ip -n client link add name "$1" "${@:2}"
	[ "$2" != type ] || ip -n client link set tap0 master "$1"
	ip -n client link set "$1" up
	ip -n client addr add 2001:db8:79::c/64 dev "$1" nodad
	ip -n client -6 route add default dev "$1" metric 400
	tells "$*" "$CLIENT2"
	set_option client announce_devices "default $1"
	tells "$1, named" "$CLIENT2" 2001:db8:79::c
	set_option client announce_devices default
	ip -n client link del "$1"
}

set_option client announce_devices default
ip -n client link add tap0 type ip6gretap local "$CLIENT1" remote "$SERVER1"
ip -n client link set tap0 up
stands vlan0 link tap0 type vlan id 7
stands macvlan0 link tap0 type macvlan
stands br1 type bridge forward_delay 0
ip -n client link add link tap0 name vlan1 type vlan id 8
ip -n client link set vlan1 up
stands macvlan1 link vlan1 type macvlan
ip -n client link del tap0

# ---- a bridge ---------------------------------------------------------------

set_option client announce_devices default
ip -n client link add br0 type bridge forward_delay 0
ip -n client link set br0 up
ip -n client link set link2 master br0
ip -n client addr flush dev link2 scope global
ip -n client -6 route flush default dev link2 table all
ip -n client addr add "$CLIENT2/64" dev br0 nodad
tells "a bridge without a default route" -
ip -n client -6 route add default via 2001:db8:2::1 dev br0 metric 200
tells "a bridge with one" "$CLIENT2"
ip -n client -6 route del default dev br0
ip -n client -6 route add default via 2001:db8:2::1 dev br0 table 2
tells "a bridge with one in its own table" "$CLIENT2"

# ---- temporary addresses, and prefixes --------------------------------------

tempaddr br0 2001:db8:9::c/64
ip -n client -6 route add default via 2001:db8:2::1 dev br0 metric 200
second=$(temporary br0)
tells "temporary before stable" "$CLIENT2" "$second"
tempaddr link1 2001:db8:8::c/64
ip -n r1 route add 2001:db8:8::/64 dev toclient
from=$(temporary link1)
tells "began on a temporary address: no stable one" "$second"
set_option client announce_prefixes "::/0 $CLIENT2/128"
tells "unless it is named" "$CLIENT2" "$second"
from=
set_option client announce_prefixes "2001:db8:1::/64,2001:db8:9::/64"
tells "nothing outside of the prefixes" "$second"
set_option client announce_prefixes "2001:db8:9::/64"
begin "$CLIENT1" "$SERVER1"
check_moved client FallbackNotAnnounced
finish
check "an empty list is any prefix" set_option client announce_prefixes ""
tells "any prefix, the same interface last" "$CLIENT2" "$second" "$(temporary link1)"

# ---- bad lists --------------------------------------------------------------

set_option client announce_prefixes 2001:db8::/32
refuse_list client announce_devices "default an-interface-name-that-is-too-long"
refuse_list client announce_devices "link1 a/b"
refuse_list client announce_devices "$(seq -s ' ' 17)"
refuse_list client announce_devices "$(printf '%01024d' 0)"
for bad in 2001:db8::1/64 2001:db8::/129 2001:db8::/-1 2001:db8:: link1/64 /64 "::/0 x" "10.0.0.0/8"; do
	refuse_list client announce_prefixes "$bad"
done
