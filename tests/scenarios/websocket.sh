#!/bin/bash
# SPDX-License-Identifier: MIT
# A WebSocket that says nothing but its pings is idle while a link is cut every three
# seconds; then both ends still have it, and a message and its answer come through a cut.
# topology: two-routers
# machines: 6.1 6.12
# seconds: 26
# case: IDLE=15
. "${0%/*}/lib.sh"
. "${0%/*}/lib-programs.sh"

: "${IDLE:=600}"
cat >"$scratch/serve.py" <<'PY'
import asyncio, sys, websockets

async def echo(socket):
    async for message in socket:
        await socket.send(message[::-1])

async def main():
    async with websockets.serve(echo, sys.argv[1], 8080):
        await asyncio.Future()

asyncio.run(main())
PY
# Each line typed is a message; each answer is a line.
cat >"$scratch/talk.py" <<'PY'
import asyncio, sys, websockets

async def main():
    async with websockets.connect(sys.argv[1]) as socket:
        for message in iter(lambda: asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline), None):
            message = await message
            if not message:
                break
            await socket.send(message.strip())
            print(await socket.recv(), flush=True)

asyncio.run(main())
PY
on server python3 "$scratch/serve.py" "$SERVER1" 2>"$scratch/serve.log" &
wait_until 60 listens server 8080 || give_up "no server: $(cat "$scratch/serve.log")"
mkfifo "$scratch/typed"
: >"$scratch/answers"
on client python3 "$scratch/talk.py" "ws://[$SERVER1]:8080" <"$scratch/typed" >"$scratch/answers" 2>"$scratch/log" &
program=$!
exec 3>"$scratch/typed"

answered() {
	[ "$(tail -1 "$scratch/answers")" = "$1" ]
}

echo abc >&3
wait_until 60 answered cba || give_up "no answer: $(cat "$scratch/log")"
check "negotiated" has_connections client 1 established
mark
sleep "$IDLE" &
cuts_while $!
check "the connection is open" runs "$program"
check_number "cuts" "$cuts" '>=' $((IDLE / 4))
check_number "moves of both ends" "$(moves)" '>' 0
used=$(busy_link)
cut_link silent "$used"
sent=$(now_ms)
echo defg >&3
eventually 20 "a message is answered through another cut" answered gfed
check_number "after so many ms" $(($(now_ms) - sent)) '<' 2000
exec 3>&-
wait "$program"
check "it ends well" test $? -eq 0
check_number "connections negotiated in all" "$(on client awk '$1 == "Established" { print $2 }' /proc/net/preserve/stats)" == 1
check "nothing to complain about" not grep -q . "$scratch/log" "$scratch/serve.log"
