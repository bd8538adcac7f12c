#!/bin/bash
# SPDX-License-Identifier: MIT
# Ten clients of pgbench work with a PostgreSQL while a link is cut every three seconds;
# no transaction fails, each has happened exactly once, and the sums are right.
# topology: two-routers
# machines: 6.1 6.12
# seconds: 25
. "${0%/*}/lib.sh"
. "${0%/*}/lib-programs.sh"

: "${CLIENTS:=10}" "${DURATION:=11}"
PATH=$PATH:/usr/lib/postgresql/15/bin
mkdir "$scratch/data" "$scratch/socket"
chmod 755 "$scratch"
chown nobody "$scratch/data" "$scratch/socket"

# as_nobody COMMAND...: PostgreSQL does not serve as root.
as_nobody() {
	setpriv --reuid nobody --clear-groups "$@"
}

as_nobody initdb -D "$scratch/data" -U postgres -A trust -E UTF8 --locale C --no-sync --no-instructions \
	>"$scratch/initdb.log" 2>&1 || give_up "no cluster: $(tail -3 "$scratch/initdb.log")"
echo "host all all all trust" >>"$scratch/data/pg_hba.conf"
on server setpriv --reuid nobody --clear-groups postgres -D "$scratch/data" -k "$scratch/socket" -c listen_addresses='*' \
	-c fsync=off -c max_wal_size=64MB -c autovacuum=off -c jit=off >"$scratch/postgres.log" 2>&1 &
wait_until 60 listens server 5432 || give_up "postgres does not listen: $(cat "$scratch/postgres.log")"

ask() {
	on server psql -h "$scratch/socket" -U postgres -A -t -c "$1"
}

export PGUSER=postgres PGDATABASE=postgres
on server pgbench -h "$scratch/socket" -i -q >"$scratch/fill.log" 2>&1 || give_up "no tables: $(cat "$scratch/fill.log")"
on client pgbench -h "$SERVER1" -n -c "$CLIENTS" -T "$DURATION" >"$scratch/log" 2>&1 &
program=$!
under_way server 4000
cuts_while "$program"
check_program pgbench "$program"
done=$(sed -n 's/^number of transactions actually processed: //p' "$scratch/log")
check_number "transactions" "$done" '>' $((10 * DURATION))
check "none of them failed" grep -q '^number of failed transactions: 0 ' "$scratch/log"
check "no errors" not grep -qiE 'error|abort|closed' "$scratch/log"
check_number "transactions that the server has" "$(ask 'select count(*) from pgbench_history')" == "$done"
check "the sums are right" test "$(ask 'select (select sum(delta) from pgbench_history) = all (values
	((select sum(abalance) from pgbench_accounts)), ((select sum(bbalance) from pgbench_branches)),
	((select sum(tbalance) from pgbench_tellers)))')" = t
grep -E '^(number|latency|tps)' "$scratch/log" | sed 's/^/# /'
