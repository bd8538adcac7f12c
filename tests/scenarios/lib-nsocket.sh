# SPDX-License-Identifier: MIT
# Helpers of the scenarios about NameSocket; read after lib.sh. The module is off: the
# sessions have to survive by themselves, with the library's default settings.
#
# The client connects to the name "server". It stands for the server's first address;
# the others the client learns from the server, when it is connected.

sessions=${SESSIONS:-1}
set_option client enabled 0
set_option server enabled 0
echo "$SERVER1 server" >>/etc/hosts

# sessions_start [NAME=VALUE of session-probe client...]: in the background. The client
# connects to $SERVER; the server offers no other addresses with OFFER=0. VERSION is that of
# the protocol.
sessions_start() {
	on server session-probe server 7000 sessions="$sessions" "version=${VERSION:-2}" "log=${LOG:-0}" offer="${OFFER:-1}" \
		>"$scratch/server.sessions" &
	sessions_server=$!
	wait_until 60 saw server listening || give_up "no listener for the sessions"
	on client session-probe client "${SERVER:-server}" 7000 sessions="$sessions" "version=${VERSION:-2}" "log=${LOG:-0}" "$@" \
		>"$scratch/client.sessions" &
	sessions_client=$!
	wait_until 60 saw client connected "$sessions" || give_up "not all sessions were begun"
}

# sessions_end: waits for both ends.
sessions_end() {
	wait "$sessions_client"
	wait "$sessions_server"
	[ "${SHOW:-0}" = 0 ] || cat "$scratch"/*.sessions
}

# told HOST TYPE [N]: the line of the Nth event of that type, by default the last.
told() {
	grep "\"type\":\"$2\"" "$scratch/$1.sessions" | if [ $# -gt 2 ]; then sed -n "$3p"; else tail -1; fi
}

# saw HOST TYPE [COUNT]: has it come to so many events? For eventually.
saw() {
	[ "$(grep -c "\"type\":\"$2\"" "$scratch/$1.sessions" 2>/dev/null)" -ge "${3:-1}" ]
}

# member KEY: of the line on standard input.
member() {
	sed -n "s/.*\"$1\":\"\{0,1\}\([^,\"}]*\).*/\1/p"
}

# ms: of the clock that the events tell.
ms() {
	probe clock | awk '{ printf "%.3f\n", $1 / 1e6 }'
}

# since MOMENT MOMENT: milliseconds.
since() {
	awk -v from="$1" -v to="$2" 'BEGIN { printf "%.3f\n", to - from }'
}

# session_link: the link that the only session is on.
session_link() {
	[ "$(told client resumed | member local)" = "$CLIENT2" ] && echo 2 || echo 1
}

# check_resumed TEXT HOST N MOMENT LIMIT: the Nth resume of one session came at most
# so many milliseconds after the moment.
check_resumed() {
	local host=$2 number=$3

	wait_until 60 saw "$host" resumed "$number" || give_up "$1: not resumed within a minute"
	check_number "$1: $host resumed after ms" \
		"$(since "$4" "$(told "$host" resumed "$number" | member at_ms)")" '<=' "$5"
}

# check_sessions: all came to their proper end, and every byte sent was received, right,
# once, and in order.
check_sessions() {
	local host

	for host in client server; do
		check_number "$host: sessions completed" "$(told "$host" summary | member completed)" == "$sessions"
		check_number "$host: bytes received" "$(told "$host" summary | member received)" == \
			"$(told "$(other "$host")" summary | member sent)"
		check_number "$host: bytes changed" "$(told "$host" summary | member changed)" == 0
	done
}

# check_gap HOST LIMIT: the longest pause in receiving, of all sessions.
check_gap() {
	check_number "$1: longest gap in ms" "$(told "$1" summary | member gap_ms)" '<=' "$2"
}
