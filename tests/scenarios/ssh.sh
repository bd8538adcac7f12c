#!/bin/bash
# SPDX-License-Identifier: MIT
# A real ssh session goes through a cut and back; nobody in it notices.
# topology: two-routers
# machines: 6.1 6.12 7.3
# seconds: 9
. "${0%/*}/lib.sh"

remember_link 1
mkdir -p /run/sshd "$scratch/ssh"
ssh-keygen -q -t ed25519 -N '' -f "$scratch/ssh/host"
ssh-keygen -q -t ed25519 -N '' -f "$scratch/ssh/user"
cp "$scratch/ssh/user.pub" "$scratch/ssh/authorized"
chmod 600 "$scratch/ssh/authorized"
on server /usr/sbin/sshd -D -e -f /dev/null -p 22 -h "$scratch/ssh/host" -o UsePAM=no \
	-o StrictModes=no -o PermitRootLogin=yes \
	-o AuthorizedKeysFile="$scratch/ssh/authorized" 2>"$scratch/sshd.log" &
wait_until 20 listens server 22 || give_up "sshd does not listen: $(cat "$scratch/sshd.log")"

# Each line typed is answered with its length; the last answer tells the total.
cat >"$scratch/remote" <<'REMOTE'
n=0; while read -r line; do [ "$line" = end ] && break; n=$((n + 1)); echo "$n ${#line}"; done; echo "total $n"
REMOTE

type_lines() {
	local i

	for i in $(seq 1 120); do
		printf 'line %s of a session\n' "$i"
		sleep 0.05
	done
	echo end
}

touch "$scratch/answers"
type_lines | on client ssh -6 -b "$CLIENT1" -i "$scratch/ssh/user" -o BatchMode=yes \
	-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \
	"root@$SERVER1" "$(cat "$scratch/remote")" >"$scratch/answers" 2>"$scratch/ssh.log" &
session=$!

answers() { [ "$(wc -l <"$scratch/answers")" -ge "$1" ]; }
wait_until 60 answers 10 || give_up "no session: $(cat "$scratch/ssh.log" "$scratch/sshd.log")"
check "negotiated" has_connections client 1 established
mark
cut_link silent 1
eventually 10 "the session goes on over link 2" column_is client cur_local "$CLIENT2"
wait_until 20 answers 50 || fail "no answers after the cut"
heal_link 1
remember_link 2
wait_until 20 answers 70
used=2
[ "$(column client cur_local)" = "$CLIENT2" ] || used=1
cut_link silent "$used"
wait "$session"
check "ssh ends well" test $? -eq 0
check "every line was answered" test "$(tail -1 "$scratch/answers")" = "total 120"
check_number "answers" "$(wc -l <"$scratch/answers")" == 121
