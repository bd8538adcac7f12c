#!/bin/bash
# SPDX-License-Identifier: MIT
# sftp fetches a file while a link is cut every three seconds. 200 MB, as much as the
# machine has room for, are MEGABYTES=50 FETCHES=4 CUTS=25.
# topology: two-routers
# machines: 6.1 6.12
# seconds: 18
. "${0%/*}/lib.sh"
. "${0%/*}/lib-programs.sh"

: "${MEGABYTES:=16}" "${FETCHES:=1}"
serve_ssh
make_file "$scratch/file" "$MEGABYTES"
seq -f "get $scratch/file $scratch/copy%g" "$FETCHES" >"$scratch/batch"
on client sftp -q -b "$scratch/batch" "${ssh_options[@]}" "root@[$SERVER1]" >"$scratch/log" 2>&1 &
program=$!
under_way client 1000000
cuts_while "$program"
check_program sftp "$program"
check "nothing to complain about" not grep -qv '^sftp> ' "$scratch/log"
for i in $(seq "$FETCHES"); do
	check "the same bytes" cmp "$scratch/file" "$scratch/copy$i"
done
