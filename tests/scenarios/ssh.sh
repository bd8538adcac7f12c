#!/bin/bash
# SPDX-License-Identifier: MIT
# A real ssh session goes through a cut and back; nobody in it notices.
# topology: two-routers
# machines: 6.1 6.12 7.3
# seconds: 9
. "${0%/*}/lib.sh"
. "${0%/*}/lib-programs.sh"

serve_ssh

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
type_lines | on client ssh "${ssh_options[@]}" "root@$SERVER1" "$(cat "$scratch/remote")" \
	>"$scratch/answers" 2>"$scratch/ssh.log" &
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
