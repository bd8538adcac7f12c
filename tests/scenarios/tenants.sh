#!/bin/bash
# SPDX-License-Identifier: MIT
# An unprivileged user in namespaces of his own: what the module keeps for him is on
# the account of his cgroup, all his namespaces together have half of what is left of
# half of a ceiling, and the others keep their part. A container that root made counts
# as a user.
# topology: two-routers
# machines: 6.1 6.12 debug
# seconds: 30
# case: rate=5mbit
. "${0%/*}/lib.sh"

parameters=/sys/module/preserve/parameters
group=/tmp/cg/user

cat >"$scratch/talk.py" <<'P'
import resource, socket, sys
role, n = sys.argv[1], int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_NOFILE, (n + 64, n + 64))
kept = []
if role == "serve":
    listener = socket.socket(socket.AF_INET6)
    listener.bind(("2001:db8:7::2", 8000))
    listener.listen(1024)
    print("up", flush=True)
    for i in range(n):
        kept.append(listener.accept()[0])
else:
    for i in range(n):
        kept.append(socket.create_connection(("2001:db8:7::2", 8000)))
        kept[-1].send(b"x")
print("up", flush=True)
sys.stdin.read()
P
# Two namespaces with two links between them, both the user's.
cat >"$scratch/user.sh" <<'U'
coproc unshare -n bash -c 'echo $$; read -r; exec python3 '"$1"'/talk.py serve '"$2"
read -r other <&"${COPROC[0]}"
beside() {
	nsenter -t "$other" -n -- "$@"
}
for i in 7 8; do
	ip link add "v$i" type veth peer name "v$i" netns "$other"
	ip -6 addr add "2001:db8:$i::1/64" dev "v$i" nodad
	beside ip -6 addr add "2001:db8:$i::2/64" dev "v$i" nodad
	ip link set "v$i" up
	beside ip link set "v$i" up
	# Addresses of an interface without a default route are told to nobody.
	ip -6 route add default dev "v$i" metric "$i"
	beside ip -6 route add default dev "v$i" metric "$i"
done
echo "$4" >/proc/sys/net/preserve/enabled || exit 1
beside bash -c "echo $4 >/proc/sys/net/preserve/enabled" || exit 1
echo go >&"${COPROC[1]}"
read -r up <&"${COPROC[0]}"
exec 3< <(python3 "$1/talk.py" connect "$2" <"$1/hold")
read -r up <&3
sleep .5
{
	cat /proc/net/preserve/connections
	beside cat /proc/net/preserve/connections
} | grep -c established >"$1/entries.$3"
mv "$1/entries.$3" "$1/done.$3"
read -r
U

has_result() {
	[ -s "$scratch/done.$1" ]
}

# namespace COMMAND NUMBER CONNECTIONS ENABLED: a namespace that the command leads to,
# with so many connections, each of which has an entry at both ends. It stays until
# end_users.
namespace() {
	(
		echo "$BASHPID" >"$group/cgroup.procs"
		exec $1 bash "$scratch/user.sh" "$scratch" "$3" "$2" "$4" <"$scratch/hold"
	) &
	wait_until 60 has_result "$2" || give_up "the namespace $2 does not come up"
	entries=$(cat "$scratch/done.$2")
}

# user NUMBER CONNECTIONS ENABLED: one of user 1000.
user() {
	namespace "setpriv --reuid 1000 --regid 1000 --clear-groups unshare -Urn" "$@"
}

# container NUMBER CONNECTIONS ENABLED: one of a user namespace that root made, and
# where others are root.
container() {
	namespace "nsenter -U -t $container -S 0 -G 0 unshare -n" "$@"
}

is_empty() {
	[ -z "$(cat "$group/cgroup.procs")" ]
}

# All that the user runs: his namespaces go with it, and what is kept for them.
end_users() {
	while ! is_empty; do
		xargs -r kill -9 <"$group/cgroup.procs" 2>/dev/null
		sleep .2
	done
	# The kernel ends them some time later, by a worker.
	sleep 2
}

slab() {
	awk '$1 == "slab_unreclaimable" { print $2 }' "$group/memory.stat"
}

chmod 777 "$scratch"
mkfifo "$scratch/hold"
chmod 666 "$scratch/hold"
exec 9<>"$scratch/hold"
mkdir -p /tmp/cg
mount -t cgroup2 none /tmp/cg || give_up "no cgroups"
echo +memory >/tmp/cg/cgroup.subtree_control
mkdir -p "$group"
echo 64M >"$group/memory.max"

# ---- who pays ---------------------------------------------------------------

user 1 250 0
plain=$(slab)
check_number "entries while it is off" "$entries" == 0
end_users
user 2 250 1
check_number "entries of 250 connections, at both ends" "$entries" == 500
# One takes 1.5 kB and more, its pairs apart.
check_number "bytes on the user's account for them" "$(($(slab) - plain))" '>' $((500 * 1500))
end_users

# ---- ceilings ---------------------------------------------------------------

echo 400 >"$parameters/max_connections"
user 3 60 1
check_number "first namespaces, half of one half of the ceiling" "$entries" '>=' 98
check_number "not more" "$entries" '<=' 100
user 4 60 1
check_number "further ones of the same user" "$entries" == 0
transfer_start client 1500 --connections 20 --stream thin --interval 50
eventually 10 "others have their part" has_connections client 20 established
transfer_end
check_transfer
end_users

unshare -U sleep 1000 &
container=$!
is_apart() {
	! [ "/proc/$container/ns/user" -ef /proc/self/ns/user ]
}
wait_until 5 is_apart || give_up "no user namespace"
for map in uid_map gid_map; do echo "0 100000 65536" >"/proc/$container/$map"; done
container 5 60 1
# The others' connections are in TIME_WAIT.
check_number "first namespaces of a container" "$entries" '>=' 88
container 6 60 1
check_number "further ones of the same container" "$entries" == 0
end_users
