#!/bin/bash
# SPDX-License-Identifier: MIT
# Links that are not plain Ethernet: a tunnel of WireGuard, a bond, a bridge, a macvlan, a
# VLAN. A connection that began on one is moved away when it dies silently and when its
# interface goes, and comes back to it. A bond that changes its port is no reason to move.
# topology: two-links
# machines: 6.1 6.12 7.3 uml debug
# seconds: 9
# case: KIND=wireguard
# case: KIND=bond
# case: KIND=bridge
# case: KIND=macvlan
# case: KIND=vlan
. "${0%/*}/lib.sh"
. "${0%/*}/lib-led.sh"

# neighbour HOST: of link 1, by the address that it has below a tunnel.
below() {
	[ "$1" = client ] && echo fd00:1::c || echo fd00:1::5
}

# make HOST: top1 stands on link1, by which the tunnels find each other.
make() {
	local host=$1

	case $KIND in
	wireguard)
		ip -n "$host" link add top1 type wireguard
		ip -n "$host" -6 address add "$(below "$host")/64" dev link1 nodad
		wg genkey >"$scratch/key.$host"
		on "$host" wg set top1 listen-port 5555 private-key "$scratch/key.$host"
		;;
	bond)
		ip -n "$host" link add top1 type bond mode active-backup miimon 10
		ip -n "$host" link set link1 down
		ip -n "$host" link set link1 master top1
		ip -n "$host" link set link3 down
		ip -n "$host" link set link3 master top1
		ip -n "$host" link set top1 type bond active_slave link1
		;;
	bridge)
		ip -n "$host" link add top1 type bridge forward_delay 0
		ip -n "$host" link set link1 master top1
		;;
	macvlan) ip -n "$host" link add link link1 name top1 type macvlan ;;
	vlan) ip -n "$host" link add link link1 name top1 type vlan id 7 ;;
	esac
}

# dress HOST: top1 has the address and the routes that link1 had.
dress() {
	local host=$1 here via

	here=$(address "$host" 1)
	via=$(address "$(other "$host")" 1)
	ip -n "$host" link set top1 up
	ip -n "$host" -6 address del "$here/64" dev link1 2>/dev/null
	ip -n "$host" -6 address replace "$here/64" dev top1 nodad
	ip -n "$host" -6 route replace default via "$via" dev top1 table 1
	ip -n "$host" -6 route replace default via "$via" dev top1 metric 100
}

# silence, and speech: below all of it nothing passes, and passes again.
silence() {
	local host

	for host in client server; do
		on "$host" nft -f - <<-'RULES'
		table netdev cut {
			chain link1 { type filter hook ingress device link1 priority 0; policy drop; }
		}
		RULES
	done
}

speech() {
	local host

	for host in client server; do
		on "$host" nft delete table netdev cut
	done
}

uses() {
	column_is client cur_local "$(address client "$1")" && column_is server cur_local "$(address server "$1")"
}

if [ "$KIND" = bond ]; then
	ip -n client link add link3 type veth peer name link3 netns server
fi
for host in client server; do make "$host"; done
if [ "$KIND" = wireguard ]; then
	for host in client server; do
		peer=$(other "$host")
		on "$host" wg set top1 peer "$(wg pubkey <"$scratch/key.$peer")" \
			endpoint "[$(below "$peer")]:5555" allowed-ips "$(address "$peer" 1)/128"
		# A tunnel is not told by itself.
		set_option "$host" announce_devices "top1 link2"
	done
fi
for host in client server; do dress "$host"; done
for host in client server; do set_option "$host" restore_delay_ms 500; done
eventually 10 "link 1 works" works 1

mark
meet
ready
exchange 200000
if [ "$KIND" = bond ]; then
	for host in client server; do ip -n "$host" link set top1 type bond active_slave link3; done
	exchange 200000
	check_number "the bond changed its port: moves" "$(moves)" == 0
	for host in client server; do ip -n "$host" link set top1 type bond active_slave link1; done
fi
silence
exchange 200000
eventually 5 "moved to link 2" uses 2
speech
eventually 8 "and back" uses 1
exchange 200000

mark
ip -n client link set top1 down
exchange 200000
eventually 5 "moved again" uses 2
check_counter client MigratedLinkDown == 1
ip -n client link set top1 up
dress client
eventually 8 "and back again" uses 1
exchange 200000
part client server
