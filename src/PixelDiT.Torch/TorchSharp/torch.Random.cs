namespace TorchSharp;

// Random numbers in place, as functions.
public static partial class torch
{
    /// <inheritdoc cref="Tensor.bernoulli(Generator?)"/>
    public static Tensor bernoulli(Tensor input, Generator? generator = null) => input.bernoulli(generator);

    /// <inheritdoc cref="Tensor.multinomial(long, bool, Generator?)"/>
    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false, Generator? generator = null) =>
        input.multinomial(num_samples, replacement, generator);

    /// <inheritdoc cref="Tensor.poisson(Generator?)"/>
    public static Tensor poisson(Tensor input, Generator? generator = null) => input.poisson(generator);
}
