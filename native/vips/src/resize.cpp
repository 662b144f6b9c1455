#include <cstring>
#include <string>

#include "error.h"
#include "pixeldit_vips.h"
#include "runtime.h"

namespace {

void require(int status, const char *doing) {
    if (status != 0) {
        pdv::throw_vips(doing);
    }
}

pdv::Image scaled(const pdv::Image &source, int target_width, int target_height) {
    pdv::Image result;
    require(vips_resize(source.get(), result.out(), static_cast<double>(target_width) / source->Xsize, "vscale",
                        static_cast<double>(target_height) / source->Ysize, "kernel", VIPS_KERNEL_LINEAR, nullptr),
            "scaling");
    if (result->Xsize != target_width || result->Ysize != target_height) {
        throw pdv::Failure{PDV_FAILED, "scaling gave " + std::to_string(result->Xsize) + " x " + std::to_string(result->Ysize)};
    }
    return result;
}

}  // namespace

int32_t pdv_resize(const uint8_t *pixels, int32_t width, int32_t height, int32_t channels, uint8_t *destination, int32_t target_width,
                   int32_t target_height) {
    return pdv::guarded([&] {
        if (destination == nullptr || target_width < 1 || target_height < 1) {
            throw pdv::Failure{PDV_BAD_ARGUMENT, "pdv_resize: a null pointer or an empty target"};
        }
        pdv::ensure_started();
        pdv::Image image = pdv::wrap_pixels(pixels, width, height, channels);
        const bool alpha = channels == 2 || channels == 4;
        if (alpha) {
            pdv::Image weighed, back, bytes;
            require(vips_premultiply(image.get(), weighed.out(), nullptr), "scaling");
            weighed = scaled(weighed, target_width, target_height);
            require(vips_unpremultiply(weighed.get(), back.out(), nullptr), "scaling");
            require(vips_rint(back.get(), bytes.out(), nullptr), "scaling");
            require(vips_cast(bytes.get(), image.out(), VIPS_FORMAT_UCHAR, nullptr), "scaling");
        } else {
            image = scaled(image, target_width, target_height);
        }
        size_t size = 0;
        void *memory = vips_image_write_to_memory(image.get(), &size);
        if (memory == nullptr) {
            pdv::throw_vips("scaling");
        }
        std::memcpy(destination, memory, size);
        g_free(memory);
    });
}
