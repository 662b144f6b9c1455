// The fused operators: what a row kernel can do goes to it in parallel, everything else is made of libtorch's operators.
#include "abi.h"

#include <ATen/Parallel.h>

#include "rows.h"

using namespace pt;

namespace {

bool fits(const at::Tensor& x) {
    return x.device().is_cpu() && (x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16)
        && x.layout() == at::kStrided && !(x.requires_grad() && c10::GradMode::is_enabled());
}
int kind(const at::Tensor& x) { return x.scalar_type() == at::kFloat ? 0 : 1; }

// The last dimension packed; other dimensions as they come.
at::Tensor packed_rows(const at::Tensor& x) { return x.size(-1) == 1 || x.stride(-1) == 1 ? x : x.contiguous(); }

// Operands of one shape as runs of rows: all leading dimensions but the longest-running last ones are walked, the last run of
// dimensions is one uniform stride per operand.
struct Runs {
    std::vector<int64_t> outer; // sizes of the walked dimensions
    std::vector<std::vector<int64_t>> outer_strides; // per operand
    std::vector<int64_t> strides; // per operand, between rows of a run
    int64_t count = 1; // runs
    int64_t rows = 1; // per run
    int64_t width = 1;

    explicit Runs(const std::vector<at::Tensor>& operands) {
        const auto sizes = operands[0].sizes();
        const int64_t leading = static_cast<int64_t>(sizes.size()) - 1;
        width = sizes.back();
        strides.assign(operands.size(), 0);
        outer_strides.resize(operands.size());
        int64_t dim = leading - 1;
        bool started = false;
        for (; dim >= 0; dim--) {
            if (sizes[dim] == 1) {
                continue;
            }
            if (!started) {
                for (size_t o = 0; o < operands.size(); o++) {
                    strides[o] = operands[o].stride(dim);
                }
                rows = sizes[dim];
                started = true;
                continue;
            }
            bool joins = true;
            for (size_t o = 0; o < operands.size(); o++) {
                joins = joins && operands[o].stride(dim) == strides[o] * rows;
            }
            if (!joins) {
                break;
            }
            rows *= sizes[dim];
        }
        for (int64_t d = 0; d <= dim; d++) {
            if (sizes[d] == 1) {
                continue;
            }
            outer.push_back(sizes[d]);
            count *= sizes[d];
            for (size_t o = 0; o < operands.size(); o++) {
                outer_strides[o].push_back(operands[o].stride(d));
            }
        }
    }

    int64_t offset(int64_t run, size_t operand) const {
        int64_t at = 0;
        for (size_t d = outer.size(); d-- > 0;) {
            at += run % outer[d] * outer_strides[operand][d];
            run /= outer[d];
        }
        return at;
    }

    // body(run, first row, number of rows): pieces of about 16 Ki elements, in parallel.
    template <class Body>
    void parallel(const Body& body) const {
        if (count * rows * width == 0) {
            return;
        }
        const int64_t piece = std::max<int64_t>(1, 16384 / std::max<int64_t>(1, width));
        at::parallel_for(0, count * rows, piece, [&](int64_t begin, int64_t end) {
            while (begin < end) {
                const int64_t run = begin / rows;
                const int64_t first = begin % rows;
                const int64_t n = std::min(end - begin, rows - first);
                body(run, first, n);
                begin += n;
            }
        });
    }
};

const char* at_element(const at::Tensor& x, int64_t offset) {
    return static_cast<const char*>(x.data_ptr()) + offset * x.element_size();
}

// Broadcast to x's shape without copying; of x's type, or float32.
at::Tensor operand_like(const at::Tensor& operand, const at::Tensor& x) {
    auto y = operand;
    if (y.scalar_type() != x.scalar_type() && y.scalar_type() != at::kFloat) {
        y = y.to(at::kFloat);
    }
    if (y.size(-1) != 1 && y.stride(-1) != 1) {
        y = y.contiguous();
    }
    y = y.expand(x.sizes());
    return x.size(-1) > 1 && y.stride(-1) == 0 ? y.contiguous() : y;
}

at::Tensor wide(const at::Tensor& x) { return x.to(at::kFloat); }

at::Tensor rms_norm(const at::Tensor& x, const at::Tensor& weight, double eps, const maybe<at::Tensor>& shift,
                    const maybe<at::Tensor>& scale) {
    TORCH_CHECK(x.dim() >= 1 && weight.numel() == x.size(-1), "rms_norm: ", weight.numel(), " weights for rows of ",
                x.dim() >= 1 ? x.size(-1) : 0);
    if (!fits(x) || x.dim() < 2 || !weight.device().is_cpu()) {
        auto y = wide(x);
        y = y.mul(y.square().mean(-1, true).add(eps).rsqrt()).mul(wide(weight));
        if (scale.has_value()) {
            y = y.mul(wide(*scale).add(1)).add(wide(*shift));
        }
        return y.to(x.scalar_type());
    }
    const auto xs = packed_rows(x);
    const auto w = weight.to(at::kFloat).contiguous();
    const auto out = at::empty(x.sizes(), x.options());
    std::vector<at::Tensor> operands = {xs};
    int modulation = 0;
    if (scale.has_value()) {
        auto a = operand_like(*shift, x);
        auto b = operand_like(*scale, x);
        if (a.scalar_type() != b.scalar_type()) {
            a = operand_like(wide(*shift), x);
            b = operand_like(wide(*scale), x);
        }
        modulation = a.scalar_type() == x.scalar_type() ? 1 : 2;
        operands.push_back(a);
        operands.push_back(b);
    }
    const Runs runs(operands);
    const auto kernel = row_kernels().rms_norm[kind(x)][modulation];
    runs.parallel([&](int64_t run, int64_t first, int64_t n) {
        Norm a = {};
        const auto place = [&](size_t o) { return at_element(operands[o], runs.offset(run, o) + first * runs.strides[o]); };
        a.x = place(0);
        a.x_stride = runs.strides[0];
        a.out = const_cast<char*>(at_element(out, (run * runs.rows + first) * runs.width));
        a.weight = w.data_ptr<float>();
        if (modulation != 0) {
            a.shift = place(1);
            a.shift_stride = runs.strides[1];
            a.scale = place(2);
            a.scale_stride = runs.strides[2];
        }
        a.rows = n;
        a.width = runs.width;
        a.eps = static_cast<float>(eps);
        kernel(a);
    });
    return out;
}

at::Tensor combine(void (*kernel)(const Combine&), const at::Tensor& a, const at::Tensor& b, const maybe<at::Tensor>& c) {
    const auto out = at::empty(a.sizes(), a.options());
    std::vector<at::Tensor> operands = {packed_rows(a), b};
    if (c.has_value()) {
        operands.push_back(packed_rows(*c));
    }
    const Runs runs(operands);
    runs.parallel([&](int64_t run, int64_t first, int64_t n) {
        Combine args = {};
        const auto place = [&](size_t o) { return at_element(operands[o], runs.offset(run, o) + first * runs.strides[o]); };
        args.a = place(0);
        args.a_stride = runs.strides[0];
        args.b = place(1);
        args.b_stride = runs.strides[1];
        if (c.has_value()) {
            args.c = place(2);
            args.c_stride = runs.strides[2];
        }
        args.out = const_cast<char*>(at_element(out, (run * runs.rows + first) * runs.width));
        args.rows = n;
        args.width = runs.width;
        kernel(args);
    });
    return out;
}

at::Tensor gated_add(const at::Tensor& residual, const at::Tensor& gate, const at::Tensor& value) {
    if (!fits(residual) || !fits(value) || !gate.device().is_cpu() || residual.dim() < 2
        || residual.scalar_type() != value.scalar_type() || residual.sizes() != value.sizes()) {
        return at::addcmul(wide(residual), wide(gate), wide(value)).to(residual.scalar_type());
    }
    const auto g = operand_like(gate, residual);
    const int which = g.scalar_type() == residual.scalar_type() ? 0 : 1;
    return combine(row_kernels().gated_add[kind(residual)][which], residual, g, value);
}

at::Tensor gated_unit(const at::Tensor& gate, const at::Tensor& up, bool gelu) {
    if (!fits(gate) || !fits(up) || gate.dim() < 2 || gate.scalar_type() != up.scalar_type() || gate.sizes() != up.sizes()) {
        const auto g = wide(gate);
        return (gelu ? at::gelu(g, "tanh") : at::silu(g)).mul(wide(up)).to(gate.scalar_type());
    }
    const auto& table = gelu ? row_kernels().gelu_tanh_mul : row_kernels().silu_mul;
    return combine(table[kind(gate)], gate, packed_rows(up), maybe<at::Tensor>());
}

at::Tensor rotary(const at::Tensor& x, const at::Tensor& cos, const at::Tensor& sin, bool interleaved) {
    TORCH_CHECK(x.dim() == 4 && x.size(3) % 2 == 0, "rotary takes [B, H, L, dh] with an even dh");
    TORCH_CHECK(cos.dim() == 2 && cos.sizes() == sin.sizes() && cos.size(0) == x.size(2) && cos.size(1) == x.size(3) / 2,
                "rotary: angles ", cos.sizes(), " for ", x.sizes());
    if (!fits(x) || !cos.device().is_cpu()) {
        const auto y = wide(x);
        if (interleaved) {
            const auto pairs = y.unflatten(-1, {-1, 2});
            const auto even = pairs.select(-1, 0), odd = pairs.select(-1, 1);
            return at::stack({even * cos - odd * sin, even * sin + odd * cos}, -1).flatten(-2).to(x.scalar_type());
        }
        const auto halves = y.chunk(2, -1);
        return at::cat({halves[0] * cos - halves[1] * sin, halves[0] * sin + halves[1] * cos}, -1).to(x.scalar_type());
    }
    // One cosine and one signed sine per element, so that a row is two products and a sum.
    const auto c = cos.to(at::kFloat), s = sin.to(at::kFloat);
    const auto spread = [&](const at::Tensor& first, const at::Tensor& second) {
        return interleaved ? at::stack({first, second}, -1).flatten(-2) : at::cat({first, second}, -1);
    };
    const auto cosines = spread(c, c).contiguous();
    const auto sines = spread(s.neg(), s).contiguous();
    const auto xs = packed_rows(x);
    const auto out = at::empty(x.sizes(), x.options());
    const auto b = x.size(0), h = x.size(1), l = x.size(2), d = x.size(3);
    const auto kernel = (interleaved ? row_kernels().rotate_interleaved : row_kernels().rotate_half)[kind(x)];
    at::parallel_for(0, b * h, std::max<int64_t>(1, 16384 / std::max<int64_t>(1, l * d)), [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; i++) {
            Rotate a = {};
            a.x = at_element(xs, i / h * xs.stride(0) + i % h * xs.stride(1));
            a.x_stride = xs.stride(2);
            a.cos = cosines.data_ptr<float>();
            a.sin = sines.data_ptr<float>();
            a.out = const_cast<char*>(at_element(out, i * l * d));
            a.rows = l;
            a.width = d;
            kernel(a);
        }
    });
    return out;
}

} // namespace

PT_OP(rms_norm, T x, T weight, double eps, Out out)
PT_GIVES(rms_norm(ref(x), ref(weight), eps, maybe<at::Tensor>(), maybe<at::Tensor>()))
PT_OP(rms_norm_modulate, T x, T weight, double eps, T shift, T scale, Out out)
PT_GIVES(rms_norm(ref(x), ref(weight), eps, ref(shift), ref(scale)))
PT_OP(gated_add, T residual, T gate, T value, Out out) PT_GIVES(gated_add(ref(residual), ref(gate), ref(value)))
PT_OP(silu_mul, T gate, T up, Out out) PT_GIVES(gated_unit(ref(gate), ref(up), false))
PT_OP(gelu_tanh_mul, T gate, T up, Out out) PT_GIVES(gated_unit(ref(gate), ref(up), true))
PT_OP(rotary_interleaved, T x, T cos, T sin, Out out) PT_GIVES(rotary(ref(x), ref(cos), ref(sin), true))
PT_OP(rotary_half, T x, T cos, T sin, Out out) PT_GIVES(rotary(ref(x), ref(cos), ref(sin), false))
extern "C" __attribute__((visibility("default"))) const char* pt_instruction_set() noexcept { return row_kernels().name; }
