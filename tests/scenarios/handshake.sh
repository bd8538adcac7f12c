#!/bin/bash
# SPDX-License-Identifier: MIT
# A connection is negotiated, shown in every table, and gone when it is closed.
# topology: two-routers
# machines: 6.1 6.12 7.3 uml
# seconds: 88
. "${0%/*}/lib.sh"

mark
transfer_start client 1500 --stream thin
eventually 5 "the client's connection is established" has_connections client 1 established
eventually 5 "the server's connection is established" has_connections server 1 established

check "the client is the initiator" column_is client role initiator
check "the server is the responder" column_is server role responder
check "client: local address" column_is client local "$CLIENT1"
check "client: remote address" column_is client remote "$SERVER1"
check "server: remote port is the client's local port" \
	column_is server rport "$(column client lport)"
check "client: current local address" column_is client cur_local "$CLIENT1"
check "client: current remote address" column_is client cur_remote "$SERVER1"
check "client: four pairs" column_is client pairs 4
check "server: four pairs" column_is server pairs 4
check "client: no cause" column_is client cause none
check_number "client: lines of aliases" \
	"$(on client awk 'NR > 1' /proc/net/preserve/aliases | wc -l)" == 4
check_number "client: current pairs among the aliases" \
	"$(on client awk 'NR > 1 && $6 == 1' /proc/net/preserve/aliases | wc -l)" == 1

transfer_end
check_transfer
check_counter client SynSent == 1
check_counter client SynAckReceived == 1
check_counter client AckSent '>=' 1
check_counter client Established == 1
check_counter server SynReceived == 1
check_counter server SynAckSent == 1
check_counter server AckReceived == 1
check_counter server Established == 1
eventually 90 "client: the table is empty" has_connections client 0
eventually 90 "server: the table is empty" has_connections server 0
check_counter client Closed == 1
check_counter server Closed == 1
check_number "migrations and follows" "$(moves)" == 0
check_number "options refused" "$(refusals)" == 0
