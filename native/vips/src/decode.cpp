#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "colour.h"
#include "error.h"
#include "format.h"
#include "pixeldit_vips.h"
#include "runtime.h"

struct pdv_image {
    const void *data;
    size_t size;
    pdv_info info;
    pdv::Image header;  // page 0, opened, no pixels read yet
};

namespace {

struct RegionOwner {
    VipsRegion *region;
    explicit RegionOwner(VipsImage *image) : region(vips_region_new(image)) {
        if (region == nullptr) {
            pdv::throw_vips("decoding");
        }
    }
    ~RegionOwner() { g_object_unref(region); }
};

// Pulls the image strip by strip, top to bottom, into memory of the caller. libvips's own sinks would start threads and
// allocate the whole picture a second time.
void copy_rows(const pdv::Image &image, int rows, unsigned char *destination) {
    const size_t row_bytes = VIPS_IMAGE_SIZEOF_LINE(image.get());
    const int strip = std::max(1, std::min(rows, static_cast<int>(1'048'576 / std::max<size_t>(row_bytes, 1))));
    RegionOwner owner(image.get());
    for (int top = 0; top < rows; top += strip) {
        VipsRect rect{0, top, image->Xsize, std::min(strip, rows - top)};
        if (vips_region_prepare(owner.region, &rect) != 0) {
            pdv::throw_vips("decoding");
        }
        for (int y = 0; y < rect.height; y++) {
            std::memcpy(destination, VIPS_REGION_ADDR(owner.region, 0, top + y), row_bytes);
            destination += row_bytes;
        }
    }
}

pdv::Image upright(pdv::Image image, int orientation) {
    if (orientation <= 1) {
        return image;
    }
    // Turning reads the rows out of order, which a sequential decoder cannot serve.
    pdv::Image memory(vips_image_copy_memory(image.get()));
    if (!memory) {
        pdv::throw_vips("decoding");
    }
    pdv::Image turned;
    if (vips_autorot(memory.get(), turned.out(), nullptr) != 0) {
        pdv::throw_vips("turning upright");
    }
    return turned;
}

// A single page or a whole roll of equal pages, ready to be copied out.
pdv::Image pixels_of(pdv_image &image, pdv::Image opened) {
    return pdv::to_srgb(upright(std::move(opened), image.info.orientation), image.info.bits);
}

int decode_roll(pdv_image &image, int frames, unsigned char *destination, size_t frame_bytes) {
    // Frames below one another in one tall image: how libvips gives animations.
    const pdv::Image roll = pdv::to_srgb(pdv::load(static_cast<pdv_format>(image.info.format), image.data, image.size, 0, frames,
                                                   VIPS_ACCESS_SEQUENTIAL),
                                         image.info.bits);
    const int rows = static_cast<int>(std::min<int64_t>(int64_t{image.info.height} * frames, INT32_MAX));
    if (roll->Xsize != image.info.width || roll->Ysize < rows ||
        VIPS_IMAGE_SIZEOF_LINE(roll.get()) * static_cast<size_t>(image.info.height) != frame_bytes) {
        throw pdv::Failure{PDV_FAILED, "decoding: the frames are not what the header says"};
    }
    copy_rows(roll, rows, destination);
    return frames;
}

int decode_pages(pdv_image &image, int frames, unsigned char *destination, size_t frame_bytes) {
    int written = 0;
    for (int page = 0; page < frames; page++) {
        pdv::Image opened = pdv::load(static_cast<pdv_format>(image.info.format), image.data, image.size, page, 1, VIPS_ACCESS_SEQUENTIAL);
        if (page > 0 && pdv::result_bits(opened) > image.info.bits) {
            continue;
        }
        const pdv::Image pixels = pixels_of(image, std::move(opened));
        const bool fits = pixels->Xsize == image.info.width && pixels->Ysize == image.info.height &&
                          VIPS_IMAGE_SIZEOF_IMAGE(pixels.get()) == frame_bytes;
        if (fits) {
            copy_rows(pixels, pixels->Ysize, destination + written * frame_bytes);
            written++;
        } else if (page == 0) {
            throw pdv::Failure{PDV_FAILED, "decoding: the picture is not what its header says"};
        }
    }
    return written;
}

pdv_info describe(pdv_format format, const pdv::Image &header) {
    pdv_info info{};
    info.format = format;
    info.orientation = vips_image_get_orientation(header.get());
    if (format == PDV_FORMAT_AVIF || format == PDV_FORMAT_JXL) {
        info.orientation = 1;  // these decoders turn the picture themselves
    }
    const bool sideways = info.orientation >= 5;
    info.width = sideways ? header->Ysize : header->Xsize;
    info.height = sideways ? header->Xsize : header->Ysize;
    const bool paged = format == PDV_FORMAT_GIF || format == PDV_FORMAT_WEBP || format == PDV_FORMAT_TIFF;
    info.frames = paged ? std::max(1, vips_image_get_n_pages(header.get())) : 1;
    info.bits = pdv::result_bits(header);
    info.has_alpha = vips_image_hasalpha(header.get()) ? 1 : 0;
    return info;
}

}  // namespace

int32_t pdv_open(const void *data, size_t size, pdv_image **image, pdv_info *info) {
    return pdv::guarded([&] {
        if ((data == nullptr && size > 0) || image == nullptr || info == nullptr) {
            throw pdv::Failure{PDV_BAD_ARGUMENT, "pdv_open: a null pointer"};
        }
        *image = nullptr;
        const pdv_format format = pdv::sniff(static_cast<const unsigned char *>(data), size);
        if (format == PDV_FORMAT_UNKNOWN) {
            throw pdv::Failure{PDV_UNKNOWN_FORMAT, "the first bytes belong to no known image format"};
        }
        pdv::ensure_started();
        auto opened = std::make_unique<pdv_image>();
        opened->data = data;
        opened->size = size;
        opened->header = pdv::load(format, data, size, 0, 1, VIPS_ACCESS_SEQUENTIAL);
        opened->info = describe(format, opened->header);
        *info = opened->info;
        *image = opened.release();
    });
}

int32_t pdv_decode(pdv_image *image, int32_t max_frames, void *destination, size_t capacity, int32_t *frames) {
    return pdv::guarded([&] {
        if (image == nullptr || destination == nullptr || frames == nullptr || max_frames < 1 || !image->header) {
            throw pdv::Failure{PDV_BAD_ARGUMENT, "pdv_decode: a null pointer, no frames, or a second call"};
        }
        const int wanted = std::min(max_frames, image->info.frames);
        const size_t frame_bytes = static_cast<size_t>(image->info.width) * image->info.height * (image->info.has_alpha ? 4 : 3) *
                                   (image->info.bits / 8);
        if (capacity / frame_bytes < static_cast<size_t>(wanted)) {
            throw pdv::Failure{PDV_BAD_ARGUMENT, "pdv_decode: the destination is too small"};
        }
        auto *out = static_cast<unsigned char *>(destination);
        if (wanted == 1) {
            const pdv::Image pixels = pixels_of(*image, std::move(image->header));
            if (pixels->Xsize != image->info.width || pixels->Ysize != image->info.height ||
                VIPS_IMAGE_SIZEOF_IMAGE(pixels.get()) != frame_bytes) {
                throw pdv::Failure{PDV_FAILED, "decoding: the picture is not what its header says"};
            }
            copy_rows(pixels, pixels->Ysize, out);
            *frames = 1;
            return;
        }
        image->header = pdv::Image();
        *frames = image->info.format == PDV_FORMAT_TIFF ? decode_pages(*image, wanted, out, frame_bytes)
                                                        : decode_roll(*image, wanted, out, frame_bytes);
    });
}

void pdv_close(pdv_image *image) { delete image; }
