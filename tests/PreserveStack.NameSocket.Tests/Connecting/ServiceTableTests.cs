// SPDX-License-Identifier: MIT
using PreserveStack.NameSocket.Connecting.Names;
using Xunit;

namespace PreserveStack.NameSocket.Tests.Connecting;

public sealed class ServiceTableTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Theory]
    [InlineData("smtp", 25)]
    [InlineData("mail", 25)]
    [InlineData("domain", 53)]
    [InlineData("last", 65535)]
    public void Services_are_found_by_name_and_alias(string name, int port)
    {
        Assert.True(Parse().TryFind(name, out int found));
        Assert.Equal(port, found);
    }

    [Theory]
    [InlineData("SMTP")]
    [InlineData("comment")]
    [InlineData("tftp")]
    [InlineData("zero")]
    [InlineData("big")]
    [InlineData("signed")]
    [InlineData("short")]
    [InlineData("")]
    public void What_does_not_stand_there_as_a_service_of_TCP_is_not_found(string name) => Assert.False(Parse().TryFind(name, out _));

    [Fact]
    public void A_file_that_is_not_there_is_an_error()
    {
        Assert.False(ServiceTable.TryParse(_path + ".none", out _, out string? error));
        Assert.Contains(_path + ".none", error);
    }

    [Fact]
    public void The_services_of_this_host_can_be_read()
    {
        Assert.True(ServiceTable.TryParse("/etc/services", out ServiceTable? table, out _));
        Assert.True(table.TryFind("ssh", out int port));
        Assert.Equal(22, port);
    }

    public void Dispose() => File.Delete(_path);

    private ServiceTable Parse()
    {
        File.WriteAllText(_path, """
            # services
            smtp		25/tcp		mail	# comment
            domain  53/udp
              domain 53/tcp
            tftp 69/udp
            smtp 26/tcp
            zero 0/tcp
            big 65536/tcp
            signed +7/tcp
            short
            last 65535/tcp#comment
            """);
        Assert.True(ServiceTable.TryParse(_path, out ServiceTable? table, out _));
        return table;
    }
}
