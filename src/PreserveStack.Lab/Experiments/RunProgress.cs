// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments;

/// <summary>What became of a run.</summary>
public enum RunState
{
    /// <summary>Its machine is being started.</summary>
    Started,

    /// <summary>It has a result.</summary>
    Finished,

    /// <summary>Its result was in the output folder already.</summary>
    Resumed,
}

/// <summary>Progress of a sweep. Reported from several threads, one call at a time.</summary>
/// <param name="State">What happened.</param>
/// <param name="Run">The run.</param>
/// <param name="Completed">Runs with a result so far.</param>
/// <param name="Total">All runs of the sweep.</param>
/// <param name="Result">Its result, unless it only started.</param>
public sealed record RunProgress(RunState State, RunPlan Run, int Completed, int Total, RunResult? Result);
