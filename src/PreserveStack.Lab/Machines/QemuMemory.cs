// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Machines;

/// <summary>A file behind a machine's memory.</summary>
/// <param name="File">The file.</param>
/// <param name="Restore">
/// True: the machine goes on from what was saved, and what it writes stays its own. False: it boots, and the file is filled.
/// </param>
/// <param name="ControlSocket">Where to control QEMU from.</param>
internal sealed record QemuMemory(string File, bool Restore, string ControlSocket);
