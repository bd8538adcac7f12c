// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket.Connecting.Srv;

/// <summary>The order in which the records of a service are tried, RFC 2782's "Usage rules".</summary>
internal static class SrvOrder
{
    /// <summary>Sorts by priority, and draws among equals by their weights.</summary>
    /// <param name="records">The records.</param>
    /// <param name="random">A number from 0 to below its argument.</param>
    public static IReadOnlyList<SrvRecord> Sort(IEnumerable<SrvRecord> records, Func<int, int> random) =>
        [.. records.GroupBy(record => record.Priority).OrderBy(group => group.Key).SelectMany(group => Draw(group, random))];

    private static List<SrvRecord> Draw(IEnumerable<SrvRecord> group, Func<int, int> random)
    {
        // Weight 0 goes first, which gives it a small chance beside weights that are greater.
        List<SrvRecord> left = [.. group.OrderBy(record => record.Weight != 0)];
        var drawn = new List<SrvRecord>(left.Count);
        int sum = left.Sum(record => record.Weight);
        while (left.Count > 0)
        {
            int mark = random(sum + 1);
            int running = 0;
            int index = left.FindIndex(record => (running += record.Weight) >= mark);
            drawn.Add(left[index]);
            sum -= left[index].Weight;
            left.RemoveAt(index);
        }

        return drawn;
    }
}
