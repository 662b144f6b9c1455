using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>input × weightsᵀ + bias: [..., in] with weights [out, in] gives [..., out].</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                Tensor.Take(
                    NativeNN.linear(input.Handle, weights.Handle, Tensor.HandleOf(bias), out var r), r, input, weights, bias);

            /// <summary>
            /// softmax(query × keyᵀ / √d + mask) × value over the last two dimensions. A boolean mask is true where attention is
            /// allowed; any other is added.
            /// </summary>
            /// <param name="query">[..., L, d].</param>
            /// <param name="key">[..., S, d].</param>
            /// <param name="value">[..., S, dv].</param>
            /// <param name="attn_mask">Broadcastable to [..., L, S].</param>
            /// <param name="p">Dropout probability.</param>
            /// <param name="is_casual">Whether position i sees only positions up to i; excludes a mask.</param>
            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0, bool is_casual = false)
            {
                if (p < 0)
                {
                    throw new ArgumentException("Dropout probability must be greater than or equal to zero.");
                }

                if (is_casual && attn_mask is not null)
                {
                    throw new ArgumentException("Casual attention masking cannot pass a mask.");
                }

                return Tensor.Take(
                    NativeAttention.sdpa(
                        query.Handle, key.Handle, value.Handle, Tensor.HandleOf(attn_mask), p, is_casual, out var r),
                    r,
                    query,
                    key,
                    value,
                    keep: attn_mask);
            }

            /// <summary>Zeroes elements with probability p while training and scales the rest.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                var result = Tensor.Take(NativeNN.dropout(input.Handle, p, training, out var r), r, input);
                return inplace ? input.copy_(result) : result;
            }

            /// <summary>Integers as rows with a single one; -1: as many classes as the largest needs.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1) =>
                Tensor.Take(NativeNN.one_hot(x.Handle, num_classes, out var r), r, x);

            /// <summary>Normalised over the last dimensions to mean 0 and variance 1, then scaled and shifted.</summary>
            public static Tensor layer_norm(
                Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1E-05) =>
                Tensor.Take(
                    NativeNN.layer_norm(
                        input.Handle, normalized_shape, normalized_shape.Length, Tensor.HandleOf(weight), Tensor.HandleOf(bias), eps, out var r),
                    r,
                    input,
                    weight,
                    bias);

            /// <summary>Normalised within groups of channels.</summary>
            public static Tensor group_norm(
                Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1E-05) =>
                Tensor.Take(
                    NativeNN.group_norm(input.Handle, num_groups, Tensor.HandleOf(weight), Tensor.HandleOf(bias), eps, out var r),
                    r,
                    input,
                    weight,
                    bias);

            /// <summary>Divided by the p-norm along dim (at least eps).</summary>
            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1E-12)
            {
                using var norm = input.norm((int)dim, true, (float)p);
                using var atLeast = norm.clamp_min(eps);
                return input.div(atLeast);
            }

            /// <summary>Cosine of the angle between vectors along dim.</summary>
            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1E-08)
            {
                using var scope = NewDisposeScope();
                var dot = x1.mul(x2).sum(dim);
                var lengths = x1.norm((int)dim).clamp_min(eps).mul(x2.norm((int)dim).clamp_min(eps));
                return dot.div(lengths).MoveToOuterDisposeScope();
            }

            /// <summary>Convolution of [N, C, L] with weight [out, C / groups, k].</summary>
            public static Tensor conv1d(
                Tensor input,
                Tensor weight,
                Tensor? bias = null,
                long? stride = null,
                long? padding = null,
                long? dilation = null,
                long groups = 1) =>
                Tensor.Take(
                    NativeNN.conv1d(
                        input.Handle, weight.Handle, Tensor.HandleOf(bias), [stride ?? 1], 1, [padding ?? 0], 1, [dilation ?? 1], 1, groups, out var r),
                    r,
                    input,
                    weight,
                    bias);

            /// <summary>Convolution of [N, C, H, W] with weight [out, C / groups, kh, kw].</summary>
            public static Tensor conv2d(
                Tensor input,
                Tensor weight,
                Tensor? bias = null,
                long[]? strides = null,
                long[]? padding = null,
                long[]? dilation = null,
                long groups = 1)
            {
                var s = strides ?? [1, 1];
                var p = padding ?? [0, 0];
                var d = dilation ?? [1, 1];
                return Tensor.Take(
                    NativeNN.conv2d(
                        input.Handle, weight.Handle, Tensor.HandleOf(bias), s, s.Length, p, p.Length, d, d.Length, groups, out var r),
                    r,
                    input,
                    weight,
                    bias);
            }

            /// <summary>Mean over windows of [N, C, H, W]; the stride is the window by default.</summary>
            public static Tensor avg_pool2d(
                Tensor input,
                long[] kernel_size,
                long[]? stride = null,
                long[]? padding = null,
                bool ceil_mode = false,
                bool count_include_pad = true,
                long? divisor_override = null)
            {
                var s = stride ?? kernel_size;
                var p = padding ?? [0, 0];
                return Tensor.Take(
                    NativeNN.avg_pool2d(
                        input.Handle, kernel_size, kernel_size.Length, s, s.Length, p, p.Length, ceil_mode, count_include_pad, divisor_override, out var r),
                    r,
                    input);
            }

            /// <summary>Maximum over windows of [N, C, H, W]; the stride is the window by default.</summary>
            public static Tensor max_pool2d(
                Tensor input,
                long[] kernel_size,
                long[]? strides = null,
                long[]? padding = null,
                long[]? dilation = null,
                bool ceil_mode = false)
            {
                var s = strides ?? kernel_size;
                var p = padding ?? [0, 0];
                var d = dilation ?? [1, 1];
                return Tensor.Take(
                    NativeNN.max_pool2d(
                        input.Handle, kernel_size, kernel_size.Length, s, s.Length, p, p.Length, d, d.Length, ceil_mode, out var r),
                    r,
                    input);
            }

            /// <summary>Means that reduce [N, C, H, W] to an output size.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) =>
                Tensor.Take(NativeNN.adaptive_avg_pool2d(input.Handle, output_size, output_size.Length, out var r), r, input);

            /// <summary>Cross entropy of logits [N, C, ...] against class indices or probabilities.</summary>
            public static Tensor cross_entropy(
                Tensor input,
                Tensor target,
                Tensor? weight = null,
                long ignore_index = -100,
                Reduction reduction = Reduction.Mean,
                double label_smoothing = 0) =>
                Tensor.Take(
                    NativeNN.cross_entropy(
                        input.Handle, target.Handle, Tensor.HandleOf(weight), (int)reduction, ignore_index, label_smoothing, out var r),
                    r,
                    input,
                    target,
                    weight);

            /// <summary>Squared differences.</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Tensor.Take(NativeNN.mse_loss(input.Handle, target.Handle, (int)reduction, out var r), r, input, target);

            /// <summary>Absolute differences.</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Tensor.Take(NativeNN.l1_loss(input.Handle, target.Handle, (int)reduction, out var r), r, input, target);
        }
    }
}
