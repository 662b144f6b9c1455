// Which of the compiled instruction sets this processor can run.
#include "attention.h"
#include "rows.h"

namespace pt {

namespace isa_base {
extern const RowKernels kRows;
extern const AttentionKernel kAttention[2];
}
namespace isa_avx2 {
extern const RowKernels kRows;
extern const AttentionKernel kAttention[2];
}
namespace isa_avx512 {
extern const RowKernels kRows;
extern const AttentionKernel kAttention[2];
}

namespace isa_avx512bf16 {
extern const AttentionKernel kAttention[2];
}

namespace {

enum class Level { Base, Avx2, Avx512, Avx512Bf16 };

Level level() {
    static const Level best = [] {
#if defined(__x86_64__)
        __builtin_cpu_init();
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
            && __builtin_cpu_supports("avx512dq")) {
            return __builtin_cpu_supports("avx512bf16") ? Level::Avx512Bf16 : Level::Avx512;
        }
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
            return Level::Avx2;
        }
#endif
        return Level::Base;
    }();
    return best;
}

} // namespace

const RowKernels& row_kernels() {
    switch (level()) {
    case Level::Base:
        return isa_base::kRows;
    case Level::Avx2:
        return isa_avx2::kRows;
    default:
        return isa_avx512::kRows;
    }
}

const AttentionKernel& attention_kernel(int kind) {
    switch (level()) {
    case Level::Base:
        return isa_base::kAttention[kind];
    case Level::Avx2:
        return isa_avx2::kAttention[kind];
    case Level::Avx512:
        return isa_avx512::kAttention[kind];
    default:
        return isa_avx512bf16::kAttention[kind];
    }
}

} // namespace pt
