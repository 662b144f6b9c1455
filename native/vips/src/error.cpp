#include "error.h"

#include <vips/vips.h>

namespace {
thread_local std::string last_error;
}

extern "C" void pdv_set_error(const char *text) {
    try {
        last_error = text;
    } catch (...) {
        last_error.clear();
    }
}

const char *pdv_last_error(void) { return last_error.c_str(); }

void pdv::throw_vips(const char *doing) {
    // libvips collects one line for each layer that failed; as one sentence they read well enough.
    std::string text = vips_error_buffer();
    vips_error_clear();
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) {
        text.pop_back();
    }
    for (std::string::size_type at = 0; (at = text.find('\n', at)) != std::string::npos;) {
        text.replace(at, 1, "; ");
    }
    const bool memory = text.find("out of memory") != std::string::npos;
    throw Failure{memory ? PDV_OUT_OF_MEMORY : PDV_FAILED, std::string(doing) + ": " + (text.empty() ? "failed" : text)};
}
