// x × wᵀ + b by the road that is fastest for the shape: libtorch's matrix product for the large ones, a kernel of ours for few rows
// (bound by reading the weights), and pieces where the weight is of another type.
#include "abi.h"

#include <ATen/Parallel.h>

#include "rows.h"

using namespace pt;

namespace {

constexpr int64_t kFewRows = 4;
constexpr int64_t kPiece = int64_t(8) << 20; // weight elements converted at a time

bool plain(const at::Tensor& x) {
    return x.device().is_cpu() && (x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16);
}
int kind(const at::Tensor& x) { return x.scalar_type() == at::kFloat ? 0 : 1; }

at::Tensor few_rows(const at::Tensor& x, const at::Tensor& weight, const maybe<at::Tensor>& bias) {
    const auto k = weight.size(1), n = weight.size(0);
    const auto xs = x.contiguous();
    auto sizes = x.sizes().vec();
    sizes.back() = n;
    const auto y = at::empty(sizes, x.options());
    const auto b = bias.has_value() ? maybe<at::Tensor>(bias->to(at::kFloat).contiguous()) : bias;
    const auto kernel = row_kernels().skinny[kind(x)][kind(weight)];
    at::parallel_for(0, n, std::max<int64_t>(1, 32768 / k), [&](int64_t begin, int64_t end) {
        Skinny a = {};
        a.x = xs.data_ptr();
        a.m = xs.numel() / k;
        a.w = weight.data_ptr();
        a.k = k;
        a.n_begin = begin;
        a.n_end = end;
        a.n = n;
        a.bias = b.has_value() ? b->data_ptr<float>() : nullptr;
        a.y = y.data_ptr();
        kernel(a);
    });
    return y;
}

at::Tensor converted(const at::Tensor& x, const at::Tensor& weight, const maybe<at::Tensor>& bias) {
    const auto n = weight.size(0);
    const auto rows = std::max<int64_t>(1, kPiece / std::max<int64_t>(1, weight.size(1)));
    const auto b = bias.has_value() ? maybe<at::Tensor>(bias->to(x.scalar_type())) : bias;
    if (rows >= n) {
        return at::linear(x, weight.to(x.scalar_type()), b);
    }
    auto sizes = x.sizes().vec();
    sizes.back() = n;
    const auto y = at::empty(sizes, x.options());
    for (int64_t start = 0; start < n; start += rows) {
        const auto count = std::min(rows, n - start);
        const auto part = at::linear(x, weight.narrow(0, start, count).to(x.scalar_type()),
                                     b.has_value() ? maybe<at::Tensor>(b->narrow(0, start, count)) : b);
        y.narrow(-1, start, count).copy_(part);
    }
    return y;
}

at::Tensor linear_any(const at::Tensor& x, const at::Tensor& weight, const maybe<at::Tensor>& bias) {
    TORCH_CHECK(weight.dim() == 2 && x.dim() >= 1 && x.size(-1) == weight.size(1), "linear: rows of ",
                x.dim() >= 1 ? x.size(-1) : 0, " against a weight ", weight.sizes());
    const auto k = weight.size(1), n = weight.size(0);
    const bool recording = c10::GradMode::is_enabled() && (x.requires_grad() || weight.requires_grad());
    if (k > 0 && n > 0 && x.numel() > 0 && plain(x) && plain(weight) && weight.is_contiguous() && !recording) {
        if (x.numel() / k <= kFewRows) {
            return few_rows(x, weight, bias);
        }
    }
    if (x.scalar_type() == at::kHalf && x.device().is_cpu()) {
        // libtorch 1.13 has no half precision products on the CPU, and later ones are slow.
        return linear_any(x.to(at::kFloat), weight, bias).to(at::kHalf);
    }
    if (x.scalar_type() != weight.scalar_type()) {
        return converted(x, weight, bias);
    }
    return at::linear(x, weight, bias.has_value() && bias->scalar_type() != x.scalar_type() ? bias->to(x.scalar_type()) : bias);
}

} // namespace

PT_OP(linear_any, T x, T weight, T bias, Out out) PT_GIVES(linear_any(ref(x), ref(weight), opt(bias)))
