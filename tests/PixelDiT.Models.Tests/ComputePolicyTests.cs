using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests;

public sealed class ComputePolicyTests
{
    private static readonly ProcessorFeatures Old = new(false, false);
    private static readonly ProcessorFeatures New = new(true, false);

    [TestCase(false, false, ScalarType.Float32)]
    [TestCase(true, false, ScalarType.BFloat16)]
    [TestCase(false, true, ScalarType.BFloat16)]
    public void Create_OnTheProcessor_UsesBFloat16WhereItHasIt(bool avx512, bool amx, ScalarType expected)
    {
        var policy = ComputePolicy.Create(new ComputeFlags(), hasCuda: false, new ProcessorFeatures(avx512, amx));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(policy.Device.type, Is.EqualTo(DeviceType.CPU));
            Assert.That(policy.NetworkType, Is.EqualTo(expected));
            Assert.That(policy.TextEncoderType, Is.EqualTo(expected));
        }
    }

    [Test]
    public void Create_WithCuda_UsesItInBFloat16()
    {
        var policy = ComputePolicy.Create(new ComputeFlags(), hasCuda: true, Old);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(policy.Device.type, Is.EqualTo(DeviceType.CUDA));
            Assert.That(policy.NetworkType, Is.EqualTo(ScalarType.BFloat16));
            Assert.That(policy.TextEncoderType, Is.EqualTo(ScalarType.BFloat16));
        }
    }

    [Test]
    public void Create_ForceCpu_LeavesCudaAlone() =>
        Assert.That(ComputePolicy.Create(new ComputeFlags { ForceCpu = true }, hasCuda: true, New).Device.type, Is.EqualTo(DeviceType.CPU));

    [Test]
    public void Create_ForceFp32_IsFloat32Everywhere()
    {
        var policy = ComputePolicy.Create(new ComputeFlags { ForceFp32 = true }, hasCuda: true, New);
        Assert.That((policy.NetworkType, policy.TextEncoderType), Is.EqualTo((ScalarType.Float32, ScalarType.Float32)));
    }

    [Test]
    public void Create_FlagsForOnePart_LeaveTheOther()
    {
        var network = ComputePolicy.Create(new ComputeFlags { Fp32Unet = true }, false, New);
        var text = ComputePolicy.Create(new ComputeFlags { Bf16TextEncoder = true }, false, Old);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((network.NetworkType, network.TextEncoderType), Is.EqualTo((ScalarType.Float32, ScalarType.BFloat16)));
            Assert.That((text.NetworkType, text.TextEncoderType), Is.EqualTo((ScalarType.Float32, ScalarType.BFloat16)));
        }
    }

    [TestCase(true, ScalarType.Float16, 0)]
    [TestCase(false, ScalarType.Float32, 1)]
    public void Create_Fp16Unet_IsFloat16OnCudaAndANoticeOnTheProcessor(bool cuda, ScalarType expected, int notices)
    {
        var policy = ComputePolicy.Create(new ComputeFlags { Fp16Unet = true }, cuda, New);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(policy.NetworkType, Is.EqualTo(expected));
            Assert.That(policy.Notices, Has.Count.EqualTo(notices));
        }
    }

    [Test]
    public void Create_ContradictingFlags_NamesThem() =>
        Assert.That(() => ComputePolicy.Create(new ComputeFlags { Fp32Unet = true, Bf16Unet = true }, false, New),
            Throws.ArgumentException.With.Message.Contains("--fp32-unet and --bf16-unet"));

    [Test]
    public void Equals_SameDecision_IsEqual() =>
        Assert.That(ComputePolicy.Create(new ComputeFlags { Fp32Unet = true, Fp32TextEncoder = true }, false, New),
            Is.EqualTo(ComputePolicy.Create(new ComputeFlags { ForceFp32 = true }, false, New)));

    [TestCase("flags\t\t: fpu avx512f avx512_bf16 sse2", true, false)]
    [TestCase("flags\t\t: fpu amx_bf16 amx_tile", false, true)]
    [TestCase("flags\t\t: fpu avx512_bf16_other", false, false)]
    [TestCase("model name\t: something", false, false)]
    public void Parse_LinesOfTheKernel_FindsTheFlags(string line, bool avx512, bool amx) =>
        Assert.That(ProcessorFeatures.Parse(["processor\t: 0", line]), Is.EqualTo(new ProcessorFeatures(avx512, amx)));
}
