// SPDX-License-Identifier: MIT

using System.Text.Json.Serialization;
using PreserveStack.Bench.Comparing;
using PreserveStack.Bench.Control;

namespace PreserveStack.Bench.Results;

/// <summary>How everything here is written as JSON: snake_case keys with units in their names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(AddressConverter)])]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlReply))]
[JsonSerializable(typeof(StartEvent))]
[JsonSerializable(typeof(IntervalEvent))]
[JsonSerializable(typeof(RepeatEvent))]
[JsonSerializable(typeof(BenchResult))]
[JsonSerializable(typeof(BenchComparison))]
internal sealed partial class BenchJson : JsonSerializerContext;
