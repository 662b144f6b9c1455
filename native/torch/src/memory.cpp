// CPU memory that the machine does not have is refused before it is promised. Linux grants more than there is and kills the process
// when it is touched; a refused allocation is an error that fails one job.
#include "abi.h"

#include <cstdio>

#include <c10/core/CPUAllocator.h>

namespace {

// Smaller allocations cannot do much harm, and asking the kernel costs some 20 µs.
constexpr size_t kAsksFrom = size_t(64) << 20;

// Left to the rest of the process.
constexpr size_t kReserve = size_t(128) << 20;

// What the kernel can give without swapping, in bytes; 0 when it does not say.
size_t available_bytes() noexcept {
    std::FILE* file = std::fopen("/proc/meminfo", "re");
    if (file == nullptr) {
        return 0;
    }
    char line[128];
    unsigned long long kilobytes = 0;
    while (std::fgets(line, sizeof line, file) != nullptr && std::sscanf(line, "MemAvailable: %llu kB", &kilobytes) != 1) {
    }
    std::fclose(file);
    return static_cast<size_t>(kilobytes) * 1024;
}

// libtorch's own allocator behind the question.
class CarefulAllocator final : public at::Allocator {
public:
#if PT_TORCH_AT_LEAST(2, 3)
    at::DataPtr allocate(size_t bytes) override { return checked(bytes); }
    void copy_data(void* to, const void* from, std::size_t bytes) const override { default_copy_data(to, from, bytes); }
#else
    at::DataPtr allocate(size_t bytes) const override { return checked(bytes); }
#endif
    at::DeleterFnPtr raw_deleter() const override { return inner_->raw_deleter(); }

private:
    at::DataPtr checked(size_t bytes) const {
        if (bytes >= kAsksFrom) {
            const auto available = available_bytes();
            TORCH_CHECK(available == 0 || bytes + kReserve <= available, "can't allocate memory: ", bytes >> 20, " MiB asked for, ",
                        available >> 20, " MiB are available");
        }
        return inner_->allocate(bytes);
    }

    at::Allocator* const inner_ = c10::GetDefaultCPUAllocator();
};

// In place before the first tensor; lives as long as the process, as tensors may.
[[maybe_unused]] const bool installed = [] {
    c10::SetCPUAllocator(new CarefulAllocator(), 1);
    return true;
}();

} // namespace
