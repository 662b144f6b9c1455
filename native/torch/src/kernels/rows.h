// Kernels over runs of rows: the last dimension is packed, the rows of a run are equally far apart. Strides in elements.
#pragma once

#include <cstdint>

namespace pt {

enum class Element { F32, BF16 };

struct Norm {
    const void* x;
    int64_t x_stride;
    void* out; // rows packed
    const float* weight;
    const void* shift; // with scale, or neither
    int64_t shift_stride;
    const void* scale;
    int64_t scale_stride;
    int64_t rows;
    int64_t width;
    float eps;
};

// out = a + b · c (gated add), or f(a) · b.
struct Combine {
    const void* a;
    int64_t a_stride;
    const void* b;
    int64_t b_stride;
    const void* c;
    int64_t c_stride;
    void* out; // rows packed
    int64_t rows;
    int64_t width;
};

// cos and sin: one row of width floats per row of x, spread over the pairs (see rotary in fused.cpp).
struct Rotate {
    const void* x;
    int64_t x_stride;
    const float* cos;
    const float* sin;
    void* out; // rows packed
    int64_t rows;
    int64_t width;
};

// y[m, n] = Σ x[m, k] · w[n, k] + bias[n] for few m: reads the weights once.
struct Skinny {
    const void* x; // [m, k] packed
    int64_t m;
    const void* w; // [n, k] packed
    int64_t k;
    int64_t n_begin;
    int64_t n_end;
    int64_t n;
    const float* bias; // or null
    void* y; // [m, n] packed
};

struct RowKernels {
    const char* name;
    // [x's type][0 no modulation, 1 of x's type, 2 float32]
    void (*rms_norm[2][3])(const Norm&);
    // [a's type][0 b of a's type, 1 b float32]
    void (*gated_add[2][2])(const Combine&);
    void (*silu_mul[2])(const Combine&);
    void (*gelu_tanh_mul[2])(const Combine&);
    void (*rotate_interleaved[2])(const Rotate&);
    void (*rotate_half[2])(const Rotate&);
    // [x's type][w's type]
    void (*skinny[2][2])(const Skinny&);
};

// The best of this machine.
const RowKernels& row_kernels();

} // namespace pt
