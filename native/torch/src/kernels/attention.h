// Attention of a block of query rows against all keys of one head. The scores of a block stay in the cache.
#pragma once

#include <cstdint>

namespace pt {

constexpr int64_t kKeyAlign = 64; // keys are padded to this many
constexpr int64_t kValueAlign = 16; // value columns are padded to this many
constexpr int64_t kQueryRows = 24; // rows of a block

struct AttentionBlock {
    const void* q; // rows of d
    int64_t q_stride;
    const void* keys; // packed
    const void* values; // packed
    const float* mask; // added, rows of S; or null
    int64_t mask_stride; // 0: one row for all
    int64_t rows; // at most kQueryRows
    int64_t d;
    int64_t dv;
    int64_t keys_n; // S
    float scale;
    float soft_cap; // 0: none
    void* out; // rows of dv
    int64_t out_stride;
    void* scratch; // scratch_bytes of them, aligned to 64
};

struct AttentionKernel {
    // Bytes for the packed keys or values of one head, and for the scratch of one thread.
    int64_t (*keys_bytes)(int64_t keys_n, int64_t d);
    int64_t (*values_bytes)(int64_t keys_n, int64_t dv);
    int64_t (*scratch_bytes)(int64_t keys_n, int64_t d);
    void (*pack_keys)(const void* k, int64_t stride, int64_t keys_n, int64_t d, void* packed);
    void (*pack_values)(const void* v, int64_t stride, int64_t keys_n, int64_t dv, void* packed);
    void (*block)(const AttentionBlock&);
};

// For float32 (0) and bfloat16 (1).
const AttentionKernel& attention_kernel(int kind);

} // namespace pt
