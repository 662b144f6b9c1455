// Vectors of float for kernels that are compiled once per instruction set. No libtorch header may come in here: an inline
// function of theirs compiled with AVX-512 could be the copy the linker keeps for every caller.
#pragma once

#include <cstdint>
#include <cstring>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace pt {
namespace PT_ISA {

#if defined(__AVX512F__)
constexpr int W = 16;
#elif defined(__AVX2__)
constexpr int W = 8;
#else
constexpr int W = 4;
#endif

typedef float vf __attribute__((vector_size(W * 4), aligned(4)));
typedef int32_t vi __attribute__((vector_size(W * 4), aligned(4)));
typedef uint32_t vu __attribute__((vector_size(W * 4), aligned(4)));
typedef uint16_t vh __attribute__((vector_size(W * 2), aligned(2)));

struct bf16 {
    uint16_t bits;
};

inline vf splat(float x) { return vf{} + x; }

inline vf load(const float* p) { return *reinterpret_cast<const vf*>(p); }
inline vf load(const bf16* p) {
    // The compiler widens in two halves; one instruction does it.
#if defined(__AVX512F__)
    return (vf)_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p))), 16);
#elif defined(__AVX2__)
    return (vf)_mm256_slli_epi32(_mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))), 16);
#else
    const vh h = *reinterpret_cast<const vh*>(p);
    return (vf)(__builtin_convertvector(h, vu) << 16);
#endif
}
inline void store(float* p, vf v) { *reinterpret_cast<vf*>(p) = v; }
inline void store(bf16* p, vf v) {
    const vu u = (vu)v;
    // To the nearest, halves to even; NaN stays NaN whatever its payload.
    const vu rounded = (u + 0x7fffu + ((u >> 16) & 1u)) >> 16;
    const vu nan = vu{} + 0x7fc0u;
    const vu result = (v != v) ? nan : rounded;
#if defined(__AVX512F__)
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), _mm512_cvtepi32_epi16((__m512i)result));
#else
    *reinterpret_cast<vh*>(p) = __builtin_convertvector(result, vh);
#endif
}

inline float one(const float* p) { return *p; }
inline float one(const bf16* p) {
    const uint32_t u = uint32_t(p->bits) << 16;
    float f;
    std::memcpy(&f, &u, 4);
    return f;
}

// The first n < W elements, the rest zero.
template <class T>
inline vf load_some(const T* p, int64_t n) {
    T part[W] = {};
    std::memcpy(part, p, n * sizeof(T));
    return load(part);
}
template <class T>
inline void store_some(T* p, vf v, int64_t n) {
    T part[W];
    store(part, v);
    std::memcpy(p, part, n * sizeof(T));
}

inline float sum(vf v) {
    float total = 0;
    for (int i = 0; i < W; i++) {
        total += v[i];
    }
    return total;
}
inline float maximum(vf v) {
    float top = v[0];
    for (int i = 1; i < W; i++) {
        top = v[i] > top ? v[i] : top;
    }
    return top;
}
inline vf max(vf a, vf b) { return a > b ? a : b; }

// e^x within 2 units in the last place; below -87.3 it is the smallest normal number, above 88.4 it stays at e^88.4.
inline vf exp(vf x) {
    x = x < splat(-87.33f) ? splat(-87.33f) : x;
    x = x > splat(88.37f) ? splat(88.37f) : x;
    const vf magic = splat(12582912.0f); // 1.5 · 2^23: adding it rounds to an integer
    const vf n = x * splat(1.44269504088896341f) + magic - magic;
    vf r = x - n * splat(0.693359375f);
    r = r - n * splat(-2.12194440e-4f);
    vf p = splat(1.9875691500e-4f);
    p = p * r + splat(1.3981999507e-3f);
    p = p * r + splat(8.3334519073e-3f);
    p = p * r + splat(4.1665795894e-2f);
    p = p * r + splat(1.6666665459e-1f);
    p = p * r + splat(5.0000001201e-1f);
    p = p * r * r + r + splat(1.0f);
    const vi power = (__builtin_convertvector(n, vi) + 127) << 23;
    return p * (vf)power;
}

// The same, but nothing is left below e^-87.
inline vf exp_or_zero(vf x) { return x < splat(-87.0f) ? vf{} : exp(x); }

} // namespace PT_ISA
} // namespace pt
