// Attention: libtorch's own fused kernels where it has them, else rows in pieces so that memory stays bounded.
#include "abi.h"

#include <ATen/Parallel.h>

#include "kernels/attention.h"

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

bool kernel_fits(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) {
    const auto t = q.scalar_type();
    return q.device().is_cpu() && (t == at::kFloat || t == at::kBFloat16) && k.scalar_type() == t && v.scalar_type() == t
        && q.numel() > 0 && k.numel() > 0 && v.numel() > 0 && !(c10::GradMode::is_enabled() && (q.requires_grad() || k.requires_grad() || v.requires_grad()));
}

at::Tensor packed_rows(const at::Tensor& x) { return x.size(-1) == 1 || x.stride(-1) == 1 ? x : x.contiguous(); }

// What is added to the scores, [B or 1, H or 1, L or 1, S] float32 with packed rows.
at::Tensor as_addition(const at::Tensor& mask, int64_t keys) {
    auto m = mask;
    if (m.scalar_type() == at::kBool) {
        m = at::zeros(m.sizes(), m.options().dtype(at::kFloat))
                .masked_fill_(m.logical_not(), -std::numeric_limits<float>::infinity());
    }
    return packed_rows(m.to(at::kFloat).expand({-1, -1, -1, keys})).contiguous();
}

// All on the CPU: keys and values packed once per head, then blocks of query rows in parallel.
at::Tensor attend_in_blocks(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, const maybe<at::Tensor>& mask,
                            double scale, double soft_cap, bool causal) {
    const auto q = packed_rows(query), k = packed_rows(key), v = packed_rows(value);
    const auto b = q.size(0), h = q.size(1), l = q.size(2), d = q.size(3);
    const auto hk = k.size(1), s = k.size(2), dv = v.size(3);
    const auto g = h / hk;
    const auto& kernel = attention_kernel(q.scalar_type() == at::kFloat ? 0 : 1);
    const auto at_row = [](const at::Tensor& x, int64_t i, int64_t j, int64_t row) {
        return static_cast<char*>(x.data_ptr()) + (i * x.stride(0) + j * x.stride(1) + row * x.stride(2)) * x.element_size();
    };
    auto m = mask.has_value() ? as_addition(*mask, s) : at::Tensor();
    if (causal) {
        const auto later = at::ones({l, s}, q.options().dtype(at::kBool)).triu(1);
        m = at::zeros({1, 1, l, s}, q.options().dtype(at::kFloat)).masked_fill_(later, -std::numeric_limits<float>::infinity());
    }
    if (m.defined()) {
        for (int i = 0; i < 3; i++) {
            const auto full = i == 0 ? b : i == 1 ? h : l;
            TORCH_CHECK(m.size(i) == 1 || m.size(i) == full, "attention: a mask ", m.sizes(), " for scores [", b, ", ", h, ", ", l, ", ", s, "]");
        }
    }

    const auto bytes = at::TensorOptions().dtype(at::kByte);
    const auto keys_bytes = kernel.keys_bytes(s, d), values_bytes = kernel.values_bytes(s, dv);
    const auto keys = at::empty({b * hk * keys_bytes}, bytes), values = at::empty({b * hk * values_bytes}, bytes);
    auto* const packed_keys = keys.data_ptr<uint8_t>();
    auto* const packed_values = values.data_ptr<uint8_t>();
    at::parallel_for(0, b * hk, 1, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; i++) {
            kernel.pack_keys(at_row(k, i / hk, i % hk, 0), k.stride(2), s, d, packed_keys + i * keys_bytes);
            kernel.pack_values(at_row(v, i / hk, i % hk, 0), v.stride(2), s, dv, packed_values + i * values_bytes);
        }
    });

    const auto out = at::empty({b, l, h, dv}, q.options());
    const auto blocks = (l + kQueryRows - 1) / kQueryRows;
    at::parallel_for(0, b * h * blocks, 1, [&](int64_t begin, int64_t end) {
        const auto scratch = at::empty({kernel.scratch_bytes(s, d)}, bytes);
        for (int64_t task = begin; task < end; task++) {
            const auto first = task % blocks * kQueryRows;
            const auto head = task / blocks % h, sample = task / blocks / h;
            const auto shared = sample * hk + head / g;
            AttentionBlock a = {};
            a.q = at_row(q, sample, head, first);
            a.q_stride = q.stride(2);
            a.keys = packed_keys + shared * keys_bytes;
            a.values = packed_values + shared * values_bytes;
            if (m.defined()) {
                const auto pick = [&](int i, int64_t index) { return m.size(i) == 1 ? 0 : index * m.stride(i); };
                a.mask = m.data_ptr<float>() + pick(0, sample) + pick(1, head) + pick(2, first);
                a.mask_stride = m.size(2) == 1 ? 0 : m.stride(2);
            }
            a.rows = std::min(kQueryRows, l - first);
            a.d = d;
            a.dv = dv;
            a.keys_n = s;
            a.scale = static_cast<float>(scale);
            a.soft_cap = static_cast<float>(soft_cap);
            a.out = static_cast<char*>(out.data_ptr()) + ((sample * l + first) * h + head) * dv * out.element_size();
            a.out_stride = h * dv;
            a.scratch = scratch.data_ptr();
            kernel.block(a);
        }
    });
    return out.transpose(1, 2);
}

at::Tensor attend(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const maybe<at::Tensor>& mask, double scale,
                  double soft_cap, bool causal) {
    TORCH_CHECK(q.size(0) == k.size(0) && k.sizes().slice(0, 3) == v.sizes().slice(0, 3) && q.size(3) == k.size(3),
                "attention: query ", q.sizes(), ", key ", k.sizes(), ", value ", v.sizes());
    if (q.scalar_type() == at::kHalf && q.device().is_cpu()) {
        return attend(q.to(at::kFloat), k.to(at::kFloat), v.to(at::kFloat), mask, scale, soft_cap, causal).to(at::kHalf);
    }
    return kernel_fits(q, k, v) ? attend_in_blocks(q, k, v, mask, scale, soft_cap, causal)
                                : attend_in_pieces(q, k, v, mask, scale, soft_cap, causal);
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
    return attend(to_4d(q), to_4d(k), to_4d(v), m, 1 / std::sqrt(static_cast<double>(q.size(-1))), 0, causal)
        .reshape(sizes);
#endif
}

at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const maybe<at::Tensor>& mask,
                     maybe<double> scale, double soft_cap) {
    TORCH_CHECK(q.dim() == 4 && k.dim() == 4 && v.dim() == 4, "attention takes [B, H, L, d] three times");
    TORCH_CHECK(k.size(1) > 0 && q.size(1) % k.size(1) == 0, "attention: ", q.size(1), " query heads for ", k.size(1), " key heads");
    const auto factor = scale.has_value() ? *scale : 1 / std::sqrt(static_cast<double>(q.size(3)));
#if PT_TORCH_AT_LEAST(2, 1)
    // libtorch's own function wants an added mask in the operands' type.
    const auto like_q = mask.has_value() && mask->scalar_type() != at::kBool ? maybe<at::Tensor>(mask->to(q.scalar_type())) : mask;
#endif
#if PT_TORCH_AT_LEAST(2, 5)
    if (soft_cap == 0 && !q.device().is_cpu()) {
        return at::scaled_dot_product_attention(q, k, v, like_q, 0.0, false, factor, q.size(1) != k.size(1));
    }
#elif PT_TORCH_AT_LEAST(2, 1)
    if (soft_cap == 0 && q.size(1) == k.size(1) && !q.device().is_cpu()) {
        return at::scaled_dot_product_attention(q, k, v, like_q, 0.0, false, factor);
    }
#endif
    auto m = mask;
    if (m.has_value()) {
        m = to_4d(*m);
    }
    return attend(q, k, v, m, factor, soft_cap, false);
}

} // namespace

PT_OP(sdpa, T query, T key, T value, T mask, double p, bool causal, Out out)
PT_GIVES(sdpa(ref(query), ref(key), ref(value), opt(mask), p, causal))
PT_OP(attention, T query, T key, T value, T mask, pt_optional_real scale, double soft_cap, Out out)
PT_GIVES(attention(ref(query), ref(key), ref(value), opt(mask), opt(scale), soft_cap))
