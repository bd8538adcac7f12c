#!/bin/bash
# SPDX-License-Identifier: MIT
# git clones over ssh, or pushes, while a link is cut every three seconds.
# topology: two-routers
# machines: 6.1 6.12
# seconds: 22
# case: VERB=clone
# case: VERB=push
. "${0%/*}/lib.sh"
. "${0%/*}/lib-programs.sh"

: "${VERB:=clone}" "${MEGABYTES:=16}"
serve_ssh
export HOME=$scratch GIT_SSH_COMMAND="ssh $(printf '%q ' "${ssh_options[@]}")"
git config --global user.name Somebody
git config --global user.email somebody@example.org
git config --global init.defaultBranch main
# The bytes have no pattern that a compressor could use; one at least need not try.
git config --global core.compression 0
git config --global core.bigFileThreshold 1
git init -q "$scratch/ours"
make_file "$scratch/ours/file" "$MEGABYTES"
git -C "$scratch/ours" add file
git -C "$scratch/ours" commit -q -m 'A file'
git init -q --bare "$scratch/empty"
case $VERB in
clone)
	theirs=$scratch/theirs
	receiver=client
	on client git clone -q "root@[$SERVER1]:$scratch/ours" "$theirs" >"$scratch/log" 2>&1 &
	;;
push)
	theirs=$scratch/empty
	receiver=server
	on client git -C "$scratch/ours" push -q "root@[$SERVER1]:$theirs" main >"$scratch/log" 2>&1 &
	;;
esac
program=$!
under_way "$receiver" 1000000
cuts_while "$program"
check_program "git $VERB" "$program"
check "nothing to complain about" test ! -s "$scratch/log"
check "the same commit" test "$(git -C "$theirs" rev-parse main)" = "$(git -C "$scratch/ours" rev-parse main)"
check "all objects are whole" git -C "$theirs" fsck --full --strict --no-progress --no-dangling
git -C "$theirs" show main:file >"$scratch/copy"
check "the same bytes" cmp "$scratch/ours/file" "$scratch/copy"
