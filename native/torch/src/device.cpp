// Devices, threads, versions, gradient modes.
#include "abi.h"

#include <dlfcn.h>

#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/DeviceGuard.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

// CUDA is asked through libtorch's device interfaces: a Python install's torch folder brings no CUDA headers.
#if PT_TORCH_AT_LEAST(2, 9)
#include <c10/core/CachingDeviceAllocator.h>
#elif defined(PIXELDIT_CUDA) && __has_include(<cuda_runtime_api.h>)
#include <c10/cuda/CUDACachingAllocator.h>
#define PIXELDIT_CUDA_ALLOCATOR
#endif

using namespace pt;

extern "C" __attribute__((visibility("default"))) const char* pt_version() noexcept { return TORCH_VERSION; }

PT_OP(set_num_threads, int32_t count) PT_DOES(at::set_num_threads(count))
PT_OP(get_num_threads, int64_t* out) PT_DOES(*out = at::get_num_threads())
PT_OP(set_num_interop_threads, int32_t count) PT_DOES(at::set_num_interop_threads(count))
PT_OP(get_num_interop_threads, int64_t* out) PT_DOES(*out = at::get_num_interop_threads())

namespace {

const c10::impl::DeviceGuardImplInterface* cuda() {
    return c10::impl::hasDeviceGuardImpl(at::kCUDA) ? c10::impl::getDeviceGuardImpl(at::kCUDA) : nullptr;
}

at::Device cuda_device(int32_t index) {
    TORCH_CHECK(cuda() != nullptr, "this libtorch has no CUDA");
    return index < 0 ? cuda()->getDevice() : device(static_cast<int32_t>(at::kCUDA), index);
}

} // namespace

PT_OP(cuda_device_count, int64_t* out) PT_DOES(*out = cuda() == nullptr ? 0 : cuda()->deviceCount())
PT_OP(cudnn_available, int64_t* out) PT_DOES(*out = at::hasCUDA() && at::globalContext().hasCuDNN() ? 1 : 0)
PT_OP(cuda_synchronize, int32_t index)
PT_DOES(const auto where = cuda_device(index); at::detail::getCUDAHooks().deviceSynchronize(where.index()))

// Bytes of device memory: free and total as the driver sees them.
PT_OP(cuda_memory, int32_t index, int64_t* free_bytes, int64_t* total_bytes)
PT_DOES(
    const c10::DeviceGuard guard(cuda_device(index));
    // From the CUDA runtime that libtorch brought into the process.
    const auto get_info = reinterpret_cast<int (*)(size_t*, size_t*)>(dlsym(RTLD_DEFAULT, "cudaMemGetInfo"));
    TORCH_CHECK(get_info != nullptr, "cudaMemGetInfo is not in this process");
    size_t free = 0;
    size_t total = 0;
    const int error = get_info(&free, &total);
    TORCH_CHECK(error == 0, "cudaMemGetInfo failed with error ", error);
    *free_bytes = static_cast<int64_t>(free);
    *total_bytes = static_cast<int64_t>(total))

// Gives cached blocks back to the driver, where libtorch can be asked to.
PT_OP(cuda_empty_cache)
#if PT_TORCH_AT_LEAST(2, 9)
PT_DOES(if (cuda() != nullptr && cuda()->deviceCount() > 0) { c10::getDeviceAllocator(at::kCUDA)->emptyCache(); })
#elif defined(PIXELDIT_CUDA_ALLOCATOR)
PT_DOES(c10::cuda::CUDACachingAllocator::emptyCache())
#else
PT_DOES()
#endif

PT_OP(grad_enabled, int64_t* out) PT_DOES(*out = c10::GradMode::is_enabled() ? 1 : 0)
PT_OP(set_grad_enabled, bool enabled) PT_DOES(c10::GradMode::set_enabled(enabled))
PT_OP(inference_mode, int64_t* out) PT_DOES(*out = c10::InferenceMode::is_enabled() ? 1 : 0)
PT_OP(inference_mode_enter, bool enabled, void** out) PT_DOES(*out = new c10::InferenceMode(enabled))
extern "C" __attribute__((visibility("default"))) void pt_inference_mode_leave(void* guard) noexcept {
    delete static_cast<c10::InferenceMode*>(guard);
}

PT_OP(set_requires_grad, T self, bool value) PT_DOES(ref(self).set_requires_grad(value))
PT_OP(retain_grad, T self) PT_DOES(ref(self).retain_grad())
PT_OP(grad, T self, Out out)
PT_DOES(const auto& g = ref(self).grad(); if (g.defined()) { give(out, g); } else { *out = nullptr; })
PT_OP(set_grad, T self, T value) PT_DOES(ref(self).mutable_grad() = value == nullptr ? at::Tensor() : ref(value))
PT_OP(backward, TL tensors, int32_t tensors_n, TL gradients, int32_t gradients_n, bool retain_graph, bool create_graph,
      TL inputs, int32_t inputs_n)
PT_DOES(torch::autograd::backward(list(tensors, tensors_n), list(gradients, gradients_n), retain_graph, create_graph,
                                  list(inputs, inputs_n)))
PT_OP(autograd_grad, TL outputs, int32_t outputs_n, TL inputs, int32_t inputs_n, TL gradients, int32_t gradients_n,
      bool retain_graph, bool create_graph, bool allow_unused, pt_tensor_list** out)
PT_LISTS(torch::autograd::grad(list(outputs, outputs_n), list(inputs, inputs_n), list(gradients, gradients_n), retain_graph,
                               create_graph, allow_unused))

PT_OP(deterministic, bool enabled, bool warn_only)
PT_DOES(at::globalContext().setDeterministicAlgorithms(enabled, warn_only))
PT_OP(is_deterministic, int64_t* out) PT_DOES(*out = at::globalContext().deterministicAlgorithms() ? 1 : 0)
PT_OP(set_tf32, bool matmul, bool cudnn)
PT_DOES(at::globalContext().setAllowTF32CuBLAS(matmul); at::globalContext().setAllowTF32CuDNN(cudnn))
