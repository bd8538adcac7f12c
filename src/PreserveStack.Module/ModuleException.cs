// SPDX-License-Identifier: MIT
namespace PreserveStack.Module;

/// <summary>Something about the kernel module did not work. The message says what, why, and what to do, in one line.</summary>
public class ModuleException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line: what failed, why, what to do.</param>
    /// <param name="inner">The cause, if another exception is.</param>
    public ModuleException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Creates the exception with a general message.</summary>
    public ModuleException()
        : this("the kernel module failed")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line: what failed, why, what to do.</param>
    public ModuleException(string message)
        : this(message, null)
    {
    }
}
