using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The version of libtorch.</summary>
    public static string __version__ => LibTorch.Version();

    /// <summary>Threads one operation computes with.</summary>
    public static int get_num_threads() => (int)LibTorch.Value(NativeDevice.get_num_threads(out var r), r);

    /// <summary>Sets the threads one operation computes with.</summary>
    public static void set_num_threads(int num) => LibTorch.Check(NativeDevice.set_num_threads(num));

    /// <summary>Threads for operations side by side.</summary>
    public static int get_num_interop_threads() => (int)LibTorch.Value(NativeDevice.get_num_interop_threads(out var r), r);

    /// <summary>Sets the threads for operations side by side; once, before the first parallel work.</summary>
    public static void set_num_interop_threads(int num) => LibTorch.Check(NativeDevice.set_num_interop_threads(num));

    /// <summary>Whether there is a CUDA device.</summary>
    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>Loads libtorch and says whether devices of this kind can be used.</summary>
    public static bool TryInitializeDeviceType(DeviceType deviceType)
    {
        LibTorch.EnsureLoaded();
        return deviceType is DeviceType.CPU or DeviceType.META || (deviceType == DeviceType.CUDA && cuda.is_available());
    }

    /// <summary>Loads libtorch.</summary>
    /// <exception cref="InvalidOperationException">Devices of this kind cannot be used.</exception>
    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
        {
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
        }
    }

    /// <summary>Loads libtorch and returns the device, by default the default one.</summary>
    public static Device InitializeDevice(Device? device)
    {
        device ??= _defaultDevice;
        InitializeDeviceType(device.type);
        return device;
    }

    /// <summary>Operations without a deterministic implementation fail until the result is disposed.</summary>
    public static IDisposable use_deterministic_algorithms(bool mode = true, bool warn_only = false)
    {
        var before = are_deterministic_algorithms_enabled();
        LibTorch.Check(NativeDevice.deterministic(mode, warn_only));
        return new Undo(() => LibTorch.Check(NativeDevice.deterministic(before, false), nameof(use_deterministic_algorithms)));
    }

    /// <summary>Whether operations without a deterministic implementation fail.</summary>
    public static bool are_deterministic_algorithms_enabled() => LibTorch.Value(NativeDevice.is_deterministic(out var r), r) != 0;

    /// <summary>CUDA devices.</summary>
    public static class cuda
    {
        /// <summary>Whether there is a CUDA device.</summary>
        public static bool is_available() => device_count() > 0;

        /// <summary>Whether cuDNN can be used.</summary>
        public static bool is_cudnn_available() => LibTorch.Value(NativeDevice.cudnn_available(out var r), r) != 0;

        /// <summary>Number of CUDA devices; 0 where libtorch has no CUDA.</summary>
        public static int device_count() => (int)LibTorch.Value(NativeDevice.cuda_device_count(out var r), r);

        /// <summary>Seeds the current device's default generator (and the CPU's).</summary>
        public static void manual_seed(long seed) => torch.manual_seed(seed).Dispose();

        /// <summary>Seeds every device's default generator (and the CPU's).</summary>
        public static void manual_seed_all(long seed) => torch.manual_seed(seed).Dispose();

        /// <summary>Waits for all work on a device.</summary>
        public static void synchronize(Device? device = null) => LibTorch.Check(NativeDevice.cuda_synchronize(device?.index ?? -1));
    }

    private sealed class Undo(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
