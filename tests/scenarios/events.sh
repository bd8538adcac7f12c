#!/bin/bash
# SPDX-License-Identifier: MIT
# What happens to connections is told over netlink: in order, to the namespace in
# which it happens, to who may administer it, and to nobody else.
# topology: two-routers
# machines: 6.1 6.12 7.3 debug
# seconds: 9
# case: rate=5mbit
. "${0%/*}/lib.sh"

# Prints a line per event of the family, with the attributes that it has.
cat >"$scratch/listen.py" <<'P'
import socket, struct, sys
NETLINK_GENERIC, SOL_NETLINK, ADD_MEMBERSHIP = 16, 270, 1
COMMANDS = [None, "created", "migrated", "followed", "restored", "fallback", "refused", "closed"]
NAMES = [None, "id", "role", "local", "remote", "lport", "rport", "pairs", "from_local", "from_remote",
         "to_local", "to_remote", "cause", "reason"]

def attributes(data):
    while len(data) >= 4:
        length, kind = struct.unpack("=HH", data[:4])
        yield kind & 0x3fff, data[4:length]
        data = data[length + 3 & ~3:]

def value(kind, data):
    name = NAMES[kind]
    if name in ("id", "pairs"):
        return struct.unpack("=I", data)[0]
    if name in ("lport", "rport"):
        return struct.unpack(">H", data)[0]
    if name in ("role", "cause", "reason"):
        return data.rstrip(b"\0").decode()
    return socket.inet_ntop(socket.AF_INET6, data)

sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_GENERIC)
name = b"preserve\0"
request = struct.pack("=BBHHH", 3, 1, 0, 4 + len(name), 2) + name + bytes(-len(name) % 4)
sock.send(struct.pack("=IHHII", 16 + len(request), 16, 1, 1, 0) + request)
reply = dict(attributes(sock.recv(65536)[20:]))
groups = {}
for _, group in attributes(reply[7]):
    group = dict(attributes(group))
    groups[group[1].rstrip(b"\0")] = struct.unpack("=I", group[2])[0]
try:
    sock.setsockopt(SOL_NETLINK, ADD_MEMBERSHIP, groups[b"events"])
except PermissionError:
    sys.exit(77)
print("up", flush=True)
while True:
    message = sock.recv(65536)
    fields = " ".join(f"{NAMES[kind]}={value(kind, data)}" for kind, data in attributes(message[20:]))
    print(COMMANDS[message[16]], fields, flush=True)
P

listen() {
	ip netns exec "$1" python3 "$scratch/listen.py" >"$scratch/events.$1" &
	wait_until 20 grep -qs up "$scratch/events.$1" || give_up "no family in $1"
}

# events HOST: the names of those of connections, in order. Pairs that cross the links
# do not work here, and are refused.
events() {
	sed 1d "$scratch/events.$1" | cut -d ' ' -f 1 | grep -v refused | tr '\n' ' '
}

has_event() {
	grep -q "^$2 .*$3" "$scratch/events.$1"
}

chmod 755 "$scratch"
remember_link 1
ip netns exec client setpriv --reuid 1000 --clear-groups python3 "$scratch/listen.py" >/dev/null 2>&1
check_number "who may not administer the namespace is refused" $? == 77

listen client
listen server
transfer_start client 3000 --stream thin --interval 50
eventually 10 "negotiated" has_connections client 1 established
id=$(column client id)
port=$(column client lport)
wait_until 10 received server 6000 || give_up "no data"
cut_link own-link-down 1
eventually 10 "the client moved" has_event client migrated \
	"from_local=$CLIENT1 from_remote=$SERVER1 cause=link_down to_local=$CLIENT2 to_remote=$SERVER2"
eventually 10 "the server followed" has_event server followed "cause=followed"
transfer_end
check_transfer
# The client's socket is in TIME_WAIT.
eventually 20 "the server told of the end" has_event server closed "lport=5001 rport=$port"
check "a pair that was refused" has_event server refused "to_local=$SERVER1 to_remote=$CLIENT2"
check "created before all, with id, role, addresses and ports" \
	grep -q "^created id=$id role=initiator pairs=4 local=$CLIENT1 remote=$SERVER1 lport=$port rport=5001\$" \
	"$scratch/events.client"
check "in order at the client" [ "$(events client)" = "created migrated " ]
check "in order at the server" [ "$(events server)" = "created followed closed " ]

# A server that is off, and a client that says why it is plain TCP.
heal_link 1
eventually 20 "the link works again" works 1
set_option server enabled 0
transfer_start client 500 --stream thin --interval 50
transfer_end
eventually 5 "fallback, with its reason" has_event client fallback "reason=FallbackNoOption"
check_number "and nothing at the server" "$(events server | wc -w)" == 3

# Many fallbacks, as a stranger can cause them, are counted, and few of them told.
set_option client announce_devices lo
mark
on client python3 -c '
import socket, sys
held = [socket.socket(socket.AF_INET6) for _ in range(300)]
for s in held:
    s.setblocking(False)
    s.connect_ex((sys.argv[1], 7000))' "$SERVER1"
check_counter client FallbackNotAnnounced == 300
told=$(grep -c "reason=FallbackNotAnnounced" "$scratch/events.client")
check_number "fallbacks told" "$told" '>' 0
check_number "and no more than in two seconds" "$told" '<=' 200
