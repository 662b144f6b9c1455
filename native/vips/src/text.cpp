#include <fontconfig/fontconfig.h>

#include <cstring>
#include <string>

#include "error.h"
#include "pixeldit_vips.h"
#include "runtime.h"

namespace {

constexpr int max_bytes = 4096;
constexpr int max_pixels = 512;

// Pango draws boxes with hexadecimal digits when there is no font at all; nobody wants those.
void require_fonts() {
    FcConfig *config = FcConfigReference(nullptr);
    const FcFontSet *system = config == nullptr ? nullptr : FcConfigGetFonts(config, FcSetSystem);
    const bool none = system == nullptr || system->nfont == 0;
    FcConfigDestroy(config);
    if (none) {
        throw pdv::Failure{PDV_NO_FONTS, "no font is installed"};
    }
}

}  // namespace

int32_t pdv_draw_text(const char *text, int32_t pixels, uint8_t **coverage, int32_t *width, int32_t *height) {
    return pdv::guarded([&] {
        if (text == nullptr || coverage == nullptr || width == nullptr || height == nullptr || *text == '\0' || pixels < 1 || pixels > max_pixels ||
            std::strlen(text) > max_bytes) {
            throw pdv::Failure{PDV_BAD_ARGUMENT, "pdv_draw_text: a null pointer, no text, too much of it, or a size outside 1 to " + std::to_string(max_pixels)};
        }
        if (!g_utf8_validate(text, -1, nullptr)) {
            throw pdv::Failure{PDV_BAD_ARGUMENT, "pdv_draw_text: the text is no UTF-8"};
        }
        pdv::ensure_started();
        require_fonts();
        gchar *escaped = g_markup_escape_text(text, -1);
        pdv::Image image;
        // At 72 dots an inch a point is a pixel.
        const std::string font = "sans " + std::to_string(pixels);
        const int status = vips_text(image.out(), escaped, "font", font.c_str(), "dpi", 72, nullptr);
        g_free(escaped);
        if (status != 0) {
            pdv::throw_vips("drawing text");
        }
        size_t size = 0;
        void *memory = vips_image_write_to_memory(image.get(), &size);
        if (memory == nullptr) {
            pdv::throw_vips("drawing text");
        }
        *coverage = static_cast<uint8_t *>(memory);
        *width = image->Xsize;
        *height = image->Ysize;
    });
}
