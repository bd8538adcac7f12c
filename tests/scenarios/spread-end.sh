#!/bin/bash
# SPDX-License-Identifier: MIT
# The module goes, or its second half alone, the switch goes, or a whole namespace
# goes, while a connection is spread: no complaint, and where both ends remain the
# transfer goes on.
# topology: two-routers
# machines: 6.1 6.12 debug smp-6.1 smp-6.12
# seconds: 24
# case: END=unload
# case: END=paths
# case: END=disable
# case: END=scheduler
# case: END=pairs
# case: END=namespace
. "${0%/*}/lib.sh"

for sender in client server; do
	spread_on
	receiver=$(other "$sender")
	transfer_start "$sender" 4000
	wait_until 60 received "$receiver" 1500000 || give_up "no data"
	eventually 5 "$sender sends: both pairs in use" spread_above "$sender" "$(address "$sender" 2)" packets 100
	case $END in
	unload) check "unloaded in mid-transfer" unload ;;
	paths)
		check "the second module unloaded in mid-transfer" rmmod preserve_paths
		for host in client server; do
			check "its files are gone in $host" on "$host" \
				test ! -e /proc/sys/net/preserve/scheduler -a ! -e /proc/net/preserve/spread
		done
		;;
	disable)
		for host in client server; do check "off in $host" set_option "$host" enabled 0; done
		for host in client server; do
			check "nothing left in $host" test "$(on "$host" cat /proc/net/preserve/spread | wc -l)" = 1
		done
		;;
	scheduler)
		for host in client server; do check "no scheduler in $host" set_option "$host" scheduler/enabled 0; done
		;;
	pairs)
		for host in client server; do check "no pairs in $host" set_option "$host" scheduler/pairs 0; done
		;;
	namespace)
		kill "$transfer_client" "$transfer_server"
		wait "$transfer_client" "$transfer_server" 2>/dev/null
		ip netns delete client
		exit
		;;
	esac
	transfer_end
	check_transfer
	case $END in
	unload) check "loaded again" load ;;
	paths)
		mark
		transfer_start "$sender" 300
		transfer_end
		check_transfer
		check_counter "$sender" Established == 1
		check_counter "$sender" SpreadAgreed == 0
		check "the second module loaded again" insmod /lib/preserve/preserve_paths.ko
		;;
	esac
	for host in client server; do set_option "$host" enabled 1; done
done
