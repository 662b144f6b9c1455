// The thread's error text, shared by the C++ files and png.c.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

void pdv_set_error(const char *text);

#ifdef __cplusplus
}

#include <new>
#include <stdexcept>
#include <string>

#include "pixeldit_vips.h"

namespace pdv {

struct Failure {
    pdv_status status;
    std::string text;
};

// Throws what libvips left in its error buffer, and empties it.
[[noreturn]] void throw_vips(const char *doing);

// The only place where exceptions become statuses.
template <typename Body>
int32_t guarded(Body &&body) noexcept {
    try {
        body();
        return PDV_OK;
    } catch (const Failure &failure) {
        pdv_set_error(failure.text.c_str());
        return failure.status;
    } catch (const std::bad_alloc &) {
        pdv_set_error("out of memory");
        return PDV_OUT_OF_MEMORY;
    } catch (const std::exception &error) {
        pdv_set_error(error.what());
        return PDV_FAILED;
    } catch (...) {
        pdv_set_error("unknown native error");
        return PDV_FAILED;
    }
}

}  // namespace pdv
#endif
