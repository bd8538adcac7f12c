// SPDX-License-Identifier: MIT
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using PreserveStack.Benchmarks.Ratios;

if (args is ["ratios", .. var rest])
{
    return await RatioCommand.RunAsync(rest).ConfigureAwait(false);
}

// What BenchmarkDotNet generates takes minutes to build where processors are shared.
var config = ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(TimeSpan.FromMinutes(10));
BenchmarkSwitcher.FromAssembly(typeof(RatioCommand).Assembly).Run(args, config);
return 0;
