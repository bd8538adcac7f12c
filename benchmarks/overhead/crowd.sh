# SPDX-License-Identifier: MIT
# Many connections that say nothing, from the client to the server, and links that do
# not delay them. For scripts of this folder, which begin by reading this file.

crowd=$(mktemp)

on() {
	nsenter --net="/var/run/netns/$1" -- "${@:2}"
}

for host in client server; do
	tc -n "$host" qdisc del dev link1 root
done
# The machine has little memory, and is both ends.
echo 65536 >/sys/module/preserve/parameters/max_connections
ulimit -n 131072

# Holds as many as the last line of input says.
cat >"$crowd" <<'EOF'
import socket, sys

role, address = sys.argv[1:]
held = []
if role == "server":
    listener = socket.create_server((address, 9000), family=socket.AF_INET6, backlog=4096)
    while True:
        held.append(listener.accept()[0])
for line in sys.stdin:
    while len(held) < int(line):
        held.append(socket.create_connection((address, 9000)))
    print(len(held), flush=True)
EOF
on client sysctl -qw net.ipv4.ip_local_port_range="1024 65535"
on server python3 "$crowd" server "$SERVER1" &
until on server ss -Hltn sport = 9000 | grep -q .; do sleep 0.1; done
coproc HOLD { on client python3 "$crowd" client "$SERVER1"; }

# hold NUMBER: returns when there are so many.
hold() {
	echo "$1" >&"${HOLD[1]}"
	read -r _ <&"${HOLD[0]}"
}
