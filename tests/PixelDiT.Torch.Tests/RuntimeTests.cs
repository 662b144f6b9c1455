using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Torch.Tests;

public sealed class RuntimeTests
{
    [Test]
    public void EnsureLoaded_SetsProcessorCountThreads()
    {
        TorchRuntime.EnsureLoaded();
        Assert.That(TorchRuntime.IsLoaded, Is.True);
        Assert.That(get_num_threads(), Is.EqualTo(Environment.ProcessorCount));
    }

    [Test]
    public void GetNumThreads_FreshThread_IsTheSame()
    {
        var count = 0;
        var worker = new Thread(() => count = get_num_threads());
        worker.Start();
        worker.Join();
        Assert.That(count, Is.EqualTo(Environment.ProcessorCount));
    }

    [Test]
    public void Version_IsLibtorchs()
    {
        Assert.That(TorchRuntime.Provider, Is.EqualTo("native"));
        Assert.That(TorchRuntime.Version, Does.Match(@"^\d+\.\d+\.\d+"));
        Assert.That(__version__, Is.EqualTo(TorchRuntime.Version));
    }

    [Test]
    public void NoGrad_EndsWithItsScope()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();
        using (no_grad())
        {
            Assert.That(x.mul(2).requires_grad, Is.False);
            Assert.That(is_grad_enabled(), Is.False);
        }

        Assert.That(x.mul(2).requires_grad, Is.True);
    }

    [Test]
    public void InferenceMode_EndsWithItsScope()
    {
        using (inference_mode())
        {
            Assert.That(is_inference_mode_enabled(), Is.True);
        }

        Assert.That(is_inference_mode_enabled(), Is.False);
    }

    [Test]
    public void Backward_Square_GivesTwiceX()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { 1, -2, 3 }).requires_grad_();
        x.square().sum().backward();
        Assert.That(x.grad!.data<float>().ToArray(), Is.EqualTo(new float[] { 2, -4, 6 }));
    }

    [Test]
    public void MetaDevice_HasShapesOnly()
    {
        using var scope = NewDisposeScope();
        var x = empty([1L << 40, 3], device: META);
        Assert.That(x.is_meta, Is.True);
        Assert.That(x.t().matmul(x).shape, Is.EqualTo(new long[] { 3, 3 }));
    }
}
