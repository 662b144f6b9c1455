#include <string>

#include "error.h"
#include "pixeldit_vips.h"
#include "runtime.h"

namespace {

void check_quality(int quality, int least) {
    if (quality < least || quality > 100) {
        throw pdv::Failure{PDV_BAD_ARGUMENT,
                           "quality " + std::to_string(quality) + "; expected " + std::to_string(least) + " to 100"};
    }
}

pdv::Image without_alpha(pdv::Image image) {
    if (image->Bands == 1 || image->Bands == 3) {
        return image;
    }
    pdv::Image kept;
    if (vips_extract_band(image.get(), kept.out(), 0, "n", image->Bands - 1, nullptr) != 0) {
        pdv::throw_vips("dropping alpha");
    }
    return kept;
}

}  // namespace

int32_t pdv_encode_jpeg(const uint8_t *pixels, int32_t width, int32_t height, int32_t channels, int32_t quality, uint8_t **encoded,
                        size_t *size) {
    return pdv::guarded([&] {
        check_quality(quality, 1);
        pdv::ensure_started();
        const pdv::Image image = without_alpha(pdv::wrap_pixels(pixels, width, height, channels));
        void *buffer = nullptr;
        if (vips_jpegsave_buffer(image.get(), &buffer, size, "Q", quality, "strip", TRUE, nullptr) != 0) {
            pdv::throw_vips("writing JPEG");
        }
        *encoded = static_cast<uint8_t *>(buffer);
    });
}

int32_t pdv_encode_webp(const uint8_t *pixels, int32_t width, int32_t height, int32_t channels, int32_t quality, int32_t lossless,
                        uint8_t **encoded, size_t *size) {
    return pdv::guarded([&] {
        check_quality(quality, 0);
        pdv::ensure_started();
        const pdv::Image image = pdv::wrap_pixels(pixels, width, height, channels);
        void *buffer = nullptr;
        if (vips_webpsave_buffer(image.get(), &buffer, size, "Q", quality, "lossless", lossless != 0, "strip", TRUE, nullptr) != 0) {
            pdv::throw_vips("writing WebP");
        }
        *encoded = static_cast<uint8_t *>(buffer);
    });
}
