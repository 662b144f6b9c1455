using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Torch.Tests;

public sealed class MappedMemoryTests
{
    [Test]
    public void FromMapped_SharesMemory()
    {
        using var memory = new Block([1, 2, 3, 4, 5, 6]);
        using var tensor = Accelerator.Current.FromMapped(memory, memory.Address, [2, 3], ScalarType.Float32);
        Assert.That(tensor.shape, Is.EqualTo(new long[] { 2, 3 }));
        Assert.That(tensor.data<float>().ToArray(), Is.EqualTo(new float[] { 1, 2, 3, 4, 5, 6 }));
        memory[1] = 20;
        Assert.That((float)tensor[0, 1], Is.EqualTo(20));
    }

    [Test]
    public void FromMapped_OwnerDisposed_LivesUntilTheLastView()
    {
        var memory = new Block([1, 2, 3, 4]);
        var tensor = Accelerator.Current.FromMapped(memory, memory.Address, [4], ScalarType.Float32);
        var view = tensor.narrow(0, 2, 2);
        memory.Dispose();
        Assert.That(memory.Freed, Is.False);
        tensor.Dispose();
        Assert.That(memory.Freed, Is.False);
        Assert.That(view.data<float>().ToArray(), Is.EqualTo(new float[] { 3, 4 }));
        view.Dispose();
        Assert.That(memory.Freed, Is.True);
    }

    [Test]
    public void FromMapped_Failure_ReleasesTheOwner()
    {
        var memory = new Block([1]);
        Assert.Throws<TorchException>(() => Accelerator.Current.FromMapped(memory, memory.Address, [-1], ScalarType.Float32));
        memory.Dispose();
        Assert.That(memory.Freed, Is.True);
    }

    [Test]
    public void FromMapped_Plain_Copies()
    {
        var memory = new Block([1, 2, 3, 4]);
        using var tensor = new PlainAccelerator().FromMapped(memory, memory.Address, [2, 2], ScalarType.Float32);
        memory.Dispose();
        Assert.That(memory.Freed, Is.True);
        Assert.That(tensor.data<float>().ToArray(), Is.EqualTo(new float[] { 1, 2, 3, 4 }));
    }

    private sealed unsafe class Block : SafeHandle
    {
        internal Block(float[] values)
            : base(0, ownsHandle: true)
        {
            Address = (nint)NativeMemory.Alloc((nuint)values.Length, sizeof(float));
            values.CopyTo(new Span<float>((void*)Address, values.Length));
            SetHandle(Address);
        }

        internal nint Address { get; }

        internal bool Freed { get; private set; }

        internal float this[int i]
        {
            set => ((float*)Address)[i] = value;
        }

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            Freed = true;
            NativeMemory.Free((void*)handle);
            return true;
        }
    }
}
