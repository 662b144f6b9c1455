using PixelDiT.Torch.Native;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>x · Φ(x), exactly or by its tanh approximation.</summary>
        public Tensor gelu(GELU.Approximate approximate) =>
            Take(NativeNN.gelu_as(Handle, approximate == GELU.Approximate.tanh, out var r), r, this);

        /// <summary>In place: x · Φ(x), exactly or by its tanh approximation.</summary>
        public Tensor gelu_(GELU.Approximate approximate) =>
            Done(NativeNN.gelu_as_(Handle, approximate == GELU.Approximate.tanh), this);

        /// <summary>In place: x · Φ(x).</summary>
        public Tensor gelu_() => gelu_(GELU.Approximate.none);

        /// <summary>Exponential linear unit.</summary>
        public Tensor elu(double alpha = 1) => elu(alpha, 1, 1);
    }

    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>max(x, 0).</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_() : x.relu();

            /// <summary>min(max(x, 0), 6).</summary>
            public static Tensor relu6(Tensor x, bool inplace = false) => inplace ? x.clamp_(0, 6) : x.relu6();

            /// <summary>x · sigmoid(x).</summary>
            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? x.silu_() : x.silu();

            /// <summary>x · sigmoid(x).</summary>
            public static Tensor SiLU(Tensor x, bool inplace = false) => silu(x, inplace);

            /// <summary>Scaled exponential linear unit.</summary>
            public static Tensor selu(Tensor x, bool inplace = false) => inplace ? x.selu_() : x.selu();

            /// <summary>Exponential linear unit.</summary>
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) =>
                inplace ? x.copy_(x.elu(alpha)) : x.elu(alpha);

            /// <summary>x · Φ(x) with the error function.</summary>
            public static Tensor gelu(Tensor x) => x.gelu();

            /// <summary>x · Φ(x) with the error function.</summary>
            public static Tensor gelu(Tensor x, bool inplace) => inplace ? x.gelu_() : x.gelu();

            /// <summary>x · Φ(x), exactly or by its tanh approximation.</summary>
            public static Tensor gelu(Tensor x, GELU.Approximate approximate, bool inplace = false) =>
                inplace ? x.gelu_(approximate) : x.gelu(approximate);

            /// <summary>First half times sigmoid of the second half along dim.</summary>
            public static Tensor glu(Tensor input, long dim = -1) => input.glu(dim);

            /// <summary>1 / (1 + exp(-x)).</summary>
            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            /// <summary>1 / (1 + exp(-x)).</summary>
            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? x.sigmoid_() : x.sigmoid();

            /// <summary>Hyperbolic tangent.</summary>
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_() : x.tanh();

            /// <summary>log(1 + exp(beta x)) / beta, linear above threshold.</summary>
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => x.softplus(beta, threshold);

            /// <summary>log(sigmoid(x)).</summary>
            public static Tensor logsigmoid(Tensor x) => x.log_sigmoid();

            /// <summary>x · tanh(softplus(x)).</summary>
            public static Tensor mish(Tensor x, bool inplace = false)
            {
                var result = Tensor.Take(NativeNN.mish(x.Handle, out var r), r, x);
                return inplace ? x.copy_(result) : result;
            }

            /// <summary>Piecewise linear sigmoid.</summary>
            public static Tensor hardsigmoid(Tensor input, bool inplace = false) =>
                inplace ? input.hardsigmoid_() : input.hardsigmoid();

            /// <summary>x · hardsigmoid(x).</summary>
            public static Tensor hardswish(Tensor input, bool inplace = false) => inplace ? input.hardswish_() : input.hardswish();

            /// <summary>x limited to [min_val, max_val].</summary>
            public static Tensor hardtanh(Tensor x, double min_val = -1, double max_val = 1, bool inplace = false) =>
                inplace ? x.clamp_(min_val, max_val) : x.hardtanh(min_val, max_val);

            /// <summary>x where positive, else negative_slope · x.</summary>
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? input.copy_(input.leaky_relu(negative_slope)) : input.leaky_relu(negative_slope);

            /// <summary>x where positive, else weight · x.</summary>
            public static Tensor prelu(Tensor input, Tensor weight) => input.prelu(weight);

            /// <summary>x where |x| &gt; lambda, else 0.</summary>
            public static Tensor hardshrink(Tensor x, double lambda = 0.5) =>
                Tensor.Take(NativeNN.hardshrink(x.Handle, lambda, out var r), r, x);

            /// <summary>x moved towards zero by lambda.</summary>
            public static Tensor softshrink(Tensor x, double lambda = 0.5) =>
                Tensor.Take(NativeNN.softshrink(x.Handle, lambda, out var r), r, x);

            /// <summary>Exponentials normalised to sum 1 along dim; dtype is what it is computed in and returned as.</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            /// <summary>Logarithm of softmax.</summary>
            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);
        }
    }
}
