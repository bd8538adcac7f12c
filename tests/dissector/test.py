# SPDX-License-Identifier: MIT
"""The Wireshark dissector by tshark: the examples of docs/wire-format.md, broken options,
and the recorded connection beside it. Prints TAP."""

import pathlib
import re
import socket
import struct
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
DISSECTOR = ROOT / "docs/dissector/preserve.lua"
RECORDED = ROOT / "docs/dissector/silent-cut.pcap"

CLIENT, SERVER = "2001:db8:1::c", "2001:db8:11::5"
SYN, ACK = 2, 16
number = failed = 0


def report(description, got, wanted):
    global number, failed
    number += 1
    right = got == wanted
    failed += not right
    print(f"{'ok' if right else 'not ok'} {number} - {description}")
    if not right:
        print(f"# wanted {wanted}\n# got    {got}")


def fields(capture, shown, *names):
    """One list of values for each frame that the filter shows; several values have commas."""
    names_of = [part for name in names for part in ("-e", name)]
    out = subprocess.run(
        ["tshark", "-2", "-r", capture, "-X", f"lua_script:{DISSECTOR}", "-Y", shown, "-T", "fields", *names_of],
        capture_output=True, text=True, check=True)
    complaints = [line for line in out.stderr.splitlines() if "Lua" in line]
    if complaints:
        report("the script runs", complaints, [])
    return [line.split("\t") for line in out.stdout.splitlines()]


def option_header(*options):
    body = b"".join(bytes([kind, len(data)]) + data for kind, data in options)
    padding = -(len(body) + 2) % 8
    body += b"\0" if padding == 1 else bytes([1, padding - 2]) + bytes(padding - 2) if padding else b""
    return bytes([6, len(body) // 8]) + body


def segment(source, target, flags, header=b"", ports=(4000, 5000), seq=1000, options=b""):
    tcp = struct.pack(">HHIIBBHHH", *ports, seq, 0, (20 + len(options)) // 4 << 4, flags, 1000, 0, 0) + options
    addresses = socket.inet_pton(socket.AF_INET6, source) + socket.inet_pton(socket.AF_INET6, target)
    return struct.pack(">IHBB", 6 << 28, len(header + tcp), 60 if header else 6, 64) + addresses + header + tcp


def capture(*packets):
    """A file of raw IPv6 packets, a millisecond apart."""
    data = struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101)
    for i, packet in enumerate(packets):
        data += struct.pack("<IIII", 1, 1000 * i, len(packet), len(packet)) + packet
    file = tempfile.NamedTemporaryFile(suffix=".pcap")
    file.write(data)
    file.flush()
    return file


def examples():
    """The rows of section 3: sender, body, alternatives without what is said about them."""
    text = (ROOT / "docs/wire-format.md").read_text()
    for sender, body, said in re.findall(r"^\| ([\w:]*) ?\| `([0-9a-f ]+)` \| (.*) \|$", text, re.M):
        wanted = re.findall(r"[0-9a-f]+:[0-9a-f:]+", said)
        yield sender or CLIENT, bytes.fromhex(body), wanted


def the_examples():
    rows = list(examples())
    packets = [segment(sender, SERVER, SYN, option_header((11, body)), seq=i) for i, (sender, body, _) in enumerate(rows)]
    with capture(*packets) as file:
        got = fields(file.name, "preserve.option", "preserve.alternative")
    report("every example of the document is read", len(got), len(rows))
    for (_, body, wanted), (addresses,) in zip(rows, got):
        report(f"alternatives in {body.hex(' ')}", addresses.split(",") if addresses else [], wanted)


BROKEN = [
    ("an item of length 0", "00", "preserve.malformed"),
    ("a prefix that ends early", "40 20 01", "preserve.truncated"),
    ("an extension without a length", "40 20 01 0d b8 00 02 00 00 83", "preserve.truncated"),
    ("a checksum of one byte", "81 01 00", "preserve.malformed"),
    ("a wrong checksum", "40 20 01 0d b8 00 02 00 00 81 02 6c f6", "preserve.checksum.bad"),
]


def broken_options():
    for description, body, complaint in BROKEN:
        with capture(segment(CLIENT, SERVER, SYN, option_header((11, bytes.fromhex(body))))) as file:
            report(description, fields(file.name, complaint, "preserve.connection"), [[""]])
    early = bytes([6, 0, 11, 200, 0, 0, 0, 0])
    with capture(segment(CLIENT, SERVER, SYN, early)) as file:
        report("a header that ends early", fields(file.name, "preserve.truncated", "frame.number"), [["1"]])


def handshakes():
    offer, answer = bytes.fromhex("40 20 01 0d b8 00 02 00 00"), bytes.fromhex("40 20 01 0d b8 00 12 00 00")
    to_server, to_client = (4000, 5000), (5000, 4000)

    def negotiate(echo, seq):
        return (segment(CLIENT, SERVER, SYN, option_header((11, offer)), to_server, seq),
                segment(SERVER, CLIENT, SYN | ACK, option_header((11, answer), (12, echo)), to_client),
                segment("2001:db8:2::c", "2001:db8:12::5", ACK, ports=to_server),
                segment("2001:db8:12::5", CLIENT, ACK, ports=to_client))

    with capture(*negotiate(offer, 1), *negotiate(offer, 2), segment(CLIENT, SERVER, SYN, ports=to_server, seq=3)) as file:
        report("segments on all pairs belong to their connection, and ports come again",
               fields(file.name, "tcp", "preserve.connection", "preserve.pair"),
               [["1", "0/0"], ["1", "0/0"], ["1", "1/1"], ["1", "0/1"],
                ["2", "0/0"], ["2", "0/0"], ["2", "1/1"], ["2", "0/1"], ["", ""]])
    with capture(*negotiate(answer, 1)) as file:
        report("an echo that differs", fields(file.name, "preserve.echo.mismatch", "frame.number"), [["2"]])
        report("negotiates nothing", fields(file.name, "preserve.alias == 1", "frame.number"), [])


def probes():
    def option(kind, note, nonce, question=b""):
        return b"\1\1" + bytes([254, 10 + len(question), 0x50, 0x53, kind, note]) + nonce + question

    def there(opt):
        return segment(CLIENT, SERVER, ACK, ports=(4000, 5000), options=opt)

    def back(opt):
        return segment(SERVER, CLIENT, ACK, ports=(5000, 4000), options=opt)

    other = bytes([254, 4, 0x12, 0x34]) + bytes([8, 10]) + bytes(8) + b"\1\1"
    with capture(there(option(1, 3, b"aaaa")), back(option(2, 1, b"aaaa", b"bbbb")), there(option(2, 2, b"bbbb")),
                 there(option(2, 1, b"cccc")), there(other), there(bytes([254, 9, 0x50, 0x53]))) as file:
        report("three packets prove a pair to both ends",
               fields(file.name, "preserve.probe", "preserve.probe.reply_in", "preserve.probe.request_in",
                      "preserve.probe.rtt", "preserve.probe.move", "preserve.probe.note"),
               [["2", "", "", "3", ""], ["3", "1", "0.001000000", "", "1"], ["", "2", "0.001000000", "", "2"],
                ["", "", "", "", "1"]])
        report("a move is told", fields(file.name, "preserve.moved", "frame.number"), [["1"]])
        report("a reply without a probe", fields(file.name, "preserve.probe.unsolicited", "frame.number"), [["4"]])


def the_recorded():
    def numbers(shown):
        return [int(row[0]) for row in fields(RECORDED, shown, "frame.number")]

    everything = numbers("tcp && !icmpv6")
    report("recorded: every segment belongs to the connection", numbers("preserve.connection == 1"), everything)
    move = numbers("preserve.probe.move > 0")
    report("recorded: one move", len(move), 1)
    data = fields(RECORDED, "tcp.len > 0 && !icmpv6", "frame.number", "preserve.pair")
    report("recorded: data go by the first pair before it", {pair for n, pair in data if int(n) < move[0]}, {"0/0"})
    report("recorded: and by the last one behind it", {pair for n, pair in data if int(n) > move[0]}, {"1/1"})


if __name__ == "__main__":
    the_examples()
    broken_options()
    handshakes()
    probes()
    the_recorded()
    print(f"1..{number}")
    raise SystemExit(failed > 0)
