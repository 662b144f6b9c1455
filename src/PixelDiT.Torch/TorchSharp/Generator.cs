using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers with its own state. On the CPU: PyTorch's Mersenne twister stream.</summary>
    public class Generator : IDisposable
    {
        /// <summary>A new generator on a device (default: the CPU).</summary>
        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            LibTorch.Check(
                NativeGenerator.generator_new(seed, (int)this.device.type, this.device.index, out var handle), "Generator");
            Handle = handle;
        }

        private Generator(nint handle)
        {
            Handle = handle;
            device = CPU;
        }

        /// <summary>Frees the generator.</summary>
        ~Generator() => Dispose(false);

        /// <summary>The CPU's default generator, which <c>torch.manual_seed</c> seeds.</summary>
        public static Generator Default
        {
            get
            {
                LibTorch.Check(NativeGenerator.generator_default((int)DeviceType.CPU, -1, out var handle), "Generator");
                return new Generator(handle);
            }
        }

        /// <summary>The native generator.</summary>
        public IntPtr Handle { get; private set; }

        /// <summary>Where it draws.</summary>
        public Device device { get; }

        /// <summary>The whole state as bytes.</summary>
        public Tensor get_state() => Tensor.Take(NativeGenerator.generator_get_state(Handle, out var r), r);

        /// <summary>Restores a state of <see cref="get_state"/>.</summary>
        public void set_state(Tensor value) => LibTorch.Check(NativeGenerator.generator_set_state(Handle, value.Handle));

        /// <summary>Starts the stream of this seed.</summary>
        public Generator manual_seed(long seed)
        {
            LibTorch.Check(NativeGenerator.generator_seed(Handle, unchecked((ulong)seed)));
            return this;
        }

        /// <summary>Starts an arbitrary stream and returns its seed.</summary>
        public long seed()
        {
            var seed = System.Random.Shared.NextInt64();
            _ = manual_seed(seed);
            return seed;
        }

        /// <summary>The seed of the current stream.</summary>
        public long initial_seed()
        {
            LibTorch.Check(NativeGenerator.generator_initial_seed(Handle, out var seed));
            return unchecked((long)seed);
        }

        /// <summary>Frees the generator.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Frees the native generator.</summary>
        protected virtual void Dispose(bool disposing)
        {
            var handle = Handle;
            Handle = 0;
            if (handle != 0)
            {
                NativeGenerator.generator_free(handle);
            }
        }
    }

    /// <summary>Seeds the default generators of every device.</summary>
    public static Generator manual_seed(long seed)
    {
        LibTorch.Check(NativeGenerator.manual_seed(unchecked((ulong)seed)));
        return Generator.Default;
    }

    /// <summary>Seeds the default generator arbitrarily and returns the seed.</summary>
    public static long seed()
    {
        using var generator = Generator.Default;
        return generator.seed();
    }

    /// <summary>The seed of the CPU's default generator.</summary>
    public static long initial_seed()
    {
        using var generator = Generator.Default;
        return generator.initial_seed();
    }

    /// <summary>The state of the CPU's default generator.</summary>
    public static Tensor get_rng_state()
    {
        using var generator = Generator.Default;
        return generator.get_state();
    }

    /// <summary>Restores the CPU's default generator.</summary>
    public static void set_rng_state(Tensor new_state)
    {
        using var generator = Generator.Default;
        generator.set_state(new_state);
    }

    /// <summary>The functions on the default generator, under PyTorch's module name.</summary>
    public static class random
    {
        /// <inheritdoc cref="torch.seed"/>
        public static long seed() => torch.seed();

        /// <inheritdoc cref="torch.initial_seed"/>
        public static long initial_seed() => torch.initial_seed();

        /// <inheritdoc cref="torch.manual_seed"/>
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        /// <inheritdoc cref="torch.get_rng_state"/>
        public static Tensor get_rng_state() => torch.get_rng_state();

        /// <inheritdoc cref="torch.set_rng_state"/>
        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }
}
