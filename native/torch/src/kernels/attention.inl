// The attention kernel, compiled once per instruction set: PT_ISA names the namespace. With PT_ISA_DOT_BF16 bfloat16 goes through the
// processor's dot product of pairs, else through float32.
#include "attention.h"
#include "vec.h"

#include <type_traits>

namespace pt {
namespace PT_ISA {
namespace {

inline int64_t up(int64_t n, int64_t to) { return (n + to - 1) / to * to; }

// Float operands: depth step 1.
template <class T>
struct Floats {
    using Element = T; // outside
    using Packed = float; // inside
    static constexpr int64_t kStep = 1;

    static Packed pack(const T* p) { return one(p); }
    static vf accumulate(vf total, const Packed* a, vf b) { return total + splat(*a) * b; }
    static vf load_b(const Packed* p) { return load(p); }
};

#if defined(PT_ISA_DOT_BF16)
// Pairs of bfloat16: depth step 2, products exact, sums in float32.
struct Pairs {
    using Element = bf16;
    using Packed = bf16;
    static constexpr int64_t kStep = 2;

    static vf accumulate(vf total, const Packed* a, __m512i b) {
        int32_t pair;
        std::memcpy(&pair, a, 4);
        return (vf)_mm512_dpbf16_ps((__m512)total, (__m512bh)_mm512_set1_epi32(pair), (__m512bh)b);
    }
    static __m512i load_b(const Packed* p) { return _mm512_loadu_si512(p); }
};
#endif

// Packed matrices hold kStep neighbours in depth side by side: [depth / kStep][columns][kStep].
template <class U, int R, int V>
inline void tile(const typename U::Packed* a, int64_t a_stride, const typename U::Packed* b, int64_t b_columns, int64_t depth,
                 vf (&total)[R][V]) {
    for (int r = 0; r < R; r++) {
        for (int v = 0; v < V; v++) {
            total[r][v] = vf{};
        }
    }
    for (int64_t p = 0; p < depth; p += U::kStep) {
        decltype(U::load_b(b)) bs[V];
        for (int v = 0; v < V; v++) {
            bs[v] = U::load_b(b + v * W * U::kStep);
        }
        for (int r = 0; r < R; r++) {
            for (int v = 0; v < V; v++) {
                total[r][v] = U::accumulate(total[r][v], a + r * a_stride + p, bs[v]);
            }
        }
        b += b_columns * U::kStep;
    }
}

constexpr int kRows = 6;
#if defined(__AVX512F__)
constexpr int kVectors = 4;
#else
constexpr int kVectors = 2;
#endif

template <class U, int R>
void scores_tile(const typename U::Packed* q, int64_t depth, const typename U::Packed* keys, int64_t columns, float* scores) {
    vf total[R][kVectors];
    tile<U, R, kVectors>(q, depth, keys, columns, depth, total);
    for (int r = 0; r < R; r++) {
        for (int v = 0; v < kVectors; v++) {
            store(scores + r * columns + v * W, total[r][v]);
        }
    }
}

template <class U, int R, int V>
void values_tile(const typename U::Packed* weights, int64_t stride, int64_t depth, const typename U::Packed* values, int64_t columns,
                 const float* factors, typename U::Element* out, int64_t out_stride, int64_t width) {
    vf total[R][V];
    tile<U, R, V>(weights, stride, values, columns, depth, total);
    for (int r = 0; r < R; r++) {
        for (int v = 0; v < V; v++) {
            const vf y = total[r][v] * splat(factors[r]);
            const int64_t left = width - v * W;
            if (left >= W) {
                store(out + r * out_stride + v * W, y);
            } else if (left > 0) {
                store_some(out + r * out_stride + v * W, y, left);
            }
        }
    }
}

template <class U, int R>
void values_columns(const typename U::Packed* weights, int64_t stride, int64_t depth, const typename U::Packed* values, int64_t columns,
                    const float* factors, typename U::Element* out, int64_t out_stride, int64_t width) {
    for (int64_t c = 0; c < columns;) {
        const auto b = values + c * U::kStep;
        if (columns - c >= kVectors * W) {
            values_tile<U, R, kVectors>(weights, stride, depth, b, columns, factors, out + c, out_stride, width - c);
            c += kVectors * W;
        } else if (columns - c >= 2 * W) {
            values_tile<U, R, 2>(weights, stride, depth, b, columns, factors, out + c, out_stride, width - c);
            c += 2 * W;
        } else {
            values_tile<U, R, 1>(weights, stride, depth, b, columns, factors, out + c, out_stride, width - c);
            c += W;
        }
    }
}

template <class F>
inline void by_rows(int64_t rows, const F& f) {
    int64_t r = 0;
    for (; r + kRows <= rows; r += kRows) {
        f(r, std::integral_constant<int, kRows>());
    }
    switch (rows - r) {
    case 5:
        return f(r, std::integral_constant<int, 5>());
    case 4:
        return f(r, std::integral_constant<int, 4>());
    case 3:
        return f(r, std::integral_constant<int, 3>());
    case 2:
        return f(r, std::integral_constant<int, 2>());
    case 1:
        return f(r, std::integral_constant<int, 1>());
    default:
        return;
    }
}

// Scores to weights e^(s - max), unnormalised; columns past n become zero. Returns 1 / their sum, 0 where nothing may be attended.
template <class P>
float soften(float* scores, const float* mask, int64_t n, int64_t columns, float scale, float soft_cap, P* weights) {
    vf top = splat(-__builtin_inff());
    const int64_t whole = n - n % W;
    const auto bend = [&](vf s) {
        s = s * splat(scale);
        if (soft_cap > 0) {
            // cap · tanh(s / cap), tanh(z) = 1 - 2 / (e^2z + 1)
            const vf z = s * splat(2 / soft_cap);
            s = splat(soft_cap) * (splat(1.0f) - splat(2.0f) / (exp(z) + splat(1.0f)));
        }
        return s;
    };
    for (int64_t i = 0; i < whole; i += W) {
        vf s = bend(load(scores + i));
        if (mask != nullptr) {
            s += load(mask + i);
        }
        store(scores + i, s);
        top = max(s, top);
    }
    float highest = maximum(top);
    if (whole < n) {
        vf s = bend(load(scores + whole));
        if (mask != nullptr) {
            s += load_some(mask + whole, n - whole);
        }
        store(scores + whole, s);
        for (int64_t i = whole; i < n; i++) {
            highest = scores[i] > highest ? scores[i] : highest;
        }
        for (int64_t i = n; i < whole + W; i++) {
            scores[i] = -__builtin_inff();
        }
    }
    for (int64_t i = up(n, W); i < columns; i++) {
        scores[i] = -__builtin_inff();
    }
    if (highest == -__builtin_inff()) {
        std::memset(weights, 0, columns * sizeof(P));
        return 0;
    }
    vf total = {};
    for (int64_t i = 0; i < columns; i += W) {
        const vf e = exp_or_zero(load(scores + i) - splat(highest));
        total += e;
        store(weights + i, e);
    }
    return 1 / sum(total);
}

template <class U>
struct Kernel {
    using T = typename U::Element;
    using P = typename U::Packed;

    static int64_t keys_bytes(int64_t keys_n, int64_t d) { return up(keys_n, kKeyAlign) * up(d, 2) * sizeof(P); }
    static int64_t values_bytes(int64_t keys_n, int64_t dv) { return up(keys_n, kKeyAlign) * up(dv, kValueAlign) * sizeof(P); }
    static int64_t scratch_bytes(int64_t keys_n, int64_t d) {
        const int64_t columns = up(keys_n, kKeyAlign);
        return kQueryRows * (columns * sizeof(float) + columns * sizeof(P) + up(d, 32) * sizeof(P));
    }

    static void pack_keys(const void* from, int64_t stride, int64_t keys_n, int64_t d, void* packed) {
        const T* k = static_cast<const T*>(from);
        P* out = static_cast<P*>(packed);
        const int64_t columns = up(keys_n, kKeyAlign);
        std::memset(packed, 0, keys_bytes(keys_n, d));
        // 16 keys at a time: each line written is written whole.
        for (int64_t s0 = 0; s0 < keys_n; s0 += 16) {
            const int64_t n = keys_n - s0 < 16 ? keys_n - s0 : 16;
            for (int64_t p = 0; p < d; p += U::kStep) {
                P* line = out + (p / U::kStep * columns + s0) * U::kStep;
                for (int64_t s = 0; s < n; s++) {
                    copy(line + s * U::kStep, k + (s0 + s) * stride + p, d - p);
                }
            }
        }
    }

    static void pack_values(const void* from, int64_t stride, int64_t keys_n, int64_t dv, void* packed) {
        const T* v = static_cast<const T*>(from);
        P* out = static_cast<P*>(packed);
        const int64_t columns = up(dv, kValueAlign);
        std::memset(packed, 0, values_bytes(keys_n, dv));
        for (int64_t s = 0; s < keys_n; s++) {
            const T* row = v + s * stride;
            P* line = out + s / U::kStep * columns * U::kStep + s % U::kStep;
            for (int64_t j = 0; j < dv; j++) {
                convert(line + j * U::kStep, row + j);
            }
        }
    }

    static void block(const AttentionBlock& a) {
        const int64_t columns = up(a.keys_n, kKeyAlign);
        const int64_t depth = up(a.d, U::kStep);
        auto scores = static_cast<float*>(a.scratch);
        auto weights = reinterpret_cast<P*>(scores + kQueryRows * columns);
        auto queries = weights + kQueryRows * columns;
        for (int64_t r = 0; r < a.rows; r++) {
            const T* row = static_cast<const T*>(a.q) + r * a.q_stride;
            P* line = queries + r * depth;
            std::memset(static_cast<void*>(line), 0, depth * sizeof(P));
            for (int64_t i = 0; i < a.d; i++) {
                convert(line + i, row + i);
            }
        }
        // A tile of keys stays in the first-level cache for all rows.
        const P* keys = static_cast<const P*>(a.keys);
        for (int64_t c = 0; c < columns; c += kVectors * W) {
            by_rows(a.rows, [&](int64_t r, auto n) {
                scores_tile<U, decltype(n)::value>(
                    queries + r * depth, depth, keys + c * U::kStep, columns, scores + r * columns + c);
            });
        }
        float factors[kQueryRows];
        for (int64_t r = 0; r < a.rows; r++) {
            factors[r] = soften(scores + r * columns, a.mask == nullptr ? nullptr : a.mask + r * a.mask_stride, a.keys_n, columns,
                                a.scale, a.soft_cap, weights + r * columns);
        }
        by_rows(a.rows, [&](int64_t r, auto n) {
            values_columns<U, decltype(n)::value>(weights + r * columns, columns, up(a.keys_n, U::kStep),
                                                  static_cast<const P*>(a.values), up(a.dv, kValueAlign), factors + r,
                                                  static_cast<T*>(a.out) + r * a.out_stride, a.out_stride, a.dv);
        });
    }

private:
    static void convert(float* to, const T* from) { *to = one(from); }
    static void convert(bf16* to, const bf16* from) { *to = *from; }
    static void copy(float* to, const T* from, int64_t) { *to = one(from); }
    static void copy(bf16* to, const bf16* from, int64_t left) {
        to[0] = from[0];
        if (left > 1) {
            to[1] = from[1];
        }
    }

public:
    static constexpr AttentionKernel kTable = {keys_bytes, values_bytes, scratch_bytes, pack_keys, pack_values, block};
};

} // namespace

extern const AttentionKernel kAttention[2];
#if defined(PT_ISA_DOT_BF16)
const AttentionKernel kAttention[2] = {Kernel<Floats<float>>::kTable, Kernel<Pairs>::kTable};
#else
const AttentionKernel kAttention[2] = {Kernel<Floats<float>>::kTable, Kernel<Floats<bf16>>::kTable};
#endif

} // namespace PT_ISA
} // namespace pt
