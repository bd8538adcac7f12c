// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Experiments;
using Xunit;

namespace PreserveStack.Lab.Tests.Experiments;

public class ExperimentSettingsTests
{
    [Fact]
    public void Several_values_are_separated_by_commas()
    {
        var values = ExperimentSettings.ParseValues(["peer=tcp,preserve", "seed=1-3", "cut = silent"]);

        Assert.Equal(["tcp", "preserve"], values["peer"]);
        Assert.Equal(["1-3"], values["seed"]);
        Assert.Equal(["silent"], values["cut"]);
    }

    [Fact]
    public void The_later_assignment_wins() => Assert.Equal(["b"], ExperimentSettings.ParseValues(["k=a", "k=b"])["k"]);

    [Theory]
    [InlineData("peer")]
    [InlineData("=tcp")]
    [InlineData("peer=")]
    [InlineData("peer=,")]
    public void Anything_else_is_refused(string text)
        => Assert.Contains("key=value", Assert.Throws<LabUsageException>(() => ExperimentSettings.ParseValues([text])).Message, StringComparison.Ordinal);
}
