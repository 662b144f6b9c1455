using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    // Random numbers in place. In-place methods end in an underscore and return the tensor itself.
    public partial class Tensor
    {
        /// <summary>In place: normally distributed numbers.</summary>
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            Done(NativeRandom.normal_(Handle, mean, std, HandleOf(generator)), this, keep: generator);

        /// <summary>In place: uniform numbers in [from, to).</summary>
        public Tensor uniform_(double from, double to, Generator? generator = null) =>
            Done(NativeRandom.uniform_(Handle, from, to, HandleOf(generator)), this, keep: generator);

        /// <summary>In place: uniform integers in [from, to).</summary>
        public Tensor random_(double from, double to, Generator? generator = null) =>
            Done(NativeRandom.random_(Handle, from, to, HandleOf(generator)), this, keep: generator);

        /// <summary>In place: 1 with probability p, else 0.</summary>
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) =>
            Done(NativeRandom.bernoulli_(Handle, p, HandleOf(generator)), this, keep: generator);

        /// <summary>In place: exponentially distributed numbers.</summary>
        public Tensor exponential_(double lambda = 1, Generator? generator = null) =>
            Done(NativeRandom.exponential_(Handle, lambda, HandleOf(generator)), this, keep: generator);

        /// <summary>In place: numbers whose logarithm is normally distributed.</summary>
        public Tensor log_normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            Done(NativeRandom.log_normal_(Handle, mean, std, HandleOf(generator)), this, keep: generator);

        /// <summary>In place: Cauchy distributed numbers.</summary>
        public Tensor cauchy_(double median = 0, double sigma = 1, Generator? generator = null) =>
            Done(NativeRandom.cauchy_(Handle, median, sigma, HandleOf(generator)), this, keep: generator);

        /// <summary>In place: geometrically distributed numbers.</summary>
        public Tensor geometric_(double p, Generator? generator = null) =>
            Done(NativeRandom.geometric_(Handle, p, HandleOf(generator)), this, keep: generator);

        /// <summary>1 with each element's probability, else 0.</summary>
        public Tensor bernoulli(Generator? generator = null) =>
            Take(NativeRandom.bernoulli(Handle, HandleOf(generator), out var r), r, this, keep: generator);

        /// <summary>Indices drawn with these weights.</summary>
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Take(NativeRandom.multinomial(Handle, num_samples, replacement, HandleOf(generator), out var r), r, this, keep: generator);

        /// <summary>Poisson distributed numbers with these rates.</summary>
        public Tensor poisson(Generator? generator = null) =>
            Take(NativeRandom.poisson(Handle, HandleOf(generator), out var r), r, this, keep: generator);
    }
}
