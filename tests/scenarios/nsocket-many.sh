#!/bin/bash
# SPDX-License-Identifier: MIT
# A thousand sessions of one client lose their link at the same moment, and all resume.
# Needs session-probe.
# topology: two-routers
# machines: 6.1
. "${0%/*}/lib.sh"
SESSIONS=${SESSIONS:-1000}
. "${0%/*}/lib-nsocket.sh"

ulimit -n 65536
sessions_start traffic=both chunk=16 interval=5000 duration=$((SESSIONS * 8 + 5000))
moment=$(ms)
cut_link own-link-down 1
for host in client server; do
	wait_until 120 saw "$host" resumed "$SESSIONS" || give_up "$host: $(grep -c resumed "$scratch/$host.sessions") of $SESSIONS resumed"
done
sessions_end
check_sessions
for host in client server; do
	last=$(told "$host" summary | member last_resume_ms)
	check_number "$host: the last session resumed after ms" "$(since "$moment" "$last")" '<=' 5000
	check_number "$host: memory of a session, at most, in KiB" \
		"$(told "$host" summary | awk -v n="$SESSIONS" '{ print }' | member peak_kib | awk -v n="$SESSIONS" '{ print $1 / n }')" '<=' 100
done
