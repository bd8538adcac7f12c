#!/bin/bash
# SPDX-License-Identifier: MIT
# How often processors wait for a spinlock of the module: 64 connections spread over the
# tunnels of one group, or 64 that are made at the same moment, ROUNDS times.
#
#   ./preserve lab exec --smp 2 --kernel 6.12 proxies --set rate=1gbit --set ethernet=1gbit -- benchmarks/overhead/contention.sh group [SECONDS [MODE]]
#   ./preserve lab exec --smp 2 --kernel 6.12 two-links -- benchmarks/overhead/contention.sh handshake [ROUNDS]
#
# Counts the tracepoint lock:contention_begin, and entries into the slow path of the
# spinlocks: of two processors the one that waits is the next one, and such a wait the
# tracepoint does not see, nor any in a guest without paravirtual locks. A wait is the
# module's when its function asked for the lock. The machine runs in real time, and its
# processors are threads of the host: figures differ from run to run.
set -eu

what=$1
amount=${2:-}
mode=${3:-weighted}
tracing=/sys/kernel/tracing
probes="lock/contention_begin kprobes/spin_wait"

on() {
	nsenter --net="/var/run/netns/$1" -- "${@:2}"
}

trace_begin() {
	local probe

	mountpoint -q $tracing || mount -t tracefs tracefs $tracing
	echo 'p:spin_wait native_queued_spin_lock_slowpath' >$tracing/kprobe_events
	for probe in $probes; do
		echo 'hist:keys=stacktrace:size=16384' >"$tracing/events/$probe/trigger"
	done
}

# trace_end UNITS NAME: the waits so far, and how many of them for a unit.
trace_end() {
	local probe

	for probe in $probes; do
		awk -v units="$1" -v name="$2" -v probe="${probe#*/}" '
			/^[{]/ { caller = ""; next }
			/^[}]/ {
				hits = $NF
				all += hits
				if (caller ~ /\[preserve/) {
					ours += hits
					place[caller] += hits
				}
				next
			}
			caller == "" && !/ 0x|raw_|_lock|contention|trace_|kprobe|ftrace/ {
				caller = $1 " " $2
				sub(/\+[^ ]*/, "", caller)
			}
			END {
				printf "%s: %d waits, %d of the module in %d %s\n", probe, all, ours, units, name
				for (p in place)
					printf "  %6d %s\n", place[p], p
			}' "$tracing/events/$probe/hist"
	done
}

sched_packets() {
	on server awk '$1 == "SchedPackets" { print $2 }' /proc/net/preserve/stats
}

group() {
	local host before

	for host in client server; do
		on $host sysctl -qw net.preserve.scheduler.enabled=1 net.preserve.reorder.enabled=1
		printf 'mode %s\ntun1 1\ntun2 1\n' "$mode" >/tmp/paths
		on $host bash -c 'cat /tmp/paths >/proc/net/preserve/paths'
	done
	on client iperf3 --server --daemon >/dev/null
	until on client ss -Hltn sport = 5201 | grep -q .; do sleep 0.1; done
	before=$(sched_packets)
	trace_begin
	# Between so slow ends its control connection may break at the end.
	on server iperf3 -c "$CLIENT1" -P 64 -t "${amount:-5}" >/dev/null 2>&1 || :
	trace_end $(($(sched_packets) - before)) packets
}

handshake() {
	local rounds=${amount:-10} program='
import socket, sys, threading
role, address = sys.argv[1:3]
if role == "server":
    listener = socket.create_server((address, 9000), family=socket.AF_INET6, backlog=4096)
    print("listening", flush=True)
    while True:
        listener.accept()[0].close()
for _ in range(int(sys.argv[3])):
    burst = [socket.socket(socket.AF_INET6) for _ in range(64)]
    for s in burst:
        s.setblocking(False)
    connect = lambda part: [s.connect_ex((address, 9000)) for s in part]
    threads = [threading.Thread(target=connect, args=(burst[i::2],)) for i in range(2)]
    for t in threads: t.start()
    for t in threads: t.join()
    for s in burst:
        s.setblocking(True)
        s.recv(1)
        s.close()
'
	on server python3 -c "$program" server "$SERVER1" >/tmp/listening &
	until grep -q listening /tmp/listening; do sleep 0.1; done
	trace_begin
	on client python3 -c "$program" client "$SERVER1" "$rounds"
	trace_end $((rounds * 64)) handshakes
	kill %1
}

"$what"
