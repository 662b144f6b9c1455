using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Sliding blocks of [N, C, H, W] as columns [N, C · k², blocks].</summary>
            public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                unfold(input, (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            /// <summary>Sliding blocks of [N, C, H, W] as columns [N, C · kh · kw, blocks].</summary>
            public static Tensor unfold(
                Tensor input,
                (long, long) kernel_size,
                (long, long)? dilation = null,
                (long, long)? padding = null,
                (long, long)? stride = null) =>
                Tensor.Take(
                    NativeNN.im2col(
                        input.Handle, Pair(kernel_size), Pair(dilation ?? (1, 1)), Pair(padding ?? (0, 0)), Pair(stride ?? (1, 1)), out var r),
                    r,
                    input);

            /// <summary>Columns [N, C · k², blocks] summed into an image [N, C, size, size].</summary>
            public static Tensor fold(
                Tensor input, long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                fold(
                    input,
                    (output_size, output_size),
                    (kernel_size, kernel_size),
                    (dilation, dilation),
                    (padding, padding),
                    (stride, stride));

            /// <summary>Columns [N, C · kh · kw, blocks] summed into an image [N, C, H, W].</summary>
            public static Tensor fold(
                Tensor input,
                (long, long) output_size,
                (long, long) kernel_size,
                (long, long)? dilation = null,
                (long, long)? padding = null,
                (long, long)? stride = null) =>
                Tensor.Take(
                    NativeNN.col2im(
                        input.Handle, Pair(output_size), Pair(kernel_size), Pair(dilation ?? (1, 1)), Pair(padding ?? (0, 0)), Pair(stride ?? (1, 1)), out var r),
                    r,
                    input);

            /// <summary>[N, C · f², H, W] rearranged to [N, C, H · f, W · f].</summary>
            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) =>
                Tensor.Take(NativeNN.pixel_shuffle(input.Handle, upscale_factor, out var r), r, input);

            /// <summary>[N, C, H · f, W · f] rearranged to [N, C · f², H, W].</summary>
            public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) =>
                Tensor.Take(NativeNN.pixel_unshuffle(input.Handle, downscale_factor, out var r), r, input);

            /// <summary>Extended at its borders; pad lists (before, after) from the last dimension on.</summary>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, (ReadOnlySpan<long>)pad, mode, value);

            /// <summary>Extended at its borders; pad lists (before, after) from the last dimension on.</summary>
            public static Tensor pad(
                Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
            {
                nint r;
                var status = mode switch
                {
                    PaddingModes.Reflect => NativeNN.pad_reflect(input.Handle, pad, pad.Length, out r),
                    PaddingModes.Replicate => NativeNN.pad_replicate(input.Handle, pad, pad.Length, out r),
                    PaddingModes.Circular => NativeNN.pad_circular(input.Handle, pad, pad.Length, out r),
                    _ => NativeNN.pad_constant(
                        input.Handle, pad, pad.Length, mode == PaddingModes.Zeros ? 0 : value, out r),
                };
                return Tensor.Take(status, r, input);
            }

            /// <summary>The last dimension extended.</summary>
            public static Tensor pad(
                Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2], mode, value);

            /// <summary>The last two dimensions extended: left, right, top, bottom.</summary>
            public static Tensor pad(
                Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            /// <summary>The last dimension extended by the same amount on both sides.</summary>
            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad, pad], mode, value);

            /// <summary>Resized to a size or by factors; [N, C, ...].</summary>
            /// <param name="x">[N, C, L], [N, C, H, W] or [N, C, D, H, W].</param>
            /// <param name="size">Spatial sizes; excludes scale_factor.</param>
            /// <param name="scale_factor">One factor, or one per spatial dimension.</param>
            /// <param name="mode">How values between pixels are found.</param>
            /// <param name="align_corners">Whether corner pixels are points; for the linear and cubic modes only.</param>
            /// <param name="recompute_scale_factor">Whether the factor used is output size / input size.</param>
            /// <param name="antialias">Whether to filter when shrinking (bilinear, bicubic).</param>
            /// <exception cref="ArgumentException">Neither or both of size and scale_factor are given.</exception>
            public static Tensor interpolate(
                Tensor x,
                long[]? size = null,
                double[]? scale_factor = null,
                InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null,
                bool recompute_scale_factor = false,
                bool antialias = false)
            {
                if ((size is null) == (scale_factor is null))
                {
                    throw new ArgumentException("Exactly one of 'size' and 'scale_factor' must be set.");
                }

                var rank = (int)x.ndim - 2;
                var factors = scale_factor is { Length: 1 } ? Enumerable.Repeat(scale_factor[0], rank).ToArray() : scale_factor;
                var target = size is { Length: 1 } ? Enumerable.Repeat(size[0], rank).ToArray() : size;
                target ??= factors!.Select((factor, i) => (long)Math.Floor(x.shape[i + 2] * factor)).ToArray();
                var used = new NativeOptionalReal[3];
                for (var i = 0; i < rank && factors is not null && !recompute_scale_factor; i++)
                {
                    used[i] = factors[i];
                }

                return Tensor.Take(
                    NativeNN.interpolate(
                        x.Handle, (int)mode, target, target.Length, align_corners ?? false, antialias, used, out var r),
                    r,
                    x);
            }

            /// <summary>Resized to a size or by factors.</summary>
            public static Tensor upsample(
                Tensor input,
                long[]? size = null,
                double[]? scale_factor = null,
                UpsampleMode mode = UpsampleMode.Nearest,
                bool align_corners = false) =>
                interpolate(input, size, scale_factor, (InterpolationMode)mode, align_corners);

            /// <summary>Pixels of [N, C, H, W] read at the positions of a grid [N, h, w, 2] with coordinates in [-1, 1].</summary>
            public static Tensor grid_sample(
                Tensor input,
                Tensor grid,
                GridSampleMode mode = GridSampleMode.Bilinear,
                GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros,
                bool? align_corners = null) =>
                Tensor.Take(
                    NativeNN.grid_sample(
                        input.Handle,
                        grid.Handle,
                        mode == GridSampleMode.Nearest ? 1 : 0,
                        padding_mode switch { GridSamplePaddingMode.Border => 1, GridSamplePaddingMode.Reflection => 2, _ => 0 },
                        align_corners ?? false,
                        out var r),
                    r,
                    input,
                    grid);

            private static long[] Pair((long, long) pair) => [pair.Item1, pair.Item2];
        }
    }
}
