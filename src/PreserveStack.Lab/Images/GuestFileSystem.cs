// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Images;

/// <summary>The parts of an image that come from no file of the host's.</summary>
internal static class GuestFileSystem
{
    /// <summary>Empty directories.</summary>
    public static IReadOnlyList<string> Directories { get; } =
    [
        "/dev", "/etc/netns", "/etc/ssh", "/home", "/job", "/mnt", "/proc", "/root", "/run", "/sys", "/usr/lib/lab/host", "/usr/lib/preserve",
        "/usr/lib64", "/usr/sbin", "/var/lib/nginx", "/var/log/nginx", "/var/tmp",
    ];

    /// <summary>Symbolic links.</summary>
    public static IReadOnlyList<(string Path, string Target)> Links { get; } =
    [
        ("/bin", "usr/bin"), ("/lib", "usr/lib"), ("/lib64", "usr/lib64"), ("/sbin", "usr/sbin"), ("/var/run", "/run"), ("/var/lock", "/run/lock"),
    ];

    /// <summary>Text files. The users are those that the daemons change to.</summary>
    public static IReadOnlyList<(string Path, string Text)> Texts { get; } =
    [
        ("/etc/passwd", """
            root:x:0:0:root:/root:/bin/bash
            www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
            sshd:x:104:65534::/run/sshd:/usr/sbin/nologin
            tcpdump:x:105:106::/nonexistent:/usr/sbin/nologin
            nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin

            """),
        ("/etc/group", """
            root:x:0:
            tty:x:5:
            www-data:x:33:
            tcpdump:x:106:
            nogroup:x:65534:

            """),
        // A password of "*" locks nobody out of public keys, as "!" would.
        ("/etc/shadow", """
            root:*:18262:0:99999:7:::
            sshd:*:18262:0:99999:7:::

            """),
        ("/etc/nsswitch.conf", """
            passwd: files
            group: files
            shadow: files
            hosts: files
            networks: files
            protocols: files
            services: files

            """),
        ("/etc/hosts", """
            127.0.0.1 localhost
            ::1 localhost

            """),
        ("/etc/host.conf", "multi on\n"),
    ];
}
