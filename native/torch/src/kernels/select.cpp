// Which of the compiled instruction sets this processor can run.
#include "rows.h"

namespace pt {

namespace isa_base {
extern const RowKernels kRows;
}
namespace isa_avx2 {
extern const RowKernels kRows;
}
namespace isa_avx512 {
extern const RowKernels kRows;
}

const RowKernels& row_kernels() {
    static const RowKernels& best = []() -> const RowKernels& {
        __builtin_cpu_init();
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
            && __builtin_cpu_supports("avx512dq")) {
            return isa_avx512::kRows;
        }
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
            return isa_avx2::kRows;
        }
        return isa_base::kRows;
    }();
    return best;
}

} // namespace pt
