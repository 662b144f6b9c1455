// Matrix products.
#include "abi.h"
#include "ops/helpers.h"

using namespace pt;

PT_OP(matmul, T self, T target, Out out) PT_GIVES(ref(self).matmul(ref(target)))
PT_OP(mm, T self, T target, Out out) PT_GIVES(ref(self).mm(ref(target)))
PT_OP(bmm, T self, T batch2, Out out) PT_GIVES(ref(self).bmm(ref(batch2)))
PT_OP(mv, T self, T target, Out out) PT_GIVES(ref(self).mv(ref(target)))
PT_OP(dot, T self, T target, Out out) PT_GIVES(ref(self).dot(ref(target)))
PT_OP(vdot, T self, T target, Out out) PT_GIVES(ref(self).vdot(ref(target)))
PT_OP(inner, T self, T vec2, Out out) PT_GIVES(ref(self).inner(ref(vec2)))
PT_OP(outer, T self, T vec2, Out out) PT_GIVES(ref(self).outer(ref(vec2)))
PT_OP(kron, T self, T other, Out out) PT_GIVES(ref(self).kron(ref(other)))
PT_OP(addmm, T self, T mat1, T mat2, double beta, double alpha, Out out)
    PT_GIVES(ref(self).addmm(ref(mat1), ref(mat2), beta, alpha))
PT_OP(baddbmm, T self, T batch1, T batch2, double beta, double alpha, Out out)
    PT_GIVES(ref(self).baddbmm(ref(batch1), ref(batch2), beta, alpha))
PT_OP(addbmm, T self, T batch1, T batch2, double beta, double alpha, Out out)
    PT_GIVES(ref(self).addbmm(ref(batch1), ref(batch2), beta, alpha))
PT_OP(addmv, T self, T mat, T vec, double beta, double alpha, Out out)
    PT_GIVES(ref(self).addmv(ref(mat), ref(vec), beta, alpha))
PT_OP(addr, T self, T vec1, T vec2, double beta, double alpha, Out out)
    PT_GIVES(ref(self).addr(ref(vec1), ref(vec2), beta, alpha))
PT_OP(matrix_exp, T self, Out out) PT_GIVES(ref(self).matrix_exp())
PT_OP(matrix_power, T self, int64_t n, Out out) PT_GIVES(ref(self).matrix_power(n))
PT_OP(inverse, T self, Out out) PT_GIVES(ref(self).inverse())
PT_OP(det, T self, Out out) PT_GIVES(ref(self).det())
PT_OP(tensordot, T self, T b, I dims1, int32_t dims1_n, I dims2, int32_t dims2_n, Out out)
    PT_GIVES(at::tensordot(ref(self), ref(b), ints(dims1, dims1_n), ints(dims2, dims2_n)))
PT_OP(cholesky, T self, bool upper, Out out) PT_GIVES(ref(self).cholesky(upper))
