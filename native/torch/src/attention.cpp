// Attention: libtorch's own fused kernels where it has them, else rows in pieces so that memory stays bounded.
#include "abi.h"

using namespace pt;

namespace {

// Largest piece of the score matrix, in elements: 16 Mi float32 = 64 MiB.
constexpr int64_t kScores = int64_t(16) << 20;

// q [B, H, L, d], k and v [B, Hk, S, d(v)], Hk divides H; mask broadcastable to [B, H, L, S], true = attend, or added.
at::Tensor attend_in_pieces(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const maybe<at::Tensor>& mask,
                            double scale, double soft_cap, bool causal) {
    const auto b = q.size(0), h = q.size(1), l = q.size(2), d = q.size(3);
    const auto hk = k.size(1), s = k.size(2), dv = v.size(3);
    const auto g = h / hk;
    const auto kt = k.transpose(2, 3).reshape({b * hk, d, s});
    const auto vs = v.reshape({b * hk, s, dv});
    // Stored [B, L, H, dv]: joining the heads afterwards is a view.
    auto result = at::empty({b, l, h, dv}, q.options());
    const auto rows = std::max<int64_t>(1, std::min(l, kScores / std::max<int64_t>(1, b * h * s)));
    for (int64_t start = 0; start < l; start += rows) {
        const auto n = std::min(rows, l - start);
        const auto qs = q.narrow(2, start, n).reshape({b * hk, g * n, d});
        auto scores = at::bmm(qs, kt).to(at::kFloat).mul_(scale).view({b, h, n, s});
        if (soft_cap > 0) {
            scores.div_(soft_cap).tanh_().mul_(soft_cap);
        }
        if (mask.has_value()) {
            auto m = mask->size(-2) == 1 ? *mask : mask->narrow(-2, start, n);
            if (m.scalar_type() == at::kBool) {
                scores.masked_fill_(m.logical_not(), -std::numeric_limits<float>::infinity());
            } else {
                scores.add_(m);
            }
        }
        if (causal) {
            const auto allowed = at::ones({n, s}, q.options().dtype(at::kBool)).tril(start);
            scores.masked_fill_(allowed.logical_not(), -std::numeric_limits<float>::infinity());
        }
        const auto weights = scores.softmax(-1).to(q.scalar_type()).view({b * hk, g * n, s});
        result.narrow(1, start, n).copy_(at::bmm(weights, vs).view({b, h, n, dv}).transpose(1, 2));
    }
    return result.transpose(1, 2);
}

at::Tensor to_4d(const at::Tensor& x) {
    TORCH_CHECK(x.dim() >= 2, "attention operands have at least two dimensions");
    auto y = x;
    while (y.dim() < 4) {
        y = y.unsqueeze(0);
    }
    return y.dim() == 4 ? y : y.flatten(0, y.dim() - 3).unsqueeze(0);
}

at::Tensor sdpa(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const maybe<at::Tensor>& mask, double p,
                bool causal) {
#if PT_TORCH_AT_LEAST(2, 0)
    return at::scaled_dot_product_attention(q, k, v, mask, p, causal);
#else
    TORCH_CHECK(p == 0, "attention dropout needs libtorch 2");
    auto m = mask;
    if (m.has_value()) {
        // Masks lack leading dimensions freely; scores here have exactly four.
        TORCH_CHECK(q.dim() <= 4, "a mask with more than four dimensions needs libtorch 2");
        m = to_4d(*m);
    }
    auto sizes = q.sizes().vec();
    sizes.back() = v.size(-1);
    return attend_in_pieces(to_4d(q), to_4d(k), to_4d(v), m, 1 / std::sqrt(static_cast<double>(q.size(-1))), 0, causal)
        .reshape(sizes);
#endif
}

at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const maybe<at::Tensor>& mask,
                     maybe<double> scale, double soft_cap) {
    TORCH_CHECK(q.dim() == 4 && k.dim() == 4 && v.dim() == 4, "attention takes [B, H, L, d] three times");
    TORCH_CHECK(k.size(1) > 0 && q.size(1) % k.size(1) == 0, "attention: ", q.size(1), " query heads for ", k.size(1), " key heads");
    const auto factor = scale.has_value() ? *scale : 1 / std::sqrt(static_cast<double>(q.size(3)));
#if PT_TORCH_AT_LEAST(2, 5)
    if (soft_cap == 0) {
        return at::scaled_dot_product_attention(q, k, v, mask, 0.0, false, factor, q.size(1) != k.size(1));
    }
#elif PT_TORCH_AT_LEAST(2, 1)
    if (soft_cap == 0 && q.size(1) == k.size(1)) {
        return at::scaled_dot_product_attention(q, k, v, mask, 0.0, false, factor);
    }
#endif
    auto m = mask;
    if (m.has_value()) {
        m = to_4d(*m);
    }
    return attend_in_pieces(q, k, v, m, factor, soft_cap, false);
}

} // namespace

PT_OP(sdpa, T query, T key, T value, T mask, double p, bool causal, Out out)
PT_GIVES(sdpa(ref(query), ref(key), ref(value), opt(mask), p, causal))
PT_OP(attention, T query, T key, T value, T mask, pt_optional_real scale, double soft_cap, Out out)
PT_GIVES(attention(ref(query), ref(key), ref(value), opt(mask), opt(scale), soft_cap))
