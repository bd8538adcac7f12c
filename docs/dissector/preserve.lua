-- SPDX-License-Identifier: MIT
--
-- PreserveStack in Wireshark and tshark: the options of the handshake, the probes,
-- and which connection and pair of addresses every segment belongs to.
--
--   wireshark -X lua_script:docs/dissector/preserve.lua capture.pcap
--   tshark -X lua_script:docs/dissector/preserve.lua -r capture.pcap -Y 'preserve.connection == 1'
--
-- For good: copy it to the folder "Personal Lua Plugins" (Help, About, Folders).
-- It follows docs/wire-format.md, whose sections are named here.

local preserve = Proto("preserve", "PreserveStack")

preserve.prefs.syn_type = Pref.uint("PREFIX_SYN type", 0x0b, "As prefix_syn_type of the hosts; decimal")
preserve.prefs.ack_type = Pref.uint("PREFIX_ACK type", 0x0c, "As prefix_ack_type of the hosts; decimal")

local EXPERIMENTAL_OPTION, EXPERIMENT = 254, 0x5053
local TCP, DESTINATION_OPTIONS = 6, 60
local IPV6_HEADER = 40

local probe_types = { [1] = "Probe", [2] = "Reply" }
local notes = { [0] = "untold", [1] = "current pair here, too", [2] = "another pair is current here" }

local f = {
    connection = ProtoField.uint32("preserve.connection", "Connection", base.DEC, nil, nil,
        "Number of the connection in this capture, the same on all its pairs"),
    pair = ProtoField.string("preserve.pair", "Pair", base.ASCII,
        "Addresses of initiator and responder as they were announced, from 0: 0/0 is the handshake's"),
    alias = ProtoField.bool("preserve.alias", "On another pair than the handshake's"),
    option = ProtoField.string("preserve.option", "Option"),
    length = ProtoField.uint8("preserve.option.length", "Length of the body"),
    bits = ProtoField.uint8("preserve.prefix.length", "Prefix length"),
    alternative = ProtoField.ipv6("preserve.alternative", "Alternative address"),
    checksum = ProtoField.uint16("preserve.checksum", "Checksum", base.HEX),
    good = ProtoField.bool("preserve.checksum.good", "Checksum is right"),
    backup = ProtoField.bool("preserve.flags.backup", "Backup"),
    priority = ProtoField.uint8("preserve.flags.priority", "Priority"),
    spread = ProtoField.bool("preserve.spread", "Takes segments on every pair"),
    unknown = ProtoField.bytes("preserve.extension", "Unknown extension"),
    probe = ProtoField.uint8("preserve.probe", "Probe segment", base.DEC, probe_types),
    move = ProtoField.uint8("preserve.probe.move", "Number of the move"),
    note = ProtoField.uint8("preserve.probe.note", "Note", base.DEC, notes),
    nonce = ProtoField.uint32("preserve.probe.nonce", "Nonce", base.HEX),
    question = ProtoField.uint32("preserve.probe.question", "Nonce of its own question", base.HEX),
    request = ProtoField.framenum("preserve.probe.request_in", "Answers the probe in", base.NONE, frametype.REQUEST),
    reply = ProtoField.framenum("preserve.probe.reply_in", "Answered in", base.NONE, frametype.RESPONSE),
    rtt = ProtoField.relative_time("preserve.probe.rtt", "Round trip"),
}
preserve.fields = f

local bad = {
    truncated = ProtoExpert.new("preserve.truncated", "Option ends early", expert.group.MALFORMED, expert.severity.ERROR),
    malformed = ProtoExpert.new("preserve.malformed", "Option is malformed", expert.group.MALFORMED, expert.severity.ERROR),
    checksum = ProtoExpert.new("preserve.checksum.bad", "Checksum of the option is wrong", expert.group.CHECKSUM,
        expert.severity.ERROR),
    echo = ProtoExpert.new("preserve.echo.mismatch", "Echo differs from what was sent", expert.group.PROTOCOL,
        expert.severity.WARN),
    unanswered = ProtoExpert.new("preserve.probe.unsolicited", "Reply to a probe that is not in the capture",
        expert.group.SEQUENCE, expert.severity.NOTE),
    moved = ProtoExpert.new("preserve.moved", "This end has moved to this pair", expert.group.SEQUENCE,
        expert.severity.CHAT),
}
preserve.experts = { bad.truncated, bad.malformed, bad.checksum, bad.echo, bad.unanswered, bad.moved }

local ip6_sources = Field.new("ipv6.src")
local tcp_ports = Field.new("tcp.srcport")
local errors = Field.new("icmpv6.type")

-- What is learnt in the first pass, in the order of the capture.
local known       -- [key of a pair]: { connection, pair }; see learn()
local handshakes  -- [key of the handshake pair]: the connection
local questions   -- [nonce and key]: frame and time of a probe
local answers     -- [frame of a probe]: frame of its reply
local frames      -- [frame]: what was found then, for later passes
local connections -- how many

function preserve.init()
    known, handshakes, questions, answers, frames, connections = {}, {}, {}, {}, {}, 0
end

-- Addresses are strings of 16 bytes in here.

-- Wireshark 4.0 has Lua 5.2, later ones 5.4: what both know has no operators for bits.
local function has(flags, bit)
    return math.floor(flags / bit) % 2 == 1
end

local function raw(range)
    return range:bytes():raw()
end

local function ipv6(address)
    return Address.ipv6((address:gsub("..", function(two)
        return string.format("%02x%02x:", two:byte(1, 2))
    end):gsub(":$", "")))
end

-- One name for both directions of a pair.
local function key_of(from, sport, to, dport)
    local a = from .. string.char(math.floor(sport / 256), sport % 256)
    local b = to .. string.char(math.floor(dport / 256), dport % 256)
    return a < b and a .. b or b .. a
end

-- RFC 1071 over the body with its own two bytes as zero, and both addresses.
local function checksum_of(body, at, from, to)
    local bytes = body:sub(1, at) .. "\0\0" .. body:sub(at + 3) .. from .. to
    local sum = 0
    if #bytes % 2 == 1 then
        bytes = bytes .. "\0"
    end
    for i = 1, #bytes, 2 do
        sum = sum + bytes:byte(i) * 256 + bytes:byte(i + 1)
    end
    while sum > 0xffff do
        sum = sum % 0x10000 + math.floor(sum / 0x10000)
    end
    return 0xffff - sum
end

-- The items of a body (section 1.1), with the end's primary address and the other's.
-- Fills the tree and returns the addresses of that end, the primary first, or nil.
local function read_body(tree, range, primary, other)
    local addresses = { primary }
    local flagged
    local body = range and raw(range) or ""
    local at = 0
    while at < #body do
        local kind = body:byte(at + 1)
        local len = kind <= 128 and math.floor((kind + 7) / 8) or body:byte(at + 2)
        local start = kind <= 128 and at + 1 or at + 2
        if kind == 0 then
            tree:add_proto_expert_info(bad.malformed)
            return nil
        end
        if not len or start + len > #body then
            tree:add_proto_expert_info(bad.truncated)
            return nil
        end
        local item = range(at, start + len - at)
        if kind <= 128 then
            local address = body:sub(start + 1, start + len) .. primary:sub(len + 1)
            local branch = tree:add(f.alternative, item, ipv6(address))
            branch:add(f.bits, range(at, 1))
            addresses[#addresses + 1] = address
        elseif kind == 0x81 and len ~= 2 then
            tree:add_proto_expert_info(bad.malformed)
            return nil
        elseif kind == 0x81 then
            local right = checksum_of(body, start, primary, other) == range(start, 2):uint()
            local branch = tree:add(f.checksum, range(start, 2))
            branch:add(f.good, range(start, 2), right):set_generated()
            if not right then
                branch:add_proto_expert_info(bad.checksum)
                return nil
            end
        elseif kind == 0x82 and flagged then
            tree:add_proto_expert_info(bad.malformed)
            return nil
        elseif kind == 0x82 then
            flagged = len
            for i = 0, len - 1 do
                local flags = range(start + i, 1)
                tree:add(f.backup, flags, flags:uint() >= 128)
                tree:add(f.priority, flags, flags:uint() % 128)
            end
        elseif kind == 0x83 then
            tree:add(f.spread, item, true)
        else
            tree:add(f.unknown, item)
        end
        at = start + len
    end
    if flagged and flagged ~= #addresses - 1 and flagged ~= #addresses then
        tree:add_proto_expert_info(bad.malformed)
        return nil
    end
    return addresses
end

-- The options of one Destination Options header: [type] = range of the body, or false
-- for an empty one. Only the first of a kind counts.
local function find_options(header)
    local found, at = {}, 2
    while at < header:len() do
        local kind = header(at, 1):uint()
        if kind == 0 then
            at = at + 1
        else
            if at + 2 > header:len() or at + 2 + header(at + 1, 1):uint() > header:len() then
                return found, true
            end
            local len = header(at + 1, 1):uint()
            if found[kind] == nil then
                found[kind] = len > 0 and header(at + 2, len)
            end
            at = at + 2 + len
        end
    end
    return found, false
end

-- From now on segments on any pair are those of @conn.
local function learn(conn)
    for i, initiator in ipairs(conn.initiator) do
        for j, responder in ipairs(conn.responder) do
            known[key_of(initiator, conn.sport, responder, conn.dport)] = { conn = conn, li = i - 1, ri = j - 1 }
        end
    end
end

local function begin(s)
    local conn = handshakes[s.key]
    if not conn or conn.isn ~= s.seq then
        connections = connections + 1
        conn = { number = connections, isn = s.seq, sport = s.sport, dport = s.dport }
        handshakes[s.key] = conn
    end
    known[s.key] = { conn = conn, li = 0, ri = 0 }
    return conn
end

local function add_option(tree, s, name, found, echo)
    if found == nil then
        return nil
    end
    local range = found or nil
    local branch = tree:add(f.option, range or s.header, name)
    local length = branch:add(f.length, range or s.header, range and range:len() or 0)
    if not range then
        length:set_generated()
    end
    -- An echo has the addresses of the end that receives it.
    if echo then
        return read_body(branch, range, s.dst, s.src), branch
    end
    return read_body(branch, range, s.src, s.dst), branch
end

local function body(found)
    return found and raw(found) or found == false and "" or nil
end

local function handshake(tree, pinfo, s)
    local options, truncated = find_options(s.header)
    local syn, ack = options[preserve.prefs.syn_type], options[preserve.prefs.ack_type]
    if syn == nil and ack == nil and not truncated then
        return
    end
    local offer, offer_tree = add_option(tree, s, "PREFIX_SYN", syn, false)
    local echo, echo_tree = add_option(tree, s, "PREFIX_ACK", ack, true)
    if truncated then
        tree:add_proto_expert_info(bad.truncated)
    end
    local conn = handshakes[s.key]
    if not pinfo.visited then
        if s.syn and not s.ack and offer then
            conn = begin(s)
            conn.offer, conn.initiator = body(syn), offer
        elseif s.syn and s.ack and conn and offer and echo then
            conn.answer, conn.responder = body(syn), offer
            conn.echo_wrong = body(ack) ~= conn.offer
            if not conn.echo_wrong then
                learn(conn)
            end
        end
    end
    if conn and echo_tree then
        local sent = s.sport == conn.sport and conn.answer or s.sport ~= conn.sport and conn.offer
        if sent and sent ~= body(ack) then
            echo_tree:add_proto_expert_info(bad.echo)
        end
    end
    local said = {}
    if offer_tree then
        local n = offer and #offer - 1 or 0
        said[#said + 1] = offer and "PREFIX_SYN +" .. n or "PREFIX_SYN invalid"
    end
    if echo_tree then
        said[#said + 1] = "PREFIX_ACK"
    end
    pinfo.cols.info:append(" [" .. table.concat(said, ", ") .. "]")
end

-- The probe option among the TCP options, or nil.
local function find_probe(options)
    local at = 0
    while at < options:len() do
        local kind = options(at, 1):uint()
        if kind == 0 then
            return nil
        elseif kind == 1 then
            at = at + 1
        else
            if at + 2 > options:len() then
                return nil
            end
            local len = options(at + 1, 1):uint()
            if len < 2 or at + len > options:len() then
                return nil
            end
            if kind == EXPERIMENTAL_OPTION and (len == 10 or len == 14) and options(at + 2, 2):uint() == EXPERIMENT then
                return options(at, len)
            end
            at = at + len
        end
    end
end

-- A question and its answer find each other by the nonce, on the same pair.
local function ask(pinfo, s, nonce)
    if not pinfo.visited then
        questions[nonce .. s.key] = { frame = pinfo.number, time = pinfo.abs_ts }
    end
end

local function add_answer(tree, range, pinfo)
    if answers[pinfo.number] then
        tree:add(f.reply, range, answers[pinfo.number]):set_generated()
    end
end

local function add_reply(tree, range, pinfo, s, nonce)
    local remembered = frames[pinfo.number]
    if not pinfo.visited then
        remembered.question = questions[nonce .. s.key]
        if remembered.question then
            answers[remembered.question.frame] = pinfo.number
        end
    end
    local question = remembered.question
    if not question then
        tree:add_proto_expert_info(bad.unanswered)
        return ""
    end
    local rtt = pinfo.abs_ts - question.time
    local seconds = math.floor(rtt)
    tree:add(f.request, range, question.frame):set_generated()
    tree:add(f.rtt, range, NSTime.new(seconds, math.floor((rtt - seconds) * 1e9 + 0.5))):set_generated()
    return string.format(" %.1f ms", rtt * 1e3)
end

local function probe(tree, pinfo, s, option)
    local kind, note, nonce = option(4, 1):uint(), option(5, 1):uint(), raw(option(6, 4))
    local branch = tree:add(f.probe, option(4, 1))
    local said
    if kind == 1 then
        branch:add(f.move, option(5, 1))
        branch:add(f.nonce, option(6, 4))
        ask(pinfo, s, nonce)
        said = "Probe"
        if note > 0 then
            branch:add_proto_expert_info(bad.moved)
            said = "Moved here (" .. note .. ")"
        end
    else
        branch:add(f.note, option(5, 1))
        branch:add(f.nonce, option(6, 4))
        said = "Reply" .. add_reply(branch, option(6, 4), pinfo, s, nonce)
        if note == 1 then
            said = said .. ", here too"
        end
        if option:len() == 14 then
            branch:add(f.question, option(10, 4))
            ask(pinfo, s, raw(option(10, 4)))
            said = said .. ", asks"
        end
    end
    add_answer(branch, option, pinfo)
    pinfo.cols.info:append(" [" .. said .. "]")
end

-- The innermost TCP segment over IPv6 of a frame, when it begins as ours do: behind
-- the IPv6 header, or behind one Destination Options header. Not the quotation in an
-- ICMPv6 error, and not a later fragment.
local function find_segment(tvb)
    local sources, ports = { ip6_sources() }, { tcp_ports() }
    if #sources == 0 or errors() then
        return nil
    end
    local at = sources[#sources].offset - 8
    if at < 0 or at + IPV6_HEADER > tvb:len() then
        return nil
    end
    local s = { src = raw(tvb(at + 8, 16)), dst = raw(tvb(at + 24, 16)) }
    local next_header = tvb(at + 6, 1):uint()
    at = at + IPV6_HEADER
    if next_header == DESTINATION_OPTIONS and at + 8 <= tvb:len() then
        local len = 8 * (tvb(at + 1, 1):uint() + 1)
        if at + len > tvb:len() then
            return nil
        end
        s.header = tvb(at, len)
        next_header = tvb(at, 1):uint()
        at = at + len
    end
    -- A broken header keeps Wireshark itself from going on to TCP.
    if next_header ~= TCP or #ports > 0 and at ~= ports[#ports].offset or at + 20 > tvb:len() then
        return nil
    end
    local flags = tvb(at + 13, 1):uint()
    local doff = 4 * math.floor(tvb(at + 12, 1):uint() / 16)
    s.sport, s.dport, s.seq = tvb(at, 2):uint(), tvb(at + 2, 2):uint(), tvb(at + 4, 4):uint()
    s.syn, s.ack = has(flags, 0x02), has(flags, 0x10)
    s.options = doff > 20 and at + doff <= tvb:len() and tvb(at + 20, doff - 20) or nil
    s.key = key_of(s.src, s.sport, s.dst, s.dport)
    return s
end

local function add_connection(tree, pinfo, where)
    tree:add(f.connection, where.conn.number):set_generated()
    tree:add(f.pair, where.li .. "/" .. where.ri):set_generated()
    tree:add(f.alias, where.li + where.ri > 0):set_generated()
end

function preserve.dissector(tvb, pinfo, root)
    local s = find_segment(tvb)
    if not s then
        return
    end
    if not pinfo.visited then
        -- A SYN without an option begins another connection of these addresses and ports.
        if s.syn and not s.ack and handshakes[s.key] and handshakes[s.key].isn ~= s.seq then
            known[s.key], handshakes[s.key] = nil, nil
        end
        frames[pinfo.number] = {}
    end
    local option = s.options and find_probe(s.options)
    local tree = root:add(preserve, tvb())
    if s.header then
        handshake(tree, pinfo, s)
    end
    if option then
        probe(tree, pinfo, s, option)
    end
    if not pinfo.visited then
        frames[pinfo.number].where = known[s.key]
    end
    local where = frames[pinfo.number] and frames[pinfo.number].where
    if where then
        add_connection(tree, pinfo, where)
    elseif not s.header and not option then
        tree:set_hidden()
    end
end

register_postdissector(preserve)
