// SPDX-License-Identifier: MIT
using System.Net;
using PreserveStack.Module.Events;
using PreserveStack.Module.Tables;
using Xunit;

namespace PreserveStack.Module.Tests;

/// <summary>Messages as a kernel sent them (scenario events), whole and spoilt.</summary>
public class EventReaderTests
{
    private const ushort Family = 0x20;

    private const string Created =
        "6c0000002000000000000000000000000101000008000100010000000e000200696e69746961746f7200000008000700040000001400030020010db8"
        + "00010000000000000000000c1400040020010db800110000000000000000000506000500aa0300000600060013890000";

    private const string Migrated =
        "cc0000002000000000000000000000000201000008000100010000000e000200696e69746961746f7200000008000700040000001400030020010db8"
        + "00010000000000000000000c1400040020010db800110000000000000000000506000500aa03000006000600138900001400080020010db800010000"
        + "000000000000000c1400090020010db80011000000000000000000050e000c006c696e6b5f646f776e00000014000a0020010db80002000000000000"
        + "0000000c14000b0020010db8001200000000000000000005";

    private const string Fallback =
        "64000000200000000000000000000000050100001400030020010db800010000000000000000000c1400040020010db8001100000000000000000005"
        + "06000500c18d0000060006001389000015000d0046616c6c6261636b4e6f4f7074696f6e00000000";

    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly AddressPair First = new(IPAddress.Parse("2001:db8:1::c"), IPAddress.Parse("2001:db8:11::5"));
    private static readonly AddressPair Second = new(IPAddress.Parse("2001:db8:2::c"), IPAddress.Parse("2001:db8:12::5"));

    [Fact]
    public void A_created_connection() => Assert.Equal(
        new ConnectionEvent(Now, ConnectionEventKind.Created, 1, ConnectionRole.Initiator, First, 43523, 5001, 4),
        Assert.Single(Read(Created)));

    [Fact]
    public void A_move_has_both_pairs_and_a_cause() => Assert.Equal(
        new ConnectionEvent(Now, ConnectionEventKind.Migrated, 1, ConnectionRole.Initiator, First, 43523, 5001, 4, First, Second, MigrationCause.LinkDown),
        Assert.Single(Read(Migrated)));

    [Fact]
    public void Plain_TCP_has_a_reason()
    {
        ConnectionEvent happened = Assert.Single(Read(Fallback));
        Assert.Equal((ConnectionEventKind.Fallback, "FallbackNoOption"), (happened.Event, happened.Reason));
        Assert.Equal((First, null), (happened.Pair, happened.Id));
    }

    [Fact]
    public void Several_messages_of_a_datagram_are_read_in_order() => Assert.Equal(
        [ConnectionEventKind.Created, ConnectionEventKind.Migrated, ConnectionEventKind.Fallback],
        Read(Created + Migrated + Fallback).Select(happened => happened.Event));

    [Fact]
    public void Another_family_is_left_out() =>
        Assert.Empty(EventReader.Read(Convert.FromHexString(Created), Family + 1, Now));

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(200)]
    public void An_event_of_a_later_version_is_left_out(byte command)
    {
        byte[] message = Convert.FromHexString(Created);
        message[16] = command;
        Assert.Empty(EventReader.Read(message, Family, Now));
    }

    [Fact]
    public void What_is_cut_off_anywhere_is_left_out()
    {
        byte[] message = Convert.FromHexString(Migrated);
        for (int length = 0; length < message.Length; length++)
        {
            Assert.Empty(EventReader.Read(message.AsMemory(0, length), Family, Now));
        }
    }

    [Fact]
    public void Attributes_of_wrong_lengths_are_left_out()
    {
        byte[] message = Convert.FromHexString(Migrated);
        for (int at = 20; at < message.Length; at++)
        {
            for (int value = 0; value < 256; value += 5)
            {
                byte[] spoilt = [.. message];
                spoilt[at] = (byte)value;
                Assert.All(EventReader.Read(spoilt, Family, Now), happened => Assert.Equal(ConnectionEventKind.Migrated, happened.Event));
            }
        }
    }

    [Fact]
    public void Without_the_module_listening_says_so() => Assert.Throws<ModuleNotLoadedException>(() => EventListener.Open());

    private static IEnumerable<ConnectionEvent> Read(string hex) => EventReader.Read(Convert.FromHexString(hex), Family, Now);
}
