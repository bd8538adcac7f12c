#!/bin/bash
# SPDX-License-Identifier: MIT
# Malformed PREFIX_SYN on a SYN: the right counter moves and no other, and the
# connection works as plain TCP.
# topology: two-routers
# machines: 6.1 6.12 debug
# seconds: 23
# case: plain=client
. "${0%/*}/lib.sh"

hide_ports client
on server socat TCP6-LISTEN:7000,fork,reuseaddr PIPE &
wait_until 10 listens server 7000 || give_up "no echo server"

port=$inject_first
inject list | grep '^send ' >"$scratch/kinds"
check_number "malformed kinds" "$(grep -c ' plain$' "$scratch/kinds")" '>=' 30
while read -r _ kind expected outcome; do
	port=$((port + 1))
	mark
	on client inject send "$kind" --from "$CLIENT1" --to "$SERVER1" \
		--port 7000 --sport "$port" >"$scratch/inject" 2>&1
	status=$?
	[ $status -eq 0 ] || sed 's/^/#   /' "$scratch/inject"
	check "$kind: as plain TCP would, or negotiated" test $status -eq 0
	case $outcome:$kind:$expected in
	plain:odd-seven:*)
		check_moved server SynReceived FallbackLimit
		;;
	plain:*:- | nothing:*:-)
		check_moved server
		;;
	plain:* | nothing:*)
		check_moved server "$expected"
		check_counter server "$expected" == 1
		;;
	negotiated:ack-*)
		check_counter server "$expected" '>=' 1
		;;
	negotiated:*)
		check_counter server SynReceived == 1
		check_counter server Established == 1
		;;
	esac
done <"$scratch/kinds"

# An address that is ours: named by the peer as its own.
mark
ip -n server addr add 2001:db8:a001::77/128 dev link2
eventually 2 "the address is noticed" has_moved server Scans
mark
on client inject send good-128 --from "$CLIENT1" --to "$SERVER1" --port 7000 \
	--sport $((port + 1)) >"$scratch/inject" 2>&1
check "our own address: as plain TCP would" grep -q 'plain, data echoed' "$scratch/inject"
check_moved server OptionForbidden
