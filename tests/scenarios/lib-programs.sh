# SPDX-License-Identifier: MIT
# Helpers of the scenarios that send real programs through cuts; read after lib.sh.
#
# While the program runs, every three seconds the link that most of its connections use
# is cut for two, silently and by its carrier in turn. CUTS is how many it must live
# through from beginning to end, and move at.

: "${CUTS:=2}"
remember_link 1
remember_link 2

# busy_link: the one that most connections use.
busy_link() {
	connections client established |
		awk -v two="$CLIENT2" '{ n[$8 == two]++ } END { print (n[1] > n[0]) + 1 }'
}

# runs PROCESS: for as long as it does; it is a child of ours.
runs() {
	kill -0 "$1" 2>/dev/null
}

# under_way HOST BYTES: a socket of that host has taken them; from now on cuts count.
# What the program complains about is in $scratch/log.
under_way() {
	wait_until 60 received "$1" "$2" || give_up "nothing is sent: $(cat "$scratch/log")"
	check "negotiated" test -n "$(connections client established)"
	mark
}

# cuts_while PROCESS: until it ends. Afterwards all links work.
cuts_while() {
	local kinds=(silent carrier) link

	cuts=0
	while runs "$1"; do
		link=$(busy_link)
		cut_link "${kinds[cuts % 2]}" "$link"
		sleep 2
		! runs "$1" || cuts=$((cuts + 1))
		heal_link "$link"
		sleep 1
	done
	echo "# $cuts cuts"
}

# check_program TEXT PROCESS: it ended well, and what it lived through were moves.
check_program() {
	wait "$2"
	check "$1 ends well" test $? -eq 0
	check_number "cuts" "$cuts" '>=' "$CUTS"
	# At a silent cut while it has nothing to say, it need not.
	check_number "moves of both ends" "$(moves)" '>=' $((2 * CUTS))
	check_number "fallbacks and refusals" "$(refusals)" == 0
}

# make_file FILE MEGABYTES: bytes of no pattern, the same for one SEED.
make_file() {
	python3 -c "
import random
r = random.Random(${SEED:-1})
with open('$1', 'wb') as file:
    for _ in range($2):
        file.write(r.randbytes(1000000))"
}

# serve_ssh: the server's sshd, on port 22; ssh_options are those that a client needs.
serve_ssh() {
	mkdir -p /run/sshd "$scratch/ssh"
	ssh-keygen -q -t ed25519 -N '' -f "$scratch/ssh/host"
	ssh-keygen -q -t ed25519 -N '' -f "$scratch/ssh/user"
	cp "$scratch/ssh/user.pub" "$scratch/ssh/authorized"
	chmod 600 "$scratch/ssh/authorized"
	on server /usr/sbin/sshd -D -e -f /dev/null -p 22 -h "$scratch/ssh/host" -o UsePAM=no \
		-o StrictModes=no -o PermitRootLogin=yes \
		-o AuthorizedKeysFile="$scratch/ssh/authorized" \
		-o Subsystem='sftp /usr/lib/openssh/sftp-server' 2>"$scratch/sshd.log" &
	wait_until 20 listens server 22 || give_up "sshd does not listen: $(cat "$scratch/sshd.log")"
	ssh_options=(-6 -i "$scratch/ssh/user" -o "BindAddress=$CLIENT1" -o BatchMode=yes
		-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR)
}
