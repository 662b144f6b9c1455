// Starting libvips, and owning its objects.
#pragma once

#include <vips/vips.h>

#include <cstdint>
#include <utility>

namespace pdv {

// Starts libvips once; throws Failure when it cannot start.
void ensure_started();

// Owns one reference to a VipsImage.
class Image {
public:
    Image() = default;
    explicit Image(VipsImage *image) : image_(image) {}
    Image(Image &&other) noexcept : image_(std::exchange(other.image_, nullptr)) {}
    Image &operator=(Image &&other) noexcept {
        std::swap(image_, other.image_);
        return *this;
    }
    Image(const Image &) = delete;
    Image &operator=(const Image &) = delete;
    ~Image() { VIPS_UNREF(image_); }

    VipsImage *get() const { return image_; }
    VipsImage *operator->() const { return image_; }
    explicit operator bool() const { return image_ != nullptr; }

    // For libvips's out parameters; drops what was held.
    VipsImage **out() {
        VIPS_UNREF(image_);
        return &image_;
    }

private:
    VipsImage *image_ = nullptr;
};

// Wraps the caller's 8-bit pixels without copying them; they must outlive the image.
Image wrap_pixels(const uint8_t *pixels, int width, int height, int channels);

}  // namespace pdv
