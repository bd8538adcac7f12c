// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace PreserveStack.Module.Tables;

/// <summary>One line of a table: fields by column name. The first field that does not parse is remembered in <see cref="Error"/>.</summary>
internal sealed class TableRow(IReadOnlyDictionary<string, int> columns, string[] fields)
{
    public string? Error { get; private set; }

    public string Text(string column) => Field(column);

    public uint Number32(string column) =>
        uint.TryParse(Field(column), NumberStyles.None, CultureInfo.InvariantCulture, out uint value) ? value : Fail<uint>(column, "a number");

    public ulong Number(string column) =>
        ulong.TryParse(Field(column), NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : Fail<ulong>(column, "a number");

    public ulong? NumberOrNone(string column) => Field(column) == "-" ? null : Number(column);

    public int Count(string column) =>
        int.TryParse(Field(column), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : Fail<int>(column, "a count");

    public ushort Port(string column) =>
        ushort.TryParse(Field(column), NumberStyles.None, CultureInfo.InvariantCulture, out ushort value) ? value : Fail<ushort>(column, "a port");

    public IPAddress Address(string column) =>
        Field(column).Contains(':') && IPAddress.TryParse(Field(column), out IPAddress? value)
            ? value
            : Fail<IPAddress>(column, "an IPv6 address") ?? IPAddress.IPv6None;

    public IReadOnlyList<IPAddress> Addresses(string column)
    {
        // Records of older modules lack it.
        if (!columns.ContainsKey(column) || Field(column) == "-")
        {
            return [];
        }

        var addresses = new List<IPAddress>();
        foreach (string text in Field(column).Split(','))
        {
            addresses.Add(text.Contains(':') && IPAddress.TryParse(text, out IPAddress? value)
                ? value
                : Fail<IPAddress>(column, "addresses with commas between") ?? IPAddress.IPv6None);
        }

        return addresses;
    }

    public IPAddress AnyAddress(string column) =>
        (Field(column).Contains(':') || Field(column).Count(character => character == '.') == 3)
        && IPAddress.TryParse(Field(column), out IPAddress? value)
            ? value
            : Fail<IPAddress>(column, "an address") ?? IPAddress.None;

    public bool Flag(string column) => Field(column) switch
    {
        "0" => false,
        "1" => true,
        _ => Fail<bool>(column, "0 or 1"),
    };

    public T Word<T>(string column)
        where T : struct, Enum
    {
        foreach ((string word, T value) in Words<T>.All)
        {
            if (word == Field(column))
            {
                return value;
            }
        }

        return Fail<T>(column, $"one of {string.Join(", ", Words<T>.All.Select(entry => entry.Word))}");
    }

    private string Field(string column) => fields[columns[column]];

    private T? Fail<T>(string column, string expected)
    {
        Error ??= $"{column} is '{Field(column)}', not {expected}";
        return default;
    }

    /// <summary>The values of an enumeration as the kernel writes them.</summary>
    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly (string Word, T Value)[] All =
            [.. Enum.GetValues<T>().Select(value => (JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()), value))];
    }
}
