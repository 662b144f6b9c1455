#include "colour.h"

#include <cstring>
#include <string>

#include "error.h"

namespace {

uint32_t read_u32(const unsigned char *at) { return (uint32_t(at[0]) << 24) | (uint32_t(at[1]) << 16) | (uint32_t(at[2]) << 8) | at[3]; }

// Whether an ICC profile calls itself sRGB in its description ('desc', ASCII in version 2 and UTF-16 in version 4).
// Such images are sRGB already; running them through a colour engine would only move values by a rounding step.
bool is_named_srgb(const unsigned char *profile, size_t size) {
    if (size < 132) {
        return false;
    }
    const uint32_t tags = read_u32(profile + 128);
    for (uint32_t i = 0; i < tags && 132 + 12 * (size_t(i) + 1) <= size; i++) {
        const unsigned char *tag = profile + 132 + 12 * size_t(i);
        if (std::memcmp(tag, "desc", 4) != 0) {
            continue;
        }
        const size_t offset = read_u32(tag + 4), length = read_u32(tag + 8);
        if (offset > size || length > size - offset) {
            return false;
        }
        const std::string text(reinterpret_cast<const char *>(profile + offset), length);
        return text.find("sRGB") != std::string::npos || text.find(std::string("s\0R\0G\0B", 7)) != std::string::npos;
    }
    return false;
}

bool needs_profile(const pdv::Image &image) {
    const void *data;
    size_t size;
    return vips_image_get_typeof(image.get(), VIPS_META_ICC_NAME) != 0 &&
           vips_image_get_blob(image.get(), VIPS_META_ICC_NAME, &data, &size) == 0 &&
           !is_named_srgb(static_cast<const unsigned char *>(data), size);
}

}  // namespace

int pdv::result_bits(const Image &image) { return image->BandFmt == VIPS_FORMAT_UCHAR ? 8 : 16; }

pdv::Image pdv::to_srgb(const Image &image, int bits) {
    Image current;
    const bool integer = image->BandFmt == VIPS_FORMAT_UCHAR || image->BandFmt == VIPS_FORMAT_USHORT;
    if (integer && needs_profile(image)) {
        // A profile that does not fit the pixels, or is broken, is no reason to refuse the picture: it is read without it.
        if (vips_icc_transform(image.get(), current.out(), "srgb", "embedded", TRUE, "depth", bits, "intent", VIPS_INTENT_RELATIVE,
                               nullptr) != 0) {
            vips_error_clear();
            current = Image();
        }
    }
    if (!current) {
        current = Image(static_cast<VipsImage *>(g_object_ref(image.get())));
    }

    const VipsInterpretation target = bits == 8 ? VIPS_INTERPRETATION_sRGB : VIPS_INTERPRETATION_RGB16;
    const VipsInterpretation source = vips_image_guess_interpretation(current.get());
    if (source != target) {
        Image tagged, converted;
        if (vips_copy(current.get(), tagged.out(), "interpretation", source, nullptr) != 0 ||
            vips_colourspace(tagged.get(), converted.out(), target, nullptr) != 0) {
            throw_vips("converting to sRGB");
        }
        current = std::move(converted);
    }

    const int wanted = vips_image_hasalpha(current.get()) ? 4 : 3;
    if (current->Bands < 3) {
        throw Failure{PDV_FAILED, "converting to sRGB gave " + std::to_string(current->Bands) + " bands; expected 3 or 4"};
    }
    if (current->Bands > wanted) {
        Image kept;
        if (vips_extract_band(current.get(), kept.out(), 0, "n", wanted, nullptr) != 0) {
            throw_vips("dropping extra bands");
        }
        current = std::move(kept);
    }
    const VipsBandFormat format = bits == 8 ? VIPS_FORMAT_UCHAR : VIPS_FORMAT_USHORT;
    if (current->BandFmt != format) {
        Image cast;
        if (vips_cast(current.get(), cast.out(), format, nullptr) != 0) {
            throw_vips("casting");
        }
        current = std::move(cast);
    }
    return current;
}
