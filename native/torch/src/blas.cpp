// Single precision matrix products for a libtorch without a fast BLAS.
//
// Debian's libtorch takes sgemm from whatever libblas.so.3 is, by default the reference one: about 2 GFLOP/s. Its oneDNN, which it
// uses for bfloat16 only, has an sgemm at the machine's speed. A library that was loaded because this one needed it resolves its
// symbols in this one first, so defining sgemm_ here is enough.
#if defined(PIXELDIT_ONEDNN_SGEMM)

#include <cstdint>

extern "C" {

// From oneAPI/oneDNN include/oneapi/dnnl/dnnl.h (C, row-major); stable from 1.0 to 3.x.
int dnnl_sgemm(char transa, char transb, int64_t m, int64_t n, int64_t k, float alpha, const float* a, int64_t lda, const float* b,
               int64_t ldb, float beta, float* c, int64_t ldc);

__attribute__((visibility("default"))) void sgemm_(const char* transa, const char* transb, const int* m, const int* n, const int* k,
                                                   const float* alpha, const float* a, const int* lda, const float* b, const int* ldb,
                                                   const float* beta, float* c, const int* ldc) {
    // Column-major C = A·B is row-major Cᵀ = Bᵀ·Aᵀ.
    const auto letter = [](char t) { return t == 'n' || t == 'N' ? 'N' : 'T'; };
    const char ta = letter(*transa), tb = letter(*transb);
    if (*k > 0 && dnnl_sgemm(tb, ta, *n, *m, *k, *alpha, b, *ldb, a, *lda, *beta, c, *ldc) == 0) {
        return;
    }
    // Refused (it is stricter than BLAS about leading dimensions that are never used): by the definition.
    for (int64_t j = 0; j < *n; j++) {
        for (int64_t i = 0; i < *m; i++) {
            float total = 0;
            for (int64_t p = 0; p < *k; p++) {
                total += a[ta == 'N' ? i + p * *lda : p + i * *lda] * b[tb == 'N' ? p + j * *ldb : j + p * *ldb];
            }
            float& out = c[i + j * *ldc];
            out = *alpha * total + (*beta == 0 ? 0 : *beta * out);
        }
    }
}

}

#endif
