// SPDX-License-Identifier: MIT
using PreserveStack.Module.Tables;

namespace PreserveStack.Cli.Paths;

/// <summary>Computes what each path is given now, from the difference to the last reading.</summary>
internal sealed class PathMeter(TimeProvider time)
{
    private const double KilobitsPerByte = 8 / 1000.0;

    private Dictionary<(string Group, string Device), PathEntry> _last = [];
    private long _lastTime;

    public IReadOnlyList<PathView> Next(IReadOnlyList<PathEntry> paths)
    {
        long now = time.GetTimestamp();
        double seconds = time.GetElapsedTime(_lastTime, now).TotalSeconds;
        PathView[] views = [.. paths.Select(path => View(path, seconds))];
        _last = paths.Where(path => path.Device is not null).ToDictionary(path => (path.Group, path.Device!));
        _lastTime = now;
        return views;
    }

    private PathView View(PathEntry path, double seconds) =>

        // A path that was taken out and put in again meanwhile counts from 0.
        path.Device is not null && seconds > 0 && _last.TryGetValue((path.Group, path.Device), out PathEntry? before)
        && path.Packets >= before.Packets && path.Bytes >= before.Bytes
            ? PathView.Of(
                path,
                Math.Round((path.Bytes - before.Bytes) * KilobitsPerByte / seconds, 1),
                Math.Round((path.Packets - before.Packets) / seconds, 1))
            : PathView.Of(path);
}
