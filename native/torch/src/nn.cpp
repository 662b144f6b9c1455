// torch.nn.functional.
#include "abi.h"

using namespace pt;

PT_OP(linear, T input, T weight, T bias, Out out) PT_GIVES(at::linear(ref(input), ref(weight), opt(bias)))
PT_OP(gelu_as, T self, bool tanh, Out out) PT_GIVES(at::gelu(ref(self), tanh ? "tanh" : "none"))
PT_OP(gelu_as_, T self, bool tanh) PT_DOES(at::gelu_(ref(self), tanh ? "tanh" : "none"))
PT_OP(mish, T self, Out out) PT_GIVES(at::mish(ref(self)))
PT_OP(hardshrink, T self, double lambda, Out out) PT_GIVES(at::hardshrink(ref(self), lambda))
PT_OP(softshrink, T self, double lambda, Out out) PT_GIVES(at::softshrink(ref(self), lambda))
PT_OP(dropout, T self, double p, bool training, Out out) PT_GIVES(at::dropout(ref(self), p, training))
PT_OP(one_hot, T self, int64_t classes, Out out) PT_GIVES(at::one_hot(ref(self), classes))
PT_OP(layer_norm, T input, I shape, int32_t shape_n, T weight, T bias, double eps, Out out)
PT_GIVES(at::layer_norm(ref(input), ints(shape, shape_n), opt(weight), opt(bias), eps))
PT_OP(group_norm, T input, int64_t groups, T weight, T bias, double eps, Out out)
PT_GIVES(at::group_norm(ref(input), groups, opt(weight), opt(bias), eps))
PT_OP(batch_norm, T input, T mean, T var, T weight, T bias, bool training, double momentum, double eps, Out out)
PT_GIVES(at::batch_norm(ref(input), opt(weight), opt(bias), opt(mean), opt(var), training, momentum, eps, false))
PT_OP(conv1d, T input, T weight, T bias, I stride, int32_t stride_n, I padding, int32_t padding_n, I dilation,
      int32_t dilation_n, int64_t groups, Out out)
PT_GIVES(at::conv1d(ref(input), ref(weight), opt(bias), ints(stride, stride_n), ints(padding, padding_n),
                    ints(dilation, dilation_n), groups))
PT_OP(conv2d, T input, T weight, T bias, I stride, int32_t stride_n, I padding, int32_t padding_n, I dilation,
      int32_t dilation_n, int64_t groups, Out out)
PT_GIVES(at::conv2d(ref(input), ref(weight), opt(bias), ints(stride, stride_n), ints(padding, padding_n),
                    ints(dilation, dilation_n), groups))
PT_OP(avg_pool2d, T input, I kernel, int32_t kernel_n, I stride, int32_t stride_n, I padding, int32_t padding_n,
      bool ceil_mode, bool count_include_pad, pt_optional_int divisor, Out out)
PT_GIVES(at::avg_pool2d(ref(input), ints(kernel, kernel_n), ints(stride, stride_n), ints(padding, padding_n), ceil_mode,
                        count_include_pad, opt(divisor)))
PT_OP(max_pool2d, T input, I kernel, int32_t kernel_n, I stride, int32_t stride_n, I padding, int32_t padding_n,
      I dilation, int32_t dilation_n, bool ceil_mode, Out out)
PT_GIVES(at::max_pool2d(ref(input), ints(kernel, kernel_n), ints(stride, stride_n), ints(padding, padding_n),
                        ints(dilation, dilation_n), ceil_mode))
PT_OP(adaptive_avg_pool2d, T input, I size, int32_t size_n, Out out)
PT_GIVES(at::adaptive_avg_pool2d(ref(input), ints(size, size_n)))
PT_OP(pixel_shuffle, T input, int64_t factor, Out out) PT_GIVES(at::pixel_shuffle(ref(input), factor))
PT_OP(pixel_unshuffle, T input, int64_t factor, Out out) PT_GIVES(at::pixel_unshuffle(ref(input), factor))
PT_OP(im2col, T input, I kernel, I dilation, I padding, I stride, Out out)
PT_GIVES(at::im2col(ref(input), ints(kernel, 2), ints(dilation, 2), ints(padding, 2), ints(stride, 2)))
PT_OP(col2im, T input, I size, I kernel, I dilation, I padding, I stride, Out out)
PT_GIVES(at::col2im(ref(input), ints(size, 2), ints(kernel, 2), ints(dilation, 2), ints(padding, 2), ints(stride, 2)))

PT_OP(pad_constant, T input, I pad, int32_t pad_n, double value, Out out)
PT_GIVES(at::constant_pad_nd(ref(input), ints(pad, pad_n), value))
PT_OP(pad_reflect, T input, I pad, int32_t pad_n, Out out)
PT_GIVES(pad_n == 2   ? at::reflection_pad1d(ref(input), ints(pad, pad_n))
         : pad_n == 4 ? at::reflection_pad2d(ref(input), ints(pad, pad_n))
                      : at::reflection_pad3d(ref(input), ints(pad, pad_n)))
PT_OP(pad_replicate, T input, I pad, int32_t pad_n, Out out)
PT_GIVES(pad_n == 2   ? at::replication_pad1d(ref(input), ints(pad, pad_n))
         : pad_n == 4 ? at::replication_pad2d(ref(input), ints(pad, pad_n))
                      : at::replication_pad3d(ref(input), ints(pad, pad_n)))
PT_OP(pad_circular, T input, I pad, int32_t pad_n, Out out)
PT_GIVES(at::_pad_circular(ref(input), ints(pad, pad_n)))

// mode: torch.InterpolationMode. size: the spatial sizes; scales: one per spatial dimension or absent.
namespace {
at::Tensor interpolate(const at::Tensor& x, int32_t mode, at::IntArrayRef size, bool align, bool antialias,
                       const pt_optional_real* scales) {
    const auto rank = x.dim() - 2;
    TORCH_CHECK(static_cast<int64_t>(size.size()) == rank, "interpolate: ", size.size(), " sizes for ", rank, " spatial dimensions");
    const auto scale = [&](int i) { return opt(scales[i]); };
    switch (mode) {
    case 0:
        return rank == 1   ? at::upsample_nearest1d(x, size, scale(0))
               : rank == 2 ? at::upsample_nearest2d(x, size, scale(0), scale(1))
                           : at::upsample_nearest3d(x, size, scale(0), scale(1), scale(2));
    case 6:
        return rank == 1   ? at::_upsample_nearest_exact1d(x, size, scale(0))
               : rank == 2 ? at::_upsample_nearest_exact2d(x, size, scale(0), scale(1))
                           : at::_upsample_nearest_exact3d(x, size, scale(0), scale(1), scale(2));
    case 1:
        TORCH_CHECK(rank == 1, "interpolate: linear takes [N, C, L]");
        return at::upsample_linear1d(x, size, align, scale(0));
    case 2:
        TORCH_CHECK(rank == 2, "interpolate: bilinear takes [N, C, H, W]");
        return antialias ? at::_upsample_bilinear2d_aa(x, size, align, scale(0), scale(1))
                         : at::upsample_bilinear2d(x, size, align, scale(0), scale(1));
    case 3:
        TORCH_CHECK(rank == 2, "interpolate: bicubic takes [N, C, H, W]");
        return antialias ? at::_upsample_bicubic2d_aa(x, size, align, scale(0), scale(1))
                         : at::upsample_bicubic2d(x, size, align, scale(0), scale(1));
    case 4:
        TORCH_CHECK(rank == 3, "interpolate: trilinear takes [N, C, D, H, W]");
        return at::upsample_trilinear3d(x, size, align, scale(0), scale(1), scale(2));
    case 5:
        return rank == 1   ? at::adaptive_avg_pool1d(x, size)
               : rank == 2 ? at::adaptive_avg_pool2d(x, size)
                           : at::adaptive_avg_pool3d(x, size);
    default:
        TORCH_CHECK(false, "interpolate: unknown mode ", mode);
    }
}
} // namespace
PT_OP(interpolate, T x, int32_t mode, I size, int32_t size_n, bool align, bool antialias, const pt_optional_real* scales,
      Out out)
PT_GIVES(interpolate(ref(x), mode, ints(size, size_n), align, antialias, scales))
PT_OP(grid_sample, T input, T grid, int32_t mode, int32_t padding, bool align, Out out)
PT_GIVES(at::grid_sampler(ref(input), ref(grid), mode, padding, align))
PT_OP(cross_entropy, T input, T target, T weight, int32_t reduction, int64_t ignore, double smoothing, Out out)
PT_GIVES(at::cross_entropy_loss(ref(input), ref(target), opt(weight), reduction, ignore, smoothing))
PT_OP(mse_loss, T input, T target, int32_t reduction, Out out) PT_GIVES(at::mse_loss(ref(input), ref(target), reduction))
PT_OP(l1_loss, T input, T target, int32_t reduction, Out out) PT_GIVES(at::l1_loss(ref(input), ref(target), reduction))
PT_OP(vector_norm, T self, double ord, I dims, int32_t dims_n, bool keepdim, Out out)
PT_GIVES(dims_n == 0 ? at::linalg_vector_norm(ref(self), ord, at::OptionalIntArrayRef(), keepdim)
                     : at::linalg_vector_norm(ref(self), ord, ints(dims, dims_n), keepdim))
PT_OP(matrix_inverse, T self, Out out) PT_GIVES(at::linalg_inv(ref(self)))
PT_OP(solve, T a, T b, Out out) PT_GIVES(at::linalg_solve(ref(a), ref(b)))
