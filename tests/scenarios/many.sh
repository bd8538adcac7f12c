#!/bin/bash
# SPDX-License-Identifier: MIT
# 200 connections at once go through a cut.
# topology: two-routers
# machines: 6.1 6.12 uml
# seconds: 94
# case: queue=1000
. "${0%/*}/lib.sh"

all_moved() {
	[ "$(connections client established | awk -v a="$CLIENT1" '$8 != a' | wc -l)" -eq 200 ]
}

mark
transfer_start client 6000 --connections 200 --stream thin --interval 50
eventually 10 "all are negotiated" has_connections server 200 established
cut_link silent 1
# Every one of them has to move, and one side of each decides.
eventually 10 "all have moved" all_moved
transfer_end
check_transfer
check_number "connections" "$(result recv connections)" == 200
check_counter client Established == 200
check_counter client AliasNoSocket == 0
check_counter server AliasNoSocket == 0
eventually 120 "client: all are closed" has_connections client 0
eventually 120 "server: all are closed" has_connections server 0
