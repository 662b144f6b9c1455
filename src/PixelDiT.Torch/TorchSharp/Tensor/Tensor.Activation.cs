using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    // Activations. In-place methods end in an underscore and return the tensor itself.
    public partial class Tensor
    {
        /// <summary>max(x, 0).</summary>
        public Tensor relu() => Take(NativeActivation.relu(Handle, out var r), r, this);

        /// <summary>In place: max(x, 0).</summary>
        public Tensor relu_() => Done(NativeActivation.relu_(Handle), this);

        /// <summary>x · sigmoid(x).</summary>
        public Tensor silu() => Take(NativeActivation.silu(Handle, out var r), r, this);

        /// <summary>In place: x · sigmoid(x).</summary>
        public Tensor silu_() => Done(NativeActivation.silu_(Handle), this);

        /// <summary>Scaled exponential linear unit.</summary>
        public Tensor selu() => Take(NativeActivation.selu(Handle, out var r), r, this);

        /// <summary>In place: scaled exponential linear unit.</summary>
        public Tensor selu_() => Done(NativeActivation.selu_(Handle), this);

        /// <summary>Piecewise linear sigmoid.</summary>
        public Tensor hardsigmoid() => Take(NativeActivation.hardsigmoid(Handle, out var r), r, this);

        /// <summary>In place: piecewise linear sigmoid.</summary>
        public Tensor hardsigmoid_() => Done(NativeActivation.hardsigmoid_(Handle), this);

        /// <summary>x · hardsigmoid(x).</summary>
        public Tensor hardswish() => Take(NativeActivation.hardswish(Handle, out var r), r, this);

        /// <summary>In place: x · hardsigmoid(x).</summary>
        public Tensor hardswish_() => Done(NativeActivation.hardswish_(Handle), this);

        /// <summary>min(max(x, 0), 6).</summary>
        public Tensor relu6() => Take(NativeActivation.relu6(Handle, out var r), r, this);

        /// <summary>log(sigmoid(x)).</summary>
        public Tensor log_sigmoid() => Take(NativeActivation.log_sigmoid(Handle, out var r), r, this);

        /// <summary>x · Φ(x), with the exact error function.</summary>
        public Tensor gelu() => Take(NativeActivation.gelu(Handle, out var r), r, this);

        /// <summary>First half times sigmoid of the second half along dim.</summary>
        public Tensor glu(long dim = -1) => Take(NativeActivation.glu(Handle, dim, out var r), r, this);

        /// <summary>log(1 + exp(beta x)) / beta, linear above threshold.</summary>
        public Tensor softplus(double beta = 1, double threshold = 20) =>
            Take(NativeActivation.softplus(Handle, beta, threshold, out var r), r, this);

        /// <summary>Exponentials normalised to sum 1 along dim; dtype is what it is computed in and returned as.</summary>
        public Tensor softmax(long dim, ScalarType? dtype = null) =>
            Take(NativeActivation.softmax(Handle, dim, TypeOf(dtype), out var r), r, this);

        /// <summary>Logarithm of softmax along dim.</summary>
        public Tensor log_softmax(long dim, ScalarType? dtype = null) =>
            Take(NativeActivation.log_softmax(Handle, dim, TypeOf(dtype), out var r), r, this);

        /// <summary>Exponential linear unit.</summary>
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) =>
            Take(NativeActivation.elu(Handle, NativeScalar.Of(alpha), NativeScalar.Of(scale), NativeScalar.Of(input_scale), out var r), r, this);

        /// <summary>x where positive, else negative_slope · x.</summary>
        public Tensor leaky_relu(Scalar negative_slope) =>
            Take(NativeActivation.leaky_relu(Handle, NativeScalar.Of(negative_slope), out var r), r, this);

        /// <summary>x limited to [min, max].</summary>
        public Tensor hardtanh(Scalar min, Scalar max) =>
            Take(NativeActivation.hardtanh(Handle, NativeScalar.Of(min), NativeScalar.Of(max), out var r), r, this);

        /// <summary>x where above threshold, else value.</summary>
        public Tensor threshold(Scalar threshold, Scalar value) =>
            Take(NativeActivation.threshold(Handle, NativeScalar.Of(threshold), NativeScalar.Of(value), out var r), r, this);

        /// <summary>x where positive, else target · x.</summary>
        public Tensor prelu(Tensor target) => Take(NativeActivation.prelu(Handle, target.Handle, out var r), r, this, target);
    }
}
