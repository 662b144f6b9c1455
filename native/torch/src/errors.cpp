// The one place where C++ exceptions become a status and a text.
#include "abi.h"

#include <cstring>
#include <new>

namespace {
thread_local std::string last_error;

// libtorch's CPU allocator has no exception type of its own; it is known by its words.
bool says_out_of_memory(const char* text) {
    for (const char* words : {"not enough memory", "can't allocate memory", "out of memory", "Cannot allocate memory"}) {
        if (std::strstr(text, words) != nullptr) {
            return true;
        }
    }
    return false;
}

int32_t keep(int32_t status, const char* text) noexcept {
    try {
        last_error = text;
    } catch (...) {
        last_error.clear();
        return PT_OUT_OF_MEMORY;
    }
    return status;
}
} // namespace

namespace pt {
int32_t fail_from_current_exception() noexcept {
    try {
        throw;
    } catch (const c10::OutOfMemoryError& e) {
        return keep(PT_OUT_OF_MEMORY, e.what_without_backtrace());
    } catch (const c10::Error& e) {
        const char* text = e.what_without_backtrace();
        return keep(says_out_of_memory(text) ? PT_OUT_OF_MEMORY : PT_FAILED, text);
    } catch (const std::bad_alloc&) {
        return keep(PT_OUT_OF_MEMORY, "out of memory (std::bad_alloc)");
    } catch (const std::exception& e) {
        return keep(says_out_of_memory(e.what()) ? PT_OUT_OF_MEMORY : PT_FAILED, e.what());
    } catch (...) {
        return keep(PT_FAILED, "an exception that is no std::exception");
    }
}
} // namespace pt

// The text of this thread's last failure; valid until its next failing call.
extern "C" __attribute__((visibility("default"))) const char* pt_last_error() noexcept { return last_error.c_str(); }
