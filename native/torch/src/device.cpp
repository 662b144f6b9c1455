// Devices, threads, versions, gradient modes.
#include "abi.h"

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

#ifdef PIXELDIT_CUDA
#include <ATen/cuda/CUDAContext.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAFunctions.h>
#endif

using namespace pt;

extern "C" __attribute__((visibility("default"))) const char* pt_version() noexcept { return TORCH_VERSION; }

PT_OP(set_num_threads, int32_t count) PT_DOES(at::set_num_threads(count))
PT_OP(get_num_threads, int64_t* out) PT_DOES(*out = at::get_num_threads())
PT_OP(set_num_interop_threads, int32_t count) PT_DOES(at::set_num_interop_threads(count))
PT_OP(get_num_interop_threads, int64_t* out) PT_DOES(*out = at::get_num_interop_threads())

PT_OP(cuda_available, int64_t* out) PT_DOES(*out = at::hasCUDA() ? 1 : 0)
PT_OP(cuda_device_count, int64_t* out)
#ifdef PIXELDIT_CUDA
PT_DOES(*out = c10::cuda::device_count())
#else
PT_DOES(*out = 0)
#endif
PT_OP(cudnn_available, int64_t* out) PT_DOES(*out = at::hasCUDA() && at::globalContext().hasCuDNN() ? 1 : 0)

PT_OP(cuda_synchronize, int32_t index)
#ifdef PIXELDIT_CUDA
PT_DOES(
    const c10::OptionalDevice device = index < 0 ? c10::OptionalDevice() : c10::OptionalDevice(at::Device(at::kCUDA, index));
    const c10::OptionalDeviceGuard guard(device);
    c10::cuda::device_synchronize())
#else
PT_DOES(TORCH_CHECK(false, "this libtorch has no CUDA"))
#endif

// Bytes of device memory: free and total as the driver sees them.
PT_OP(cuda_memory, int32_t index, int64_t* free_bytes, int64_t* total_bytes)
#ifdef PIXELDIT_CUDA
PT_DOES(
    const c10::DeviceGuard guard(at::Device(at::kCUDA, index));
    size_t free = 0;
    size_t total = 0;
    TORCH_CHECK(cudaMemGetInfo(&free, &total) == cudaSuccess, "cudaMemGetInfo failed");
    *free_bytes = static_cast<int64_t>(free);
    *total_bytes = static_cast<int64_t>(total))
#else
PT_DOES(TORCH_CHECK(false, "this libtorch has no CUDA"))
#endif

// Gives cached blocks back to the driver.
PT_OP(cuda_empty_cache)
#ifdef PIXELDIT_CUDA
PT_DOES(c10::cuda::CUDACachingAllocator::emptyCache())
#else
PT_DOES()
#endif

PT_OP(grad_enabled, int64_t* out) PT_DOES(*out = at::GradMode::is_enabled() ? 1 : 0)
PT_OP(set_grad_enabled, bool enabled) PT_DOES(at::GradMode::set_enabled(enabled))
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
