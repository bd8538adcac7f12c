#!/bin/bash
# SPDX-License-Identifier: MIT
# Version 1 of the protocol, as in the thesis of 1999: a stream in both directions that
# always has something in flight is not taken for silent; when its link is cut silently,
# it resumes over the other one, and no byte is lost. Needs session-probe.
# topology: two-routers
# machines: 6.1
# seconds: 9
. "${0%/*}/lib.sh"
. "${0%/*}/lib-nsocket.sh"

# In version 1 a server does not tell its other addresses: the name has them all.
echo "$SERVER2 server" >>/etc/hosts
VERSION=1
sessions_start traffic=both chunk=16384 interval=0 duration=6000
sleep 3
check "no resume before the cut" [ "$(grep -c '"resumed"' "$scratch/client.sessions")" -eq 0 ]
remember_link 1
cut_link silent 1
moment=$(ms)

# Three round trips of silence; dialling, RESUME and its answer take one each. They are
# long: full queues have been measured.
for host in client server; do
	check_resumed "silent cut" "$host" 1 "$moment" 1000
done
heal_link 1
sessions_end
check_sessions
