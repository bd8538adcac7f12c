// SPDX-License-Identifier: MIT
using System.Net;
using System.Security.Cryptography;

namespace PreserveStack.NameSocket.Connecting.Srv;

/// <summary>Asks the name servers of resolv.conf(5) for SRV records, one after the other, as often as it says.</summary>
internal sealed class DnsClient : ISrvResolver
{
    private readonly Func<ResolverConfiguration> _configuration;
    private readonly DnsTransport _transport;

    public DnsClient(NameConnectorOptions options)
        : this(() => ResolverConfiguration.Read(options.ResolverConfigurationPath), options.TimeProvider)
    {
    }

    internal DnsClient(Func<ResolverConfiguration> configuration, TimeProvider time)
    {
        _configuration = configuration;
        _transport = new DnsTransport(time);
    }

    /// <inheritdoc/>
    public async Task<SrvAnswer> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        if (!DnsQuery.TryEncodeName(name, out byte[]? question))
        {
            return SrvAnswer.None;
        }

        ResolverConfiguration configuration = _configuration();
        var failures = new List<string>();
        for (int attempt = 0; attempt < configuration.Attempts; attempt++)
        {
            foreach (IPEndPoint server in configuration.NameServers)
            {
                // A fresh id for each question makes guessing it as hard as it can be (RFC 5452).
                var query = new DnsQuery((ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1), question);
                DnsReply reply = await _transport.AskAsync(query, server, configuration.Timeout, cancellationToken).ConfigureAwait(false);
                if (reply.Answer is not null)
                {
                    return reply.Answer;
                }

                failures.Add($"{server}: {reply.Error}");
            }
        }

        throw new DnsException(string.Join("; ", failures.Distinct()));
    }
}
