// Small translations that several operators share.
#pragma once

#include "abi.h"

namespace pt {

// torch.RoundingMode: 0 none, 1 trunc, 2 floor.
inline Text rounding(int32_t mode) { return {mode == 1 ? "trunc" : mode == 2 ? "floor" : nullptr}; }

inline int64_t maybe_or(maybe<int64_t> value, int64_t otherwise) { return value.has_value() ? *value : otherwise; }

inline at::Tensor as_type(const at::Tensor& self, maybe<at::ScalarType> dtype) {
    return dtype.has_value() ? self.to(*dtype) : self;
}

inline at::Tensor nanmean_of(const at::Tensor& self, maybe<int64_t> dim, bool keepdim, maybe<at::ScalarType> dtype) {
    return dim.has_value() ? at::nanmean(self, at::IntArrayRef{*dim}, keepdim, dtype)
                           : at::nanmean(self, at::IntArrayRef{}, keepdim, dtype);
}

inline at::Tensor amax_into(const at::Tensor& self, at::IntArrayRef dims, bool keepdim, maybe<at::Tensor> into) {
    return into.has_value() ? at::amax_out(*into, self, dims, keepdim) : self.amax(dims, keepdim);
}

inline at::Tensor amin_into(const at::Tensor& self, at::IntArrayRef dims, bool keepdim, maybe<at::Tensor> into) {
    return into.has_value() ? at::amin_out(*into, self, dims, keepdim) : self.amin(dims, keepdim);
}

inline at::Tensor count_nonzero_of(const at::Tensor& self, at::IntArrayRef dims) {
    return dims.empty() ? self.count_nonzero() : self.count_nonzero(dims);
}

inline std::tuple<at::Tensor, at::Tensor, at::Tensor> unique_of(
    const at::Tensor& self, bool sorted, bool inverse, bool counts, maybe<int64_t> dim) {
    return dim.has_value() ? at::unique_dim(self, *dim, sorted, inverse, counts) : at::_unique2(self, sorted, inverse, counts);
}

} // namespace pt
