#!/bin/bash
# SPDX-License-Identifier: MIT
# A session finds its server at another address by looking its name up again: the record
# is changed while the session lasts, and the server offers no address in the session.
# The name server is dnsmasq, on an interface of the client that is never cut. Needs
# session-probe.
# topology: two-routers
# machines: 6.1
# seconds: 9
. "${0%/*}/lib.sh"
. "${0%/*}/lib-nsocket.sh"

# point_name ADDRESS: what the name server answers from now on.
point_name() {
	echo "$1 moving.example" >"$scratch/names"
	pkill -HUP -x dnsmasq
}

# name_is ADDRESS: for eventually.
name_is() {
	on client python3 -c 'import socket, sys
sys.exit(socket.getaddrinfo("moving.example", 7000)[0][4][0] != sys.argv[1])' "$1" 2>/dev/null
}

echo "$SERVER1 moving.example" >"$scratch/names"
chmod 755 "$scratch"
on client dnsmasq --keep-in-foreground --user=root --conf-file=/dev/null --no-resolv --no-hosts \
	--addn-hosts="$scratch/names" --local-ttl=0 --listen-address=::1 --bind-interfaces &
echo "nameserver ::1" >/etc/resolv.conf
sed -i 's/^hosts:.*/hosts: files dns/' /etc/nsswitch.conf
eventually 20 "the name server answers" name_is "$SERVER1"

SERVER=moving.example OFFER=0 sessions_start traffic=both chunk=1024 interval=50 duration=6000
point_name "$SERVER2"
eventually 20 "the name has another address" name_is "$SERVER2"
cut_link silent 1
moment=$(ms)
check_resumed "silent cut" client 1 "$moment" 1000
check "the client is connected to the other address" \
	test "$(told client resumed | member remote)" = "$SERVER2"
sessions_end
check_sessions
