// Activations.
#include "abi.h"
#include "ops/helpers.h"

using namespace pt;

PT_OP(relu, T self, Out out) PT_GIVES(ref(self).relu())
PT_OP(relu_, T self) PT_DOES(ref(self).relu_())
PT_OP(silu, T self, Out out) PT_GIVES(at::silu(ref(self)))
PT_OP(silu_, T self) PT_DOES(at::silu_(ref(self)))
PT_OP(selu, T self, Out out) PT_GIVES(at::selu(ref(self)))
PT_OP(selu_, T self) PT_DOES(at::selu_(ref(self)))
PT_OP(hardsigmoid, T self, Out out) PT_GIVES(at::hardsigmoid(ref(self)))
PT_OP(hardsigmoid_, T self) PT_DOES(at::hardsigmoid_(ref(self)))
PT_OP(hardswish, T self, Out out) PT_GIVES(at::hardswish(ref(self)))
PT_OP(hardswish_, T self) PT_DOES(at::hardswish_(ref(self)))
PT_OP(relu6, T self, Out out) PT_GIVES(at::relu6(ref(self)))
PT_OP(log_sigmoid, T self, Out out) PT_GIVES(at::log_sigmoid(ref(self)))
PT_OP(gelu, T self, Out out) PT_GIVES(at::gelu(ref(self)))
PT_OP(glu, T self, int64_t dim, Out out) PT_GIVES(at::glu(ref(self), dim))
PT_OP(softplus, T self, double beta, double threshold, Out out) PT_GIVES(at::softplus(ref(self), beta, threshold))
PT_OP(softmax, T self, int64_t dim, int32_t dtype, Out out) PT_GIVES(ref(self).softmax(dim, opt_type(dtype)))
PT_OP(log_softmax, T self, int64_t dim, int32_t dtype, Out out) PT_GIVES(ref(self).log_softmax(dim, opt_type(dtype)))
PT_OP(elu, T self, S alpha, S scale, S input_scale, Out out)
    PT_GIVES(at::elu(ref(self), num(alpha), num(scale), num(input_scale)))
PT_OP(leaky_relu, T self, S negative_slope, Out out) PT_GIVES(at::leaky_relu(ref(self), num(negative_slope)))
PT_OP(hardtanh, T self, S min, S max, Out out) PT_GIVES(at::hardtanh(ref(self), num(min), num(max)))
PT_OP(threshold, T self, S threshold, S value, Out out) PT_GIVES(at::threshold(ref(self), num(threshold), num(value)))
PT_OP(prelu, T self, T target, Out out) PT_GIVES(at::prelu(ref(self), ref(target)))
