#!/bin/sh
# SPDX-License-Identifier: MIT
#
# supervise.sh DIRECTORY COMMAND... - runs a machine in its folder for as long as
# the lab wants it.
# Whoever started this holds its standard input: when that closes, on purpose or
# because the lab was killed, the machine and its folder go away.
directory=$1
shift
cd -- "$directory" || exit
exec 3<&0
# A process group of its own: Ctrl-C is for the lab, which then ends the machine.
setsid "$@" </dev/null 3<&- &
machine=$!
# Who ends the lab by a signal to all of its group must not end only its guard.
trap '' HUP INT TERM
(
    read -r _ <&3
    kill -KILL "-$machine"
    rm -rf -- "$directory"
) >/dev/null 2>&1 &
guard=$!
wait "$machine"
status=$?
kill -KILL "$guard"
# Stub processes of User-mode Linux may outlive it.
kill -KILL "-$machine" 2>/dev/null
exit "$status"
