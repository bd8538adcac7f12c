#!/bin/bash
# SPDX-License-Identifier: MIT
# rsync sends a tree of files over ssh while a link is cut every three seconds.
# topology: two-routers
# machines: 6.1 6.12
# seconds: 18
. "${0%/*}/lib.sh"
. "${0%/*}/lib-programs.sh"

: "${MEGABYTES:=16}"
serve_ssh
mkdir "$scratch/tree"
make_file "$scratch/file" "$MEGABYTES"
split -a 4 -b 150000 "$scratch/file" "$scratch/tree/part"
on client rsync -a -e "ssh $(printf '%q ' "${ssh_options[@]}")" "$scratch/tree/" \
	"root@[$SERVER1]:$scratch/copy/" >"$scratch/log" 2>&1 &
program=$!
under_way server 1000000
cuts_while "$program"
check_program rsync "$program"
check "nothing to complain about" test ! -s "$scratch/log"
check "the same files" diff -r "$scratch/tree" "$scratch/copy"
