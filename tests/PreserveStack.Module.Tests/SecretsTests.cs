// SPDX-License-Identifier: MIT
using PreserveStack.Module.Masking;
using Xunit;

namespace PreserveStack.Module.Tests;

public class SecretsTests
{
    [Theory]
    [InlineData("peer mQxYbWVzc2FnZXRoYXRpczMyYnl0ZXNsb25nISEhISE= x", "peer [left out] x")]
    [InlineData("ESTAB md5keys:2001:db8::1=736563726574 rto:204", "ESTAB md5keys:[left out] rto:204")]
    [InlineData("tcp-ulp-mptcp token:0000(id:0)/d6a4b1c5(id:0) seq:1", "tcp-ulp-mptcp token:[left out] seq:1")]
    [InlineData("password: two words", "password: [left out]")]
    [InlineData("\"api_key\": \"x\"", "\"api_key\": [left out]")]
    [InlineData("PrivateKey=abc", "PrivateKey=[left out]")]
    [InlineData("https://me:secret@host/x", "https://[left out]@host/x")]
    [InlineData("token_bucket rate 5mbit", "token_bucket rate 5mbit")]
    public void What_looks_like_a_secret_goes(string text, string expected) => Assert.Equal(expected, Secrets.Remove(text));

    [Theory]
    [InlineData("net.ipv6.conf.eth0.stable_secret", true)]
    [InlineData("net.ipv4.tcp_fastopen_key", true)]
    [InlineData("net.ipv4.tcp_keepalive_time", false)]
    public void Settings_that_are_keys_are_known(string name, bool expected) => Assert.Equal(expected, Secrets.IsSetting(name));
}
