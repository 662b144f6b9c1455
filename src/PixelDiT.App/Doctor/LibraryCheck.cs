using PixelDiT.Imaging;
using PixelDiT.Models;
using PixelDiT.Models.Tokenization;
using TorchSharp;

namespace PixelDiT.App.Doctor;

/// <summary>The native libraries, and what models run on.</summary>
internal static class LibraryCheck
{
    private const string BuildAdvice = "build the native libraries: eng/build.sh app (eng/packages.txt lists the system's packages they need)";

    /// <summary>Loads each library and uses it once.</summary>
    public static IEnumerable<Finding> Look(ComputeFlags flags)
    {
        var torch = Try("libtorch", () =>
        {
            TorchSharp.torch.InitializeDeviceType(DeviceType.CPU);
            return $"libtorch {TorchSharp.torch.__version__}";
        });
        yield return torch;
        yield return Try("libvips", () =>
        {
            ImagingRuntime.WarmUp();
            return $"libvips {ImagingRuntime.LibvipsVersion}";
        });
        yield return Try("SentencePiece", () =>
        {
            try
            {
                // No model: the library that says so is there.
                SentencePieceTokenizer.Load([], "nothing").Dispose();
            }
            catch (TokenizerException)
            {
            }

            return "SentencePiece";
        });
        if (torch.Level == FindingLevel.Ok)
        {
            yield return Device(flags);
        }
    }

    private static Finding Try(string name, Func<string> use)
    {
        try
        {
            return Finding.Ok("libraries", use());
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or TypeInitializationException or ImageException)
        {
            // The loader's text names the file that is missing, which may be another one than ours.
            return Finding.Fail("libraries", $"{name} cannot be loaded: {(e.InnerException ?? e).Message.Split('\n')[0]}", BuildAdvice);
        }
    }

    private static Finding Device(ComputeFlags flags)
    {
        var hasCard = Directory.Exists("/proc/driver/nvidia/gpus") || File.Exists("/dev/nvidia0");
        try
        {
            var policy = ComputePolicy.Create(flags);
            var text = $"models run on {policy.Device}: network in {policy.NetworkType}, text encoder in {policy.TextEncoderType}";
            return !hasCard || flags.ForceCpu || policy.Device.type == DeviceType.CUDA
                ? Finding.Ok("device", text)
                : Finding.Warn("device", $"{text}, although there is an NVIDIA card", "this libtorch was built without CUDA, or the driver is too old for it: build with a libtorch that has it (README.md, GPUs)");
        }
        catch (ArgumentException e)
        {
            return Finding.Fail("device", e.Message, "give one of these flags only");
        }
    }
}
