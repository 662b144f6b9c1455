// The row kernels, compiled once per instruction set: PT_ISA names the namespace.
#include "rows.h"
#include "vec.h"

namespace pt {
namespace PT_ISA {
namespace {

template <class T, class M, bool modulate>
void rms_norm_row(const T* x, T* out, const float* weight, const M* shift, const M* scale, int64_t width, float eps) {
    const int64_t whole = width - width % W;
    vf squares = {};
    for (int64_t i = 0; i < whole; i += W) {
        const vf v = load(x + i);
        squares += v * v;
    }
    if (whole < width) {
        const vf v = load_some(x + whole, width - whole);
        squares += v * v;
    }
    const float mean = sum(squares) / static_cast<float>(width) + eps;
    const vf inverse = splat(1.0f / __builtin_sqrtf(mean));
    for (int64_t i = 0; i < whole; i += W) {
        vf v = load(x + i) * inverse * load(weight + i);
        if (modulate) {
            v = v * (load(scale + i) + splat(1.0f)) + load(shift + i);
        }
        store(out + i, v);
    }
    if (whole < width) {
        const int64_t n = width - whole;
        vf v = load_some(x + whole, n) * inverse * load_some(weight + whole, n);
        if (modulate) {
            v = v * (load_some(scale + whole, n) + splat(1.0f)) + load_some(shift + whole, n);
        }
        store_some(out + whole, v, n);
    }
}

template <class T, class M, bool modulate>
void rms_norm(const Norm& a) {
    auto x = static_cast<const T*>(a.x);
    auto out = static_cast<T*>(a.out);
    auto shift = static_cast<const M*>(a.shift);
    auto scale = static_cast<const M*>(a.scale);
    for (int64_t r = 0; r < a.rows; r++) {
        rms_norm_row<T, M, modulate>(x, out, a.weight, shift, scale, a.width, a.eps);
        x += a.x_stride;
        out += a.width;
        if (modulate) {
            shift += a.shift_stride;
            scale += a.scale_stride;
        }
    }
}

template <class A, class B, class F>
inline void combine(const Combine& args, const F& f) {
    auto a = static_cast<const A*>(args.a);
    auto b = static_cast<const B*>(args.b);
    auto c = static_cast<const A*>(args.c);
    auto out = static_cast<A*>(args.out);
    const int64_t whole = args.width - args.width % W;
    for (int64_t r = 0; r < args.rows; r++) {
        for (int64_t i = 0; i < whole; i += W) {
            store(out + i, f(load(a + i), load(b + i), c == nullptr ? vf{} : load(c + i)));
        }
        if (whole < args.width) {
            const int64_t n = args.width - whole;
            const vf last = c == nullptr ? vf{} : load_some(c + whole, n);
            store_some(out + whole, f(load_some(a + whole, n), load_some(b + whole, n), last), n);
        }
        a += args.a_stride;
        b += args.b_stride;
        if (c != nullptr) {
            c += args.c_stride;
        }
        out += args.width;
    }
}

template <class T, class G>
void gated_add(const Combine& a) {
    combine<T, G>(a, [](vf residual, vf gate, vf value) { return residual + gate * value; });
}

inline vf times_sigmoid(vf x, vf z) { return x / (splat(1.0f) + exp(-z)); }

template <class T>
void silu_mul(const Combine& a) {
    combine<T, T>(a, [](vf gate, vf up, vf) { return times_sigmoid(gate, gate) * up; });
}

// gelu(x) = x/2 · (1 + tanh(z)) = x · sigmoid(2z) with z = √(2/π) (x + 0.044715 x³).
template <class T>
void gelu_tanh_mul(const Combine& a) {
    combine<T, T>(a, [](vf gate, vf up, vf) {
        const vf z = splat(1.5957691216057308f) * (gate + splat(0.044715f) * gate * gate * gate);
        return times_sigmoid(gate, z) * up;
    });
}

// y[j] = x[j] · cos[j] + x[j ^ 1] · sin[j]; the sine's sign is in the table.
template <class T>
void rotate_interleaved(const Rotate& a) {
    auto x = static_cast<const T*>(a.x);
    auto out = static_cast<T*>(a.out);
    vi swap;
    for (int i = 0; i < W; i++) {
        swap[i] = i ^ 1;
    }
    const int64_t whole = a.width - a.width % W;
    for (int64_t r = 0; r < a.rows; r++) {
        const float* cos = a.cos + r * a.width;
        const float* sin = a.sin + r * a.width;
        for (int64_t i = 0; i < whole; i += W) {
            const vf v = load(x + i);
            store(out + i, v * load(cos + i) + __builtin_shuffle(v, swap) * load(sin + i));
        }
        if (whole < a.width) {
            const int64_t n = a.width - whole;
            const vf v = load_some(x + whole, n);
            const vf y = v * load_some(cos + whole, n) + __builtin_shuffle(v, swap) * load_some(sin + whole, n);
            store_some(out + whole, y, n);
        }
        x += a.x_stride;
        out += a.width;
    }
}

// y[j] = x[j] · cos[j] + x[j ± half] · sin[j]; the sine's sign is in the table.
template <class T>
void rotate_half(const Rotate& a) {
    auto x = static_cast<const T*>(a.x);
    auto out = static_cast<T*>(a.out);
    const int64_t half = a.width / 2;
    const int64_t whole = half - half % W;
    for (int64_t r = 0; r < a.rows; r++) {
        for (int64_t part = 0; part < 2; part++) {
            const T* mine = x + part * half;
            const T* other = x + (1 - part) * half;
            const float* cos = a.cos + r * a.width + part * half;
            const float* sin = a.sin + r * a.width + part * half;
            T* to = out + part * half;
            for (int64_t i = 0; i < whole; i += W) {
                store(to + i, load(mine + i) * load(cos + i) + load(other + i) * load(sin + i));
            }
            if (whole < half) {
                const int64_t n = half - whole;
                const vf y = load_some(mine + whole, n) * load_some(cos + whole, n)
                    + load_some(other + whole, n) * load_some(sin + whole, n);
                store_some(to + whole, y, n);
            }
        }
        x += a.x_stride;
        out += a.width;
    }
}

inline void put(float* p, float v) { *p = v; }
inline void put(bf16* p, float v) { store_some(p, splat(v), 1); }

// M rows of x against R rows of w at a time; the weights stream from memory, x stays in the cache.
template <class X, class Y, int M, int R>
inline void dot_block(const X* x, const Y* w, int64_t k, float (&result)[M][R]) {
    vf total[M][R] = {};
    const int64_t whole = k - k % W;
    for (int64_t i = 0; i < whole; i += W) {
        vf xs[M];
        for (int m = 0; m < M; m++) {
            xs[m] = load(x + m * k + i);
        }
        for (int r = 0; r < R; r++) {
            const vf ws = load(w + r * k + i);
            for (int m = 0; m < M; m++) {
                total[m][r] += xs[m] * ws;
            }
        }
    }
    for (int m = 0; m < M; m++) {
        for (int r = 0; r < R; r++) {
            if (whole < k) {
                total[m][r] += load_some(x + m * k + whole, k - whole) * load_some(w + r * k + whole, k - whole);
            }
            result[m][r] = sum(total[m][r]);
        }
    }
}

template <class X, class Y, int M>
void skinny_rows(const Skinny& a, int64_t first) {
    auto x = static_cast<const X*>(a.x) + first * a.k;
    auto w = static_cast<const Y*>(a.w);
    auto y = static_cast<X*>(a.y) + first * a.n;
    constexpr int R = 4;
    int64_t n = a.n_begin;
    for (; n + R <= a.n_end; n += R) {
        float result[M][R];
        dot_block<X, Y, M, R>(x, w + n * a.k, a.k, result);
        for (int m = 0; m < M; m++) {
            for (int r = 0; r < R; r++) {
                put(y + m * a.n + n + r, result[m][r] + (a.bias == nullptr ? 0.0f : a.bias[n + r]));
            }
        }
    }
    for (; n < a.n_end; n++) {
        float result[M][1];
        dot_block<X, Y, M, 1>(x, w + n * a.k, a.k, result);
        for (int m = 0; m < M; m++) {
            put(y + m * a.n + n, result[m][0] + (a.bias == nullptr ? 0.0f : a.bias[n]));
        }
    }
}

template <class X, class Y>
void skinny(const Skinny& a) {
    int64_t m = 0;
    for (; m + 4 <= a.m; m += 4) {
        skinny_rows<X, Y, 4>(a, m);
    }
    switch (a.m - m) {
    case 3:
        return skinny_rows<X, Y, 3>(a, m);
    case 2:
        return skinny_rows<X, Y, 2>(a, m);
    case 1:
        return skinny_rows<X, Y, 1>(a, m);
    default:
        return;
    }
}

} // namespace

extern const RowKernels kRows;
const RowKernels kRows = {
    PT_ISA_TEXT,
    {{rms_norm<float, float, false>, rms_norm<float, float, true>, rms_norm<float, float, true>},
     {rms_norm<bf16, bf16, false>, rms_norm<bf16, bf16, true>, rms_norm<bf16, float, true>}},
    {{gated_add<float, float>, gated_add<float, float>}, {gated_add<bf16, bf16>, gated_add<bf16, float>}},
    {silu_mul<float>, silu_mul<bf16>},
    {gelu_tanh_mul<float>, gelu_tanh_mul<bf16>},
    {rotate_interleaved<float>, rotate_interleaved<bf16>},
    {rotate_half<float>, rotate_half<bf16>},
    {{skinny<float, float>, skinny<float, bf16>}, {skinny<bf16, float>, skinny<bf16, bf16>}},
};

} // namespace PT_ISA
} // namespace pt
