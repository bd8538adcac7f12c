#!/bin/bash
# SPDX-License-Identifier: MIT
# Sockets whose lock a program holds for as long as it likes (a system call that
# waits for a page, here by userfaultfd) do not keep other connections from moving:
# not those of another namespace, and not those of the same one. The kernels for
# User-mode Linux are built without userfaultfd.
# topology: two-routers
# machines: 6.1 6.12
# seconds: 30
# case: rate=5mbit
. "${0%/*}/lib.sh"

# N connections, each with a thread within sendmsg() that holds the socket's lock.
cat >"$scratch/hold.py" <<'P'
import ctypes, fcntl, mmap, os, socket, struct, sys, threading, time
role, address, port, n = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
if role == "serve":
    s = socket.socket(socket.AF_INET6); s.bind((address, port)); s.listen(512)
    kept = []
    while True:
        kept.append(s.accept())
libc = ctypes.CDLL(None, use_errno=True)
fd = libc.syscall(323, os.O_CLOEXEC)
if fd < 0:
    sys.exit("userfaultfd: %s" % os.strerror(ctypes.get_errno()))
fcntl.ioctl(fd, 0xc018aa3f, struct.pack("QQQ", 0xaa, 0, 0))
memory = mmap.mmap(-1, 4096 * n, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
start = ctypes.addressof(ctypes.c_char.from_buffer(memory))
fcntl.ioctl(fd, 0xc020aa00, struct.pack("QQQQ", start, 4096 * n, 1, 0))
threading.stack_size(65536)
libc.send.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
kept = []
for i in range(n):
    s = socket.socket(socket.AF_INET6); s.connect((address, port)); kept.append(s)
    s.send(b"x")
time.sleep(.5)
for i, s in enumerate(kept):
    threading.Thread(target=libc.send, args=(s.fileno(), start + 4096 * i, 100, 0), daemon=True).start()
print("held", flush=True)
time.sleep(3600)
P

is_held() {
	grep -q held "$scratch/held"
}

have_moved() {
	[ "$(connections "$1" established | awk -v a="$2" '$7 == 5001 || $5 == 5001 { if ($8 != a) n++ } END { print n + 0 }')" -eq "$3" ]
}

# are_proven NUMBER: has the peer answered on link 2 for so many of the transfer?
are_proven() {
	[ "$(on client awk -v l="$CLIENT2" -v r="$SERVER2" '
		$2 == l && $4 == r && $5 == 5001 && $8 != "-" { n++ }
		END { print n + 0 }' /proc/net/preserve/aliases)" -ge "$1" ]
}

# Where no connection ever had an answer, many have few probes between them.
transfer_start client 3000 --stream thin --interval 50
eventually 6 "link 2 is known to work" are_proven 1
transfer_end
transfer_start client 14000 --connections 10 --stream thin --interval 50
eventually 8 "the others' second pairs are proven" are_proven 11
on server python3 "$scratch/hold.py" serve "$SERVER1" 6001 0 &
wait_until 20 listens server 6001 || give_up "no server"
on client python3 "$scratch/hold.py" hold "$SERVER1" 6001 300 >"$scratch/held" 2>&1 &
eventually 30 "300 sockets of the client are held" is_held
mark
cut_link own-link-down 1
eventually 1 "the others have moved all the same" have_moved client "$CLIENT1" 10
check_counter client SocketBusy '>=' 300
transfer_end
check_transfer 600
