#!/bin/bash
# SPDX-License-Identifier: MIT
# sftp fetches a file while a link is cut every three seconds.
# topology: two-routers
# machines: 6.1 6.12 7.3
# seconds: 18
. "${0%/*}/lib.sh"
. "${0%/*}/lib-programs.sh"

: "${MEGABYTES:=16}"
serve_ssh
make_file "$scratch/file" "$MEGABYTES"
on client sftp -q "${ssh_options[@]}" "root@[$SERVER1]:$scratch/file" "$scratch/copy" >"$scratch/log" 2>&1 &
program=$!
under_way client 1000000
cuts_while "$program"
check_program sftp "$program"
check "nothing to complain about" test ! -s "$scratch/log"
check "the same bytes" cmp "$scratch/file" "$scratch/copy"
