using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Torch.Tests;

public sealed class ErrorTests
{
    [Test]
    public void MatMul_WrongShapes_NamesOperationAndOperands()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<TorchException>(() => zeros([2, 3], ScalarType.BFloat16).matmul(zeros(5, 7)));
        Assert.That(error, Is.InstanceOf<ExternalException>());
        Assert.That(error.Operation, Is.EqualTo("matmul"));
        Assert.That(error.Operands, Is.EqualTo(new[] { "BFloat16[2, 3] cpu", "Float32[5, 7] cpu" }));
        Assert.That(error.Detail, Does.Contain("mat1 and mat2"));
        Assert.That(error.IsOutOfMemory, Is.False);
        Assert.That(error.Message, Does.Contain("matmul(BFloat16[2, 3] cpu, Float32[5, 7] cpu) failed"));
    }

    [Test]
    public void Cat_WrongShapes_NamesEveryOperand()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<TorchException>(() => cat([zeros(2, 3), zeros(2, 3), zeros(4, 4)], 0));
        Assert.That(error.Operation, Is.EqualTo("cat"));
        Assert.That(error.Operands, Has.Count.EqualTo(3));
    }

    [Test]
    public void Zeros_MoreThanThereIs_IsOutOfMemory()
    {
        var error = Assert.Throws<TorchException>(() => zeros([1L << 46], ScalarType.Byte));
        Assert.That(error.IsOutOfMemory, Is.True);
        Assert.That(error.Message, Does.Contain("out of memory"));
        Assert.That(TorchErrors.IsOutOfMemory(error), Is.True);
        Assert.That(TorchErrors.IsOutOfMemory(new InvalidOperationException("job", error)), Is.True);
    }

    [Test]
    public void Empty_MoreThanIsAvailable_IsRefusedBeforeAnythingTouchesIt()
    {
        var line = File.ReadLines("/proc/meminfo").First(l => l.StartsWith("MemAvailable:", StringComparison.Ordinal));
        var available = long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;

        // Within what Linux would promise, were it asked.
        var error = Assert.Throws<TorchException>(() => empty([available], ScalarType.Byte));

        Assert.That(TorchErrors.IsOutOfMemory(error), Is.True);
        Assert.That(error.Message, Does.Contain("MiB asked for").And.Contain("are available"));
    }

    [TestCase("CUDA out of memory. Tried to allocate 2.00 GiB", true)]
    [TestCase("[enforce fail at alloc_cpu.cpp:75] err == 0. DefaultCPUAllocator: can't allocate memory", true)]
    [TestCase("mat1 and mat2 shapes cannot be multiplied", false)]
    public void IsOutOfMemory_TorchSharpsException_IsReadByItsWords(string message, bool expected) =>
        Assert.That(TorchErrors.IsOutOfMemory(new ExternalException(message)), Is.EqualTo(expected));

    [Test]
    public void IsOutOfMemory_WordsInAnotherException_DoNotCount() =>
        Assert.That(TorchErrors.IsOutOfMemory(new InvalidOperationException("out of memory")), Is.False);

    [Test]
    public void Failure_NextCallOnSameThread_Works()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<TorchException>(() => zeros(2).view(3));
        Assert.That((double)ones(3).sum(), Is.EqualTo(3));
    }

    [Test]
    public void Data_WrongType_Throws()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => zeros(2).data<int>());
        Assert.Throws<ArgumentException>(() => zeros(1).item<double>());
        Assert.Throws<ArgumentException>(() => zeros(2).item<float>());
    }

    [Test]
    public void Cuda_WithoutDevice_Throws()
    {
        if (cuda.is_available())
        {
            Assert.Ignore("there is a CUDA device");
        }

        using var scope = NewDisposeScope();
        Assert.Throws<TorchException>(() => zeros(1).cuda());
        Assert.That(TorchRuntime.CudaMemory(), Is.Null);
        Assert.That(TryInitializeDeviceType(DeviceType.CUDA), Is.False);
    }
}
