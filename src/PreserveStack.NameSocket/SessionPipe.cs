// SPDX-License-Identifier: MIT
using System.IO.Pipelines;

namespace PreserveStack.NameSocket;

/// <summary>A session as a pair of pipes.</summary>
internal sealed class SessionPipe : IDuplexPipe
{
    internal SessionPipe(NameSocket socket)
    {
        Input = PipeReader.Create(socket.GetStream(), new StreamPipeReaderOptions(leaveOpen: true));
        Output = new SessionPipeWriter(socket.Session);
    }

    /// <inheritdoc/>
    public PipeReader Input { get; }

    /// <inheritdoc/>
    public PipeWriter Output { get; }
}
