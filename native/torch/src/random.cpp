// Random number generators.
#include "abi.h"

#include <ATen/CPUGeneratorImpl.h>
#include <mutex>

using namespace pt;

namespace pt {
maybe<at::Generator> gen(Gen handle) {
    return handle == nullptr ? maybe<at::Generator>() : maybe<at::Generator>(*reinterpret_cast<at::Generator*>(handle));
}
} // namespace pt

namespace {
at::Generator& as_generator(Gen handle) { return *reinterpret_cast<at::Generator*>(handle); }
Gen keep(at::Generator value) { return reinterpret_cast<Gen>(new at::Generator(std::move(value))); }
} // namespace

PT_OP(generator_new, uint64_t seed, int32_t device_kind, int32_t device_index, Gen* out)
PT_DOES(
    const auto where = device(device_kind, device_index);
    at::Generator made;
    if (where.is_cpu()) {
        made = at::detail::createCPUGenerator(seed);
    } else {
        // A CUDA generator of its own: a clone of the device's default one.
        made = at::globalContext().defaultGenerator(where).clone();
        made.set_current_seed(seed);
    }
    *out = keep(made))
PT_OP(generator_default, int32_t device_kind, int32_t device_index, Gen* out)
PT_DOES(*out = keep(at::globalContext().defaultGenerator(device(device_kind, device_index))))
PT_OP(generator_seed, Gen self, uint64_t seed)
PT_DOES(auto& g = as_generator(self); std::lock_guard<std::mutex> lock(g.mutex()); g.set_current_seed(seed))
PT_OP(generator_initial_seed, Gen self, uint64_t* out) PT_DOES(*out = as_generator(self).current_seed())
PT_OP(generator_get_state, Gen self, Out out)
PT_DOES(auto& g = as_generator(self); std::lock_guard<std::mutex> lock(g.mutex()); give(out, g.get_state()))
PT_OP(generator_set_state, Gen self, T state)
PT_DOES(auto& g = as_generator(self); std::lock_guard<std::mutex> lock(g.mutex()); g.set_state(ref(state)))
extern "C" __attribute__((visibility("default"))) void pt_generator_free(Gen self) noexcept {
    delete reinterpret_cast<at::Generator*>(self);
}
// The default generators of the CPU and of every CUDA device.
PT_OP(manual_seed, uint64_t seed) PT_DOES(at::manual_seed(seed))
