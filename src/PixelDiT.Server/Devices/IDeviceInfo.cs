namespace PixelDiT.Server.Devices;

/// <summary>What the host knows of the devices that jobs run on; the server itself knows no tensors.</summary>
public interface IDeviceInfo
{
    /// <summary>The devices, the primary one first. Must not load a tensor library: the answer may be that of before its first use.</summary>
    IReadOnlyList<DeviceFacts> GetDevices();

    /// <summary>Name and version of the tensor library, for example <c>libtorch 1.13.1</c>.</summary>
    string LibraryVersion { get; }
}

/// <summary>One device as <c>/system_stats</c> shows it.</summary>
/// <param name="Name">For people: <c>cpu</c>, <c>cuda:0 NVIDIA …</c>.</param>
/// <param name="Type"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Index">Number of the device; null for the CPU.</param>
/// <param name="MemoryTotal">Bytes of memory; RAM for the CPU.</param>
/// <param name="MemoryFree">Bytes of it that are free.</param>
/// <param name="LibraryMemoryTotal">Bytes the tensor library has taken.</param>
/// <param name="LibraryMemoryFree">Bytes of those that it does not use now.</param>
public sealed record DeviceFacts(string Name, string Type, int? Index, long MemoryTotal, long MemoryFree, long LibraryMemoryTotal, long LibraryMemoryFree);

/// <summary>The CPU alone: what a host without a tensor library answers.</summary>
public sealed class CpuDeviceInfo : IDeviceInfo
{
    /// <inheritdoc />
    public string LibraryVersion => "none";

    /// <inheritdoc />
    public IReadOnlyList<DeviceFacts> GetDevices()
    {
        var (total, free) = MachineMemory.Read();
        return [new DeviceFacts("cpu", "cpu", null, total, free, total, free)];
    }
}
