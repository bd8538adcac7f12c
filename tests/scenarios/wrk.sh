#!/bin/bash
# SPDX-License-Identifier: MIT
# wrk loads nginx with a hundred connections while a link is cut every three seconds;
# no error, no time-out, and each answer has the right bytes.
# topology: two-routers
# machines: 6.1 6.12
# seconds: 11
# case: rate=100mbit
. "${0%/*}/lib.sh"
. "${0%/*}/lib-programs.sh"

: "${CONNECTIONS:=100}" "${DURATION:=7}"
mkdir -p "$scratch/www"
head -c 150 /dev/urandom | base64 -w 0 >"$scratch/www/file"
serve_files
cat >"$scratch/check.lua" <<LUA
local file = io.open("$scratch/www/file"):read("*a")
local threads = {}

function setup(thread)
	table.insert(threads, thread)
end

right, wrong = 0, 0
function response(status, headers, body)
	if status == 200 and body == file then right = right + 1 else wrong = wrong + 1 end
end

function done(summary)
	local right, wrong = 0, 0
	for _, thread in ipairs(threads) do
		right, wrong = right + thread:get("right"), wrong + thread:get("wrong")
	end
	local e = summary.errors
	print(string.format("figures %d %d %d %d %d %d", right, wrong, e.connect, e.read, e.write, e.timeout))
end
LUA
on client wrk -t 1 -c "$CONNECTIONS" -d "$DURATION" -s "$scratch/check.lua" "http://[$SERVER1]/file" >"$scratch/log" 2>&1 &
program=$!
under_way client 10000
# One more looks whether the server is there.
check_number "connections negotiated" "$(connections client established | wc -l)" '>=' "$CONNECTIONS"
cuts_while "$program"
check_program wrk "$program"
read -r _ right wrong connect read write timeout < <(grep ^figures "$scratch/log")
check_number "right answers" "${right:-}" '>' $((CONNECTIONS * DURATION))
check_number "wrong answers" "${wrong:-}" == 0
check_number "errors of connecting, reading, writing" $((${connect:-1} + ${read:-1} + ${write:-1})) == 0
check_number "time-outs" "${timeout:-}" == 0
grep -E 'Latency|Requests/sec' "$scratch/log" | sed 's/^/# /'
