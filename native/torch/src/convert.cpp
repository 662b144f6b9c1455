// C values to libtorch's.
#include "abi.h"

namespace pt {

at::Scalar num(S value) {
    switch (value.kind) {
    case 0:
        return at::Scalar(value.integer);
    case 1:
        return at::Scalar(value.real);
    case 2:
        return at::Scalar(value.integer != 0);
    case 3:
        return at::Scalar(c10::complex<double>(value.real, value.imaginary));
    default:
        TORCH_CHECK(false, "a number is missing");
    }
}

std::vector<at::Tensor> list(TL values, int32_t count) {
    std::vector<at::Tensor> result;
    result.reserve(count);
    for (int32_t i = 0; i < count; i++) {
        result.push_back(ref(values[i]));
    }
    return result;
}

at::Device device(int32_t kind, int32_t index) {
    return at::Device(static_cast<at::DeviceType>(kind), static_cast<at::DeviceIndex>(index));
}

at::TensorOptions options(int32_t dtype, int32_t device_kind, int32_t device_index) {
    auto result = at::TensorOptions().device(device(device_kind, device_index));
    return dtype < 0 ? result : result.dtype(type(dtype));
}

void give_list(pt_tensor_list** out, std::vector<at::Tensor> values) {
    *out = reinterpret_cast<pt_tensor_list*>(new std::vector<at::Tensor>(std::move(values)));
}

} // namespace pt
