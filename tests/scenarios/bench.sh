#!/bin/bash
# SPDX-License-Identifier: MIT
# preserve-bench measures what iperf3 (goodput) and sockperf (round trips) measure over a link of 20 Mbit/s and 20 ms,
# within 5 %; and the round trips over a link without limits, where only what the programs themselves do counts. All make
# blocking calls in one thread.
# topology: two-links
# machines: 6.1
# seconds: 40
# case: plain=client plain=server
. "${0%/*}/lib.sh"

message=64 # bytes of a request; sockperf takes no fewer than 14
client4=192.0.2.1 server4=192.0.2.2 # sockperf of Debian 12 knows IPv4 only

ip -n client address add "$client4/24" dev link1
ip -n server address add "$server4/24" dev link1
on server iperf3 --server --daemon >/dev/null
on server preserve-bench server >"$scratch/bench-server" 2>&1 &
on server sockperf server --tcp --ip "$server4" >"$scratch/sockperf-server" 2>&1 &
for port in 5201 7100 11111; do
	wait_until 20 listens server "$port" || give_up "nobody listens on port $port"
done

# bench TEST HOST OPTION...: goodput in bytes/s, or the median of round trips in us.
bench() {
	on client preserve-bench "$@" --calls blocking --repeats 1 --interval 0 --json 2>/dev/null |
		python3 -c '
import json, sys
metrics = [json.loads(line) for line in sys.stdin][-1]["cases"][0]["metrics"]
print(*(metrics[name]["median"] for name in ("bytes_per_s", "p50_us") if name in metrics))'
}

# within TEXT OURS THEIRS
within() {
	check_number "$1, ours" "$2" '>' "$(awk -v n="$3" 'BEGIN { print 0.95 * n }')"
	check_number "$1, ours" "$2" '<' "$(awk -v n="$3" 'BEGIN { print 1.05 * n }')"
}

theirs=$(on client iperf3 --json -6 -c "$SERVER1" -t 6 -O 2 |
	python3 -c 'import json, sys; print(json.load(sys.stdin)["end"]["sum_received"]["bits_per_second"] / 8)')
within "goodput, bytes/s" "$(bench throughput "$SERVER1" --size 131072 --duration 6 --warm-up 2)" "$theirs"

# round_trip TEXT SECONDS
round_trip() {
	local theirs

	theirs=$(on client sockperf ping-pong --tcp --full-rtt --ip "$server4" --time "$2" --msg-size "$message" 2>&1 |
		awk '/percentile 50.000/ { print $NF }')
	within "$1, median us" "$(bench latency "$server4" --size "$message" --duration "$2" --warm-up 0.1)" "$theirs"
}

round_trip "round trip" 3
for host in client server; do
	tc -n "$host" qdisc del dev link1 root
done
round_trip "round trip without limits" 1
