# SPDX-License-Identifier: MIT
# For scenarios that forge segments by hand: forge.py, which their Python programs
# import. It reads what passes a device, also behind an ESP header without encryption,
# and sends IPv6 packets with any source. PYTHONPATH says where it is.

cat >"$scratch/forge.py" <<'PY'
import os, socket, struct, sys, time

PREFIX_SYN, PREFIX_ACK = 0x0b, 0x0c
FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
HOP_BY_HOP, FRAGMENT, DESTINATION = 0, 44, 60

def pack(address):
    return socket.inet_pton(socket.AF_INET6, address)

def checksum(data):
    data += b'\0' * (len(data) % 2)
    total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff

def find_option(header, kind):
    at = 2
    while at < len(header):
        if header[at] == kind:
            return header[at + 2:at + 2 + header[at + 1]]
        at += 1 if header[at] == 0 else 2 + header[at + 1]

def padded(options):
    pad = -(2 + len(options)) % 8
    options += b'' if pad == 0 else b'\0' if pad == 1 else bytes([1, pad - 2]) + bytes(pad - 2)
    return bytes([6, (2 + len(options)) // 8 - 1]) + options

def options(*pairs):
    """A Destination Options header with these (type, body)."""
    return DESTINATION, padded(b''.join(bytes([kind, len(body)]) + body for kind, body in pairs))

def stamp(value, echo):
    """The time stamp option of TCP."""
    return b'\1\1\x08\x0a' + struct.pack('!II', value & 0xffffffff, echo)

def fragment(offset, more, number):
    """The header of a fragment of TCP."""
    return FRAGMENT, struct.pack('!BBHI', 6, 0, offset | more, number)

def tcp(source, to, ports, numbers, flags, time=b'', data=b'', window=1000, wrong=0):
    segment = struct.pack('!HHIIBBHHH', *ports, *(n & 0xffffffff for n in numbers),
                          (20 + len(time)) // 4 << 4, flags, window, 0, 0) + time + data
    total = checksum(source + to + struct.pack('!II', len(segment), 6) + segment) ^ wrong
    return segment[:16] + struct.pack('!H', total) + segment[18:]

class Segment:
    """A TCP segment that was seen."""

    def __init__(self, packet):
        self.source, self.to = packet[8:24], packet[24:40]
        kind, at, self.header, trailer = packet[6], 40, b'', 0
        while kind == DESTINATION:
            length = (packet[at + 1] + 1) * 8
            self.header = packet[at:at + length]
            kind, at = packet[at], at + length
        if kind == 50:
            # HMAC-SHA-256 of 96 bits, and before it the padding's length and TCP's number.
            kind, at, trailer = packet[-13], at + 8, 14 + packet[-14]
        if kind != 6:
            raise ValueError
        self.sport, self.dport, self.seq, self.ack, offset, self.flags = \
            struct.unpack('!HHIIBB', packet[at:at + 14])
        rest = packet[at + 20:at + (offset >> 4) * 4]
        self.length = len(packet) - trailer - at - (offset >> 4) * 4
        at = rest.find(b'\x08\x0a')
        self.time = struct.unpack('!II', rest[at + 2:at + 10]) if at >= 0 else None

class Wire:
    def __init__(self, device):
        self.seen = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x86dd))
        self.seen.bind((device, 0x86dd))
        self.out = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)

    def wait(self, wanted):
        """The next segment of which wanted(segment) is true."""
        while True:
            try:
                segment = Segment(self.seen.recv(2000))
            except (ValueError, struct.error):
                continue
            if wanted(segment):
                return segment

    def send(self, source, to, content, before=(6, b''), hops=64):
        """A packet; before: the number of its first header, and headers before the content."""
        self.out.sendto(struct.pack('!IHBB', 6 << 28, len(before[1] + content), before[0], hops) +
                        source + to + before[1] + content,
                        (socket.inet_ntop(socket.AF_INET6, to), 0))

def done(file):
    open(file, 'w').close()

def wait_for(file):
    while not os.path.exists(file):
        time.sleep(0.05)
PY
export PYTHONPATH=$scratch
