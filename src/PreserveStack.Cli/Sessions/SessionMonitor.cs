// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.NameSocket;
using Session = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.Cli.Sessions;

/// <summary>Prints what happens to one session: new, suspended, resumed, ended.</summary>
internal sealed class SessionMonitor
{
    private readonly Lock _gate = new();
    private readonly Session _session;
    private readonly EventWriter _events;
    private readonly int _number;
    private SessionEnds _ends;
    private bool _suspended;
    private bool _over;
    private int _resumes;

    /// <summary>Begins with the event "new".</summary>
    /// <param name="session">The session.</param>
    /// <param name="events">Where to print.</param>
    /// <param name="tcp">The plain connection that it carries, if it does so.</param>
    public SessionMonitor(Session session, EventWriter events, string? tcp = null)
    {
        _session = session;
        _events = events;
        _number = events.NextNumber();
        _ends = SessionEnds.Of(session);
        string what = session.Version == 0 ? "plain TCP" : $"version {session.Version}";
        Write(
            "new",
            $"new, {_ends}, {what}{(tcp is null ? "" : $", for {tcp}")}",
            ("version", session.Version),
            ("local", _ends.Local),
            ("remote", _ends.Remote),
            ("tcp", tcp));
        session.StateChanged += OnStateChanged;
        session.Resumed += OnResumed;
    }

    /// <summary>Prints the event "ended", after which there is none.</summary>
    /// <param name="received">Bytes received over the session.</param>
    /// <param name="sent">Bytes sent.</param>
    /// <param name="error">Why it ended, if not because both ends were done.</param>
    public void End(long received, long sent, Exception? error)
    {
        lock (_gate)
        {
            _over = true;
            string why = error switch { null => "", OperationCanceledException => ": stopped", _ => $": {error.Message}" };
            Write(
                "ended",
                $"ended, {received} bytes received, {sent} sent, resumed {_resumes} times{why}",
                ("received_bytes", received),
                ("sent_bytes", sent),
                ("resumes", _resumes),
                ("error", error is OperationCanceledException ? "stopped" : error?.Message));
        }
    }

    // Events come in any order, so the state counts that the session has now.
    private void OnStateChanged(NameSocketState changed)
    {
        lock (_gate)
        {
            NameSocketState state = _session.State;
            bool suspended = state is NameSocketState.Suspect or NameSocketState.Broken;
            if (_over || suspended == _suspended)
            {
                return;
            }

            if (suspended)
            {
                _suspended = true;
                string cause = state == NameSocketState.Suspect ? "the connection is silent" : "the connection is gone";
                Write("suspended", $"suspended, {cause}", ("cause", cause));
            }
            else if (state == NameSocketState.Connected && _ends == SessionEnds.Of(_session))
            {
                _suspended = false;
                Write("recovered", "the connection answers again", ("local", _ends.Local), ("remote", _ends.Remote));
            }
        }
    }

    private void OnResumed(ResumeReport report)
    {
        lock (_gate)
        {
            _resumes++;
            if (_over)
            {
                return;
            }

            _suspended = false;
            SessionEnds before = _ends;
            _ends = SessionEnds.Of(_session);
            string after = report.Outage.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
            Write(
                "resumed",
                $"resumed after {after} ms, from {before} to {_ends}, {report.RetransmittedBytes} bytes sent again ({report.Cause})",
                ("outage_ms", Math.Round(report.Outage.TotalMilliseconds, 3)),
                ("cause", report.Cause),
                ("resent_bytes", report.RetransmittedBytes),
                ("previous_local", before.Local),
                ("previous_remote", before.Remote),
                ("local", _ends.Local),
                ("remote", _ends.Remote));
        }
    }

    private void Write(string name, string text, params ReadOnlySpan<(string Key, object? Value)> fields) =>
        _events.Write(name, $"session {_number}: {text}", [("number", _number), ("session", _session.SessionId), .. fields]);
}
