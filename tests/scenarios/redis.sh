#!/bin/bash
# SPDX-License-Identifier: MIT
# Fifty clients of redis-benchmark count in a Redis while a link is cut every three seconds;
# every request is served exactly once, and nobody connects anew.
# topology: two-routers
# machines: 6.1 6.12
# seconds: 13
. "${0%/*}/lib.sh"
. "${0%/*}/lib-programs.sh"

: "${REQUESTS:=18000}"
# One program is all of Redis, and goes by its name.
on server bash -c 'exec -a redis-server redis-check-rdb "$@"' - --bind :: --port 6379 --protected-mode no \
	--save '' --appendonly no >"$scratch/redis.log" 2>&1 &
wait_until 20 listens server 6379 || give_up "redis does not listen: $(cat "$scratch/redis.log")"

ask() {
	on server redis-cli -h "$SERVER1" "$@" | tr -d '\r'
}

on client redis-benchmark -h "$SERVER1" -c 50 -n "$REQUESTS" -t incr >"$scratch/log" 2>&1 &
program=$!
under_way server 4000
cuts_while "$program"
check_program redis-benchmark "$program"
check "it counted all requests" grep -q "^  $REQUESTS requests completed" "$scratch/log"
check "no errors" not grep -qi error "$scratch/log"
check_number "requests that the server counted" "$(ask get counter:__rand_int__)" == "$REQUESTS"
check_number "errors that it told" "$(ask info stats | sed -n 's/^total_error_replies://p')" == 0
# One more asks for the settings, two are ours.
check_number "connections" "$(ask info stats | sed -n 's/^total_connections_received://p')" '<=' 54
grep -A2 'latency summary' "$scratch/log" | sed 's/^/# /'
