// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Images;

/// <summary>
/// Unpacks a bzImage to the ELF kernel in it. QEMU boots that directly (PVH), which saves the guest
/// from decompressing it, instruction by emulated instruction.
/// </summary>
internal static class BootImage
{
    private const int SetupSectors = 0x1f1;
    private const int PayloadOffset = 0x248;
    private const int PayloadLength = 0x24c;
    private const int SectorSize = 512;
    private const int DefaultSetupSectors = 4;
    private const int SizeTrailer = 4;

    /// <summary>Magic numbers, and the host's program that unpacks what starts with them.</summary>
    private static readonly (byte[] Magic, string Program)[] Formats =
    [
        ([0x02, 0x21, 0x4c, 0x18], "lz4"),
        ([0x28, 0xb5, 0x2f, 0xfd], "zstd"),
        ([0xfd, 0x37, 0x7a, 0x58], "xz"),
        ([0x1f, 0x8b], "gzip"),
    ];

    /// <summary>The compressed part of a bzImage, without the length that the build appends to it.</summary>
    public static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> image)
    {
        int sectors = image[SetupSectors] == 0 ? DefaultSetupSectors : image[SetupSectors];
        int offset = ((sectors + 1) * SectorSize) + (int)BinaryPrimitives.ReadUInt32LittleEndian(image[PayloadOffset..]);
        int length = (int)BinaryPrimitives.ReadUInt32LittleEndian(image[PayloadLength..]);
        return image.Slice(offset, length - SizeTrailer);
    }

    /// <summary>The program that unpacks a payload.</summary>
    /// <exception cref="MachineException">Nobody knows the format.</exception>
    public static string ProgramFor(ReadOnlySpan<byte> payload)
    {
        foreach ((byte[] magic, string program) in Formats)
        {
            if (payload.StartsWith(magic))
            {
                return program;
            }
        }

        throw new MachineException($"the kernel image is packed in an unknown format (it starts with {Convert.ToHexString(payload[..4])})");
    }

    /// <summary>Writes the ELF kernel beside the packed one.</summary>
    public static async Task UnpackAsync(string bzImage, string target, CancellationToken cancellationToken)
    {
        byte[] image = await File.ReadAllBytesAsync(bzImage, cancellationToken).ConfigureAwait(false);
        string packed = target + ".packed";
        await File.WriteAllBytesAsync(packed, Payload(image).ToArray(), cancellationToken).ConfigureAwait(false);
        string program = ProgramFor(Payload(image));
        // The programs of this family read standard input and write standard output alike.
        await HostCommand.RunAsync(
            "unpacking the kernel image", "sh", ["-c", $"{program} -dc <\"$1\" >\"$2\"", "sh", packed, target], cancellationToken)
            .ConfigureAwait(false);
        File.Delete(packed);
    }
}
