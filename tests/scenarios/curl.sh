#!/bin/bash
# SPDX-License-Identifier: MIT
# A real download with curl from nginx goes through a cut and back.
# topology: two-routers
# machines: 6.1 6.12
# seconds: 11
. "${0%/*}/lib.sh"

remember_link 1
mkdir -p "$scratch/www"
python3 -c "
import random
random.seed(1)
open('$scratch/www/file', 'wb').write(random.randbytes(12000000))"
serve_files

on client curl -s -S -g -6 --interface "$CLIENT1" -o "$scratch/file" "http://[$SERVER1]/file" &
download=$!
wait_until 20 received client 2000000 || give_up "no data before the cut"
check "negotiated" has_connections client 1 established
cut_link silent 1
eventually 10 "the download goes on over link 2" column_is server cur_remote "$CLIENT2"
wait_until 20 received client 6000000 || fail "no data after the cut"
heal_link 1
remember_link 2
wait_until 20 received client 8000000
used=2
[ "$(column server cur_remote)" = "$CLIENT2" ] || used=1
cut_link silent "$used"
wait "$download"
check "curl ends well" test $? -eq 0
check "the same bytes" cmp "$scratch/file" "$scratch/www/file"
check "the same digest" test "$(sha256sum <"$scratch/file")" = "$(sha256sum <"$scratch/www/file")"
