// SPDX-License-Identifier: MIT
using PreserveStack.NameSocket.Connecting.Srv;
using Xunit;

namespace PreserveStack.NameSocket.Tests.Connecting;

public sealed class ResolverConfigurationTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void Servers_and_options_are_read()
    {
        ResolverConfiguration configuration = Read("""
            # comment
            search example.com
            nameserver 192.0.2.53
            nameserver	2001:db8::53
            options ndots:2 timeout:1 attempts:3
            nameserver fe80::1%lo
            nameserver 192.0.2.54
            """);
        Assert.Equal(
            ["192.0.2.53:53", "[2001:db8::53]:53", "[fe80::1%1]:53"], configuration.NameServers.Select(server => server.ToString()));
        Assert.Equal((TimeSpan.FromSeconds(1), 3), (configuration.Timeout, configuration.Attempts));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nameserver\nnameserver nonsense\noptions timeout:x attempts:")]
    public void Defaults_stand_in_for_what_is_missing_or_not_understood(string text)
    {
        ResolverConfiguration configuration = Read(text);
        Assert.Equal("127.0.0.1:53", configuration.NameServers.Single().ToString());
        Assert.Equal((TimeSpan.FromSeconds(5), 2), (configuration.Timeout, configuration.Attempts));
    }

    [Fact]
    public void Options_have_bounds()
    {
        ResolverConfiguration configuration = Read("options timeout:1000 attempts:1000");
        Assert.Equal((TimeSpan.FromSeconds(30), 5), (configuration.Timeout, configuration.Attempts));
        configuration = Read("options timeout:0 attempts:0");
        Assert.Equal((TimeSpan.FromSeconds(1), 1), (configuration.Timeout, configuration.Attempts));
    }

    [Fact]
    public void Without_a_file_this_host_is_asked()
    {
        Assert.False(ResolverConfiguration.TryParse(_path + ".none", out _));
        Assert.Equal("127.0.0.1:53", ResolverConfiguration.Read(_path + ".none").NameServers.Single().ToString());
    }

    public void Dispose() => File.Delete(_path);

    private ResolverConfiguration Read(string text)
    {
        File.WriteAllText(_path, text);
        return ResolverConfiguration.Read(_path);
    }
}
