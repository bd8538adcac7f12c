// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Kernel;

/// <summary>Why the kernel refused something: the numbers of errno(3) that the module uses, and any other.</summary>
public enum KernelError
{
    /// <summary>It did not.</summary>
    None = 0,

    /// <summary>EPERM: only root may.</summary>
    NotPermitted = 1,

    /// <summary>ENOENT: what was to be removed or changed is not there.</summary>
    NotFound = 2,

    /// <summary>EACCES: only root may.</summary>
    AccessDenied = 13,

    /// <summary>EEXIST: it is there already, elsewhere.</summary>
    Exists = 17,

    /// <summary>ENODEV: there is no such network device.</summary>
    NoDevice = 19,

    /// <summary>EINVAL: malformed, or out of bounds.</summary>
    Invalid = 22,

    /// <summary>ENOSPC: more than the module keeps.</summary>
    NoSpace = 28,
}
