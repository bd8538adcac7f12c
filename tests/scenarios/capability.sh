#!/bin/bash
# SPDX-License-Identifier: MIT
# Paths and settings are changed by CAP_NET_ADMIN over the namespace and by nothing
# else: not by root without it, as in a container. Of a file that was handed on, it
# is the opener who counts. Other namespaces set their limits up to the initial one's.
# topology: two-links
# machines: 6.1 debug
# seconds: 4
. "${0%/*}/lib.sh"

paths=/proc/net/preserve/paths

# bare HOST COMMAND...: as root without any capability.
bare() {
	on "$1" setpriv --bounding-set -all --inh-caps -all --ambient-caps -all "${@:2}"
}

# refused TEXT COMMAND...: with EPERM.
refused() {
	local text=$1

	shift
	if "$@" 2>"$scratch/errors"; then
		fail "$text: was allowed"
	else
		check "$text: EPERM" grep -q 'Operation not permitted' "$scratch/errors"
	fi
}

has_no_group() {
	[ "$(on server awk 'NR > 1' "$paths" | wc -l)" -eq 0 ]
}

group='mode failover\nlink1 1\nlink2 0\n'
refused "paths, root without the capability" bare server bash -c "printf '$group' >$paths"
check "nothing was changed" has_no_group
for option in enabled holddown_ms scheduler/enabled; do
	before=$(get_option server "$option")
	refused "$option, root without the capability" \
		bare server bash -c "echo 1 >/proc/sys/net/preserve/$option"
	check "$option: nothing was changed" test "$(get_option server "$option")" = "$before"
done
check "everybody reads them" bare server cat /proc/sys/net/preserve/enabled

# Opened by one, written by the other.
on server setpriv --no-new-privs bash -c "exec 3>$paths && exec setpriv --bounding-set -all --inh-caps -all printf '$group' >&3"
check "opened with the capability, written without: allowed" test "$(path server link1 weight)" = 1
on server bash -c "echo clear >$paths"
cat >"$scratch/opener.py" <<'P'
import os, socket, sys
out = socket.socket(fileno=int(sys.argv[1]))
socket.send_fds(out, [b"x"], [os.open(sys.argv[2], os.O_WRONLY)])
P
cat >"$scratch/writer.py" <<'P'
import os, socket, subprocess, sys
mine, his = socket.socketpair()
subprocess.Popen(sys.argv[3:] + ["python3", sys.argv[1], str(his.fileno()), sys.argv[2]], pass_fds=[his.fileno()])
his.close()
os.write(socket.recv_fds(mine, 1, 1)[1][0], b"mode failover\nlink1 1\n")
P
refused "opened without the capability, written with" \
	on server python3 "$scratch/writer.py" "$scratch/opener.py" "$paths" \
	setpriv --bounding-set -all --inh-caps -all
check "nothing was changed by that" has_no_group
check "opened and written with it: allowed" \
	on server python3 "$scratch/writer.py" "$scratch/opener.py" "$paths" env

# Limits: the initial namespace's are the most that others take.
initial=/proc/sys/net/preserve
for option in max_connections scheduler/pairs_max reorder/max_packets reorder/max_bytes reorder/max_flows; do
	most=$(get_option server "$option")
	echo "$most" >"$initial/$option"
	check "$option: takes what the initial namespace has" set_option server "$option" "$most"
	check "$option: not more" not set_option server "$option" $((most + 1))
	check "$option: is still that" test "$(get_option server "$option")" = "$most"
	echo $((most * 2)) >"$initial/$option"
	check "$option: more when that has more" set_option server "$option" $((most * 2))
	echo "$most" >"$initial/$option"
done

# Lowered later, it is in force all the same.
echo 1 >"$initial/max_connections"
mark
transfer_start client 1000 --connections 3 --stream thin --interval 50
transfer_end
check_counter client FallbackLimit == 2
check_number "entries" "$(connections client | wc -l)" == 1
