#include "runtime.h"

#include <string>

#include "error.h"

namespace {

void ignore_log(const gchar *, GLogLevelFlags, const gchar *, gpointer) {}

bool start() {
    // Started from inside another runtime: warnings about odd files belong in our errors, not on its stderr.
    g_log_set_handler("VIPS", static_cast<GLogLevelFlags>(G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO | G_LOG_LEVEL_DEBUG),
                      ignore_log, nullptr);
    if (vips_init("pixeldit") != 0) {
        return false;
    }
    // The operation cache recognises a buffer by its address: with buffers that come and go it would answer with the
    // pixels of an earlier image. It also saves nothing here, as no pipeline runs twice.
    vips_cache_set_max(0);
    vips_cache_set_max_mem(0);
    vips_cache_set_max_files(0);
    // Pipelines here are one codec and a copy: worker threads cost more than they bring, and the cores belong to the model.
    vips_concurrency_set(1);
    return true;
}

}  // namespace

void pdv::ensure_started() {
    static const bool started = start();
    if (!started) {
        throw_vips("starting libvips");
    }
}

int32_t pdv_initialize(void) {
    return pdv::guarded([] { pdv::ensure_started(); });
}

const char *pdv_version(void) {
    static const std::string version =
        std::to_string(vips_version(0)) + "." + std::to_string(vips_version(1)) + "." + std::to_string(vips_version(2));
    return version.c_str();
}

void pdv_free(void *memory) { g_free(memory); }

pdv::Image pdv::wrap_pixels(const uint8_t *pixels, int width, int height, int channels) {
    if (pixels == nullptr || width < 1 || height < 1 || channels < 1 || channels > 4) {
        throw Failure{PDV_BAD_ARGUMENT, "pixels of " + std::to_string(width) + " x " + std::to_string(height) + " with " +
                                            std::to_string(channels) + " channels; expected at least 1 x 1 with 1 to 4 channels"};
    }
    const size_t size = static_cast<size_t>(width) * height * channels;
    Image image(vips_image_new_from_memory(pixels, size, width, height, channels, VIPS_FORMAT_UCHAR));
    if (!image) {
        throw_vips("wrapping pixels");
    }
    image->Type = channels < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
    return image;
}
