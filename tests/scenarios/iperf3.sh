#!/bin/bash
# SPDX-License-Identifier: MIT
# iperf3, with its control and its data connection, goes through a cut and back.
# topology: two-routers
# machines: 6.1 6.12
# seconds: 12
. "${0%/*}/lib.sh"

remember_link 1
on server iperf3 -s -1 -B "$SERVER1" >"$scratch/iperf-server" 2>&1 &
wait_until 20 listens server 5201 || give_up "iperf3 does not listen"
on client iperf3 -c "$SERVER1" -B "$CLIENT1" -t 8 -J >"$scratch/iperf.json" 2>"$scratch/iperf.log" &
measurement=$!
wait_until 20 received server 2000000 || give_up "no data before the cut"
check "both connections are negotiated" has_connections client 2 established
cut_link silent 1
wait_until 20 received server 6000000 || fail "no data after the cut"
heal_link 1
remember_link 2
wait_until 20 received server 8000000
used=2
[ "$(column client cur_local)" = "$CLIENT2" ] || used=1
cut_link silent "$used"
wait "$measurement"
check "iperf3 ends well" test $? -eq 0
python3 - "$scratch/iperf.json" >"$scratch/figures" <<'PY'
import json, sys
end = json.load(open(sys.argv[1])).get('end', {})
print(end.get('sum_sent', {}).get('bytes', 0), end.get('sum_received', {}).get('bytes', 0))
PY
read -r sent got <"$scratch/figures"
check_number "bytes" "$got" '>' 10000000
check_number "bytes received of those sent" "$got" '<=' "$sent"
