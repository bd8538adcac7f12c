#!/bin/bash
# SPDX-License-Identifier: MIT
# Every setting has bounds: a value outside is EINVAL and changes nothing.
# topology: two-routers
# machines: 6.1 debug
# seconds: 5
. "${0%/*}/lib.sh"

# bounds NAME DEFAULT LOWEST HIGHEST
bounds() {
	local name=$1 default=$2 low=$3 high=$4 good bad

	looked_at=$((looked_at + 1))
	check "$name: default $default" test "$(get_option r1 "$name")" = "$default"
	for good in "$low" "$high" "$default"; do
		check "$name: takes $good" set_option r1 "$name" "$good"
		check "$name: is $good" test "$(get_option r1 "$name")" = "$good"
	done
	for bad in "$((high + 1))" -1 4294967296 text; do
		refuse "$name" "$bad"
	done
	[ "$low" -eq 0 ] || refuse "$name" "$((low - 1))"
	check "$name: is still $default" test "$(get_option r1 "$name")" = "$default"
}

# refuse NAME VALUE: EINVAL, and the value stays.
refuse() {
	local before

	before=$(get_option r1 "$1")
	on r1 bash -c "echo $2 >/proc/sys/net/preserve/$1" 2>"$scratch/errors"
	check "$1: refuses '$2' with EINVAL" grep -q 'Invalid argument' "$scratch/errors"
	check "$1: '$2' changed nothing" test "$(get_option r1 "$1")" = "$before"
}

looked_at=0
bounds enabled 0 0 1
bounds prefix_syn_type 11 7 63
bounds prefix_ack_type 12 7 63
bounds max_prefixes 8 0 8
bounds max_option_bytes 24 8 64
bounds syn_retries_before_fallback 2 1 6
bounds syn_uplinks 2 0 8
bounds blackhole_timeout 3600 0 604800
bounds rto_threshold 1 1 15
bounds tail_probe 1 0 1
bounds holddown_ms 200 0 10000
bounds restore_delay_ms 5000 0 3600000
bounds verify_interval 100 0 86400
bounds max_connections 65536 0 1048576
bounds follow 1 0 1
bounds scheduler/enabled 0 0 1
bounds scheduler/segment 1 0 1
bounds scheduler/probe_interval_ms 200 0 60000
bounds scheduler/pairs 0 0 1
bounds scheduler/pairs_mode 1 0 3
bounds scheduler/pairs_max 4096 0 1048576
bounds reorder/enabled 0 0 1
bounds reorder/max_packets 1024 1 65536
bounds reorder/max_bytes 4194304 1500 268435456
bounds reorder/timeout_ms 1000 1 10000
bounds reorder/max_flows 4096 0 1048576

# Lists: announce.sh and plain-lists.sh have more.
for list in announce_devices:default announce_prefixes: backup_devices: device_priorities: plain_local_ports: plain_remote_ports: plain_prefixes: plain_marks:; do
	looked_at=$((looked_at + 1))
	check "${list%:*}: as it is by default" test "$(get_option r1 "${list%:*}")" = "${list#*:}"
done
refuse announce_devices a/b
refuse announce_prefixes ::/129
for bad in eth0:1 a/b a-name-of-sixteen "$(seq -s ' ' 17)"; do
	refuse backup_devices "$bad"
done
for bad in eth0 eth0: :1 eth0:128 eth0:-1 eth0:x eth0:1:2 a/b:1 "eth0:1 eth1:2 eth0:3" "$(seq -s ':1 ' 17):1"; do
	refuse device_priorities "$bad"
done
check "lists are taken" set_option r1 backup_devices "'eth0,  eth1'"
check "and shown" test "$(get_option r1 backup_devices)" = "eth0 eth1"
check "with priorities" set_option r1 device_priorities "'eth0:127, eth1:0'"
check "and shown" test "$(get_option r1 device_priorities)" = "eth0:127 eth1:0"
check "and one leaves the other alone" test "$(get_option r1 backup_devices)" = "eth0 eth1"
check "an empty list is none" set_option r1 backup_devices ""
check "and shown" test -z "$(get_option r1 backup_devices)"
refuse prefix_syn_type 12
refuse prefix_ack_type 11
check "every setting was looked at" test "$(on r1 find /proc/sys/net/preserve -type f | wc -l)" -eq "$looked_at"
check "not set in r2: namespaces are apart" test -z "$(get_option r2 device_priorities)"
check "enabled in client" test "$(get_option client enabled)" = 1
check "not enabled in r1: namespaces are apart" test "$(get_option r1 enabled)" = 0
