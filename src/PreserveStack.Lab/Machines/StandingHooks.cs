// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Machines;

/// <summary>
/// Keeps netfilter's jump labels on while a job runs on several emulated processors. The first hook of a kind, and the end
/// of the last one, rewrites code of the kernel that all processors run (a breakpoint, then the new instruction). QEMU
/// before 8.1 reads code for translation before it locks its page, so that a processor may keep a translation of the
/// breakpoint after it is gone, and the kernel dies of "Oops: int3" (mended by QEMU's commit deba78709ae8, "accel/tcg:
/// Always lock pages before translation"). With an empty chain for each hook, nothing is rewritten when others come and go.
/// The chains are in the initial network namespace, where jobs have no traffic: no packet sees them, and what a packet of
/// another namespace meets is what it met before. Not needed any more when all machines have QEMU 8.1.
/// </summary>
internal static class StandingHooks
{
    private static readonly string[] Hooks = ["prerouting", "input", "forward", "output", "postrouting"];

    /// <summary>The job, with these chains made before it.</summary>
    public static GuestJob Before(GuestJob job) => job with { Script = Script() + job.Script };

    private static string Script()
    {
        IEnumerable<string> tables = ((string[])["ip", "ip6"]).Select(family =>
            $"table {family} standing {{ {string.Join(' ', Hooks.Select(hook => $"chain {hook} {{ type filter hook {hook} priority 0; }};"))} }}");
        return $"nft '{string.Join("; ", tables)}'\n";
    }
}
