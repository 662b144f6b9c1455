// The C ABI of libpixeldit_torch: what every source of this library shares.
//
// Rules: nothing but C types crosses the border; each function returns a pt_status and leaves the text of a failure
// in thread-local storage (pt_last_error); handles are owned by the caller and freed by pt_tensor_free and its kin.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <torch/version.h>

#define PT_TORCH_AT_LEAST(major, minor) \
    (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

enum pt_status : int32_t { PT_OK = 0, PT_FAILED = 1, PT_OUT_OF_MEMORY = 2 };

extern "C" {
// An at::Tensor on the heap; only ever seen as a pointer.
struct pt_tensor;
struct pt_tensor_list;
struct pt_generator;

// kind: -1 absent, 0 integer, 1 real, 2 boolean, 3 complex.
struct pt_scalar {
    int32_t kind;
    int64_t integer;
    double real;
    double imaginary;
};
struct pt_optional_int {
    int64_t value;
    int32_t present;
};
struct pt_optional_real {
    double value;
    int32_t present;
};
}

#define PT_OP(name, ...) \
    extern "C" __attribute__((visibility("default"))) int32_t pt_##name(__VA_ARGS__) noexcept
#define PT_DOES(...) \
    { return pt::guard([&] { __VA_ARGS__; }); }
// The usual shapes of an operator: one tensor, two, three, a list.
#define PT_GIVES(...) PT_DOES(pt::give(out, __VA_ARGS__))
#define PT_GIVES2(...) PT_DOES(auto both = __VA_ARGS__; pt::give(out, out2, both))
#define PT_GIVES3(...) PT_DOES(auto all = __VA_ARGS__; pt::give(out, out2, out3, all))
#define PT_LISTS(...) PT_DOES(pt::give_list(out, __VA_ARGS__))

namespace pt {

#if PT_TORCH_AT_LEAST(2, 3)
template <class Value>
using maybe = std::optional<Value>;
#else
template <class Value>
using maybe = c10::optional<Value>;
#endif

// libtorch's string view type changed its name over the versions; whatever it is, it is made of a C string.
struct Text {
    const char* text;
    template <class View>
    operator maybe<View>() const {
        return text == nullptr ? maybe<View>() : maybe<View>(View(text));
    }
};

using T = pt_tensor*;
using TL = pt_tensor* const*; // an array of borrowed tensors, its length follows
using S = pt_scalar;
using I = const int64_t*; // an array of integers, its length follows
using Out = pt_tensor**;
using Gen = pt_generator*;

int32_t fail_from_current_exception() noexcept;

template <class Body>
int32_t guard(Body&& body) noexcept {
    try {
        // OpenMP keeps the thread count per calling thread; libtorch sets it on its own only in some of its paths.
        at::internal::lazy_init_num_threads();
        body();
        return PT_OK;
    } catch (...) {
        return fail_from_current_exception();
    }
}

// Handles to values.
inline at::Tensor& ref(T handle) {
    TORCH_CHECK(handle != nullptr, "a tensor is missing (null handle)");
    return *reinterpret_cast<at::Tensor*>(handle);
}
inline maybe<at::Tensor> opt(T handle) {
    return handle == nullptr ? maybe<at::Tensor>() : *reinterpret_cast<at::Tensor*>(handle);
}
at::Scalar num(S value);
inline maybe<at::Scalar> opt(S value) {
    return value.kind < 0 ? maybe<at::Scalar>() : num(value);
}
inline maybe<int64_t> opt(pt_optional_int value) {
    return value.present ? maybe<int64_t>(value.value) : maybe<int64_t>();
}
inline maybe<double> opt(pt_optional_real value) {
    return value.present ? maybe<double>(value.value) : maybe<double>();
}
inline at::IntArrayRef ints(I values, int32_t count) { return {values, static_cast<size_t>(count)}; }
inline at::ScalarType type(int32_t dtype) { return static_cast<at::ScalarType>(dtype); }
inline maybe<at::ScalarType> opt_type(int32_t dtype) {
    return dtype < 0 ? maybe<at::ScalarType>() : type(dtype);
}
std::vector<at::Tensor> list(TL values, int32_t count);
maybe<at::Generator> gen(Gen handle);
at::Device device(int32_t kind, int32_t index);
at::TensorOptions options(int32_t dtype, int32_t device_kind, int32_t device_index);

// Values to handles.
inline void give(Out out, at::Tensor value) { *out = reinterpret_cast<T>(new at::Tensor(std::move(value))); }
void give_list(pt_tensor_list** out, std::vector<at::Tensor> values);
template <class Pair>
void give(Out out, Out out2, Pair& both) {
    give(out, std::get<0>(both));
    give(out2, std::get<1>(both));
}
template <class Triple>
void give(Out out, Out out2, Out out3, Triple& all) {
    give(out, std::get<0>(all));
    give(out2, std::get<1>(all));
    give(out3, std::get<2>(all));
}

} // namespace pt
