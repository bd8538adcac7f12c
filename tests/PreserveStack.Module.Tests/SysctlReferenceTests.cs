// SPDX-License-Identifier: MIT
using PreserveStack.Module.Sysctls;
using Xunit;

namespace PreserveStack.Module.Tests;

public class SysctlReferenceTests
{
    [Fact]
    public void The_markdown_reference_in_docs_is_that_of_the_catalog() =>
        Assert.Equal(SysctlReference.Markdown(), File.ReadAllText(Path.Combine(Checkout.Root, "docs", "sysctl.md")));

    [Fact]
    public void The_manual_page_in_docs_is_that_of_the_catalog() =>
        Assert.Equal(SysctlReference.Man(), File.ReadAllText(Path.Combine(Checkout.Root, "docs", "man", "preserve.sysctl.5")));
}
