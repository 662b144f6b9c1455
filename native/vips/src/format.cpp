#include "format.h"

#include <cstring>

#include "error.h"

namespace {

bool starts(const unsigned char *data, size_t size, const char *magic, size_t length) {
    return size >= length && std::memcmp(data, magic, length) == 0;
}

bool is_heif_brand(const unsigned char *data, size_t size) {
    if (size < 12 || std::memcmp(data + 4, "ftyp", 4) != 0) {
        return false;
    }
    for (const char *brand : {"avif", "avis", "heic", "heix", "heim", "heis", "mif1", "msf1"}) {
        if (std::memcmp(data + 8, brand, 4) == 0) {
            return true;
        }
    }
    return false;
}

const char *nickname(pdv_format format) {
    switch (format) {
        case PDV_FORMAT_PNG: return "pngload_buffer";
        case PDV_FORMAT_JPEG: return "jpegload_buffer";
        case PDV_FORMAT_WEBP: return "webpload_buffer";
        case PDV_FORMAT_GIF: return "gifload_buffer";
        case PDV_FORMAT_TIFF: return "tiffload_buffer";
        case PDV_FORMAT_AVIF: return "heifload_buffer";
        case PDV_FORMAT_JXL: return "jxlload_buffer";
        case PDV_FORMAT_BMP: return "magickload_buffer";
        case PDV_FORMAT_PNM: return "ppmload_source";
        default: return nullptr;
    }
}

bool has_pages(pdv_format format) {
    return format == PDV_FORMAT_GIF || format == PDV_FORMAT_WEBP || format == PDV_FORMAT_TIFF;
}

}  // namespace

// A list of our own instead of vips_foreign_find_load: that one asks every loader it has, among them those for SVG,
// PDF and ImageMagick's hundred formats, which have no business reading what strangers upload.
pdv_format pdv::sniff(const unsigned char *data, size_t size) {
    if (starts(data, size, "\x89PNG\r\n\x1a\n", 8)) return PDV_FORMAT_PNG;
    if (starts(data, size, "\xff\xd8\xff", 3)) return PDV_FORMAT_JPEG;
    if (starts(data, size, "RIFF", 4) && size >= 12 && std::memcmp(data + 8, "WEBP", 4) == 0) return PDV_FORMAT_WEBP;
    if (starts(data, size, "GIF87a", 6) || starts(data, size, "GIF89a", 6)) return PDV_FORMAT_GIF;
    if (starts(data, size, "II*\0", 4) || starts(data, size, "MM\0*", 4) || starts(data, size, "II+\0", 4) ||
        starts(data, size, "MM\0+", 4)) {
        return PDV_FORMAT_TIFF;
    }
    if (is_heif_brand(data, size)) return PDV_FORMAT_AVIF;
    if (starts(data, size, "\xff\x0a", 2) || starts(data, size, "\0\0\0\x0cJXL \r\n\x87\n", 12)) return PDV_FORMAT_JXL;
    if (starts(data, size, "BM", 2) && size >= 26) return PDV_FORMAT_BMP;
    if (size >= 3 && data[0] == 'P' && data[1] >= '1' && data[1] <= '6' && std::memchr(" \t\r\n#", data[2], 5) != nullptr) {
        return PDV_FORMAT_PNM;
    }
    return PDV_FORMAT_UNKNOWN;
}

pdv::Image pdv::load(pdv_format format, const void *data, size_t size, int page, int pages, VipsAccess access) {
    const char *loader = nickname(format);
    if (vips_type_find("VipsOperation", loader) == 0) {
        throw Failure{PDV_NO_LOADER, std::string("this libvips has no ") + loader};
    }
    // A truncated file is an error; libvips's default would hand out grey rows for what is missing.
    VipsImage *image = nullptr;
    int status;
    if (format == PDV_FORMAT_PNM) {
        VipsSource *source = vips_source_new_from_memory(data, size);
        if (source == nullptr) {
            throw_vips("reading");
        }
        status = vips_call(loader, source, &image, "access", access, "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
        g_object_unref(source);
    } else {
        VipsBlob *blob = vips_blob_new(nullptr, data, size);
        status = has_pages(format) ? vips_call(loader, blob, &image, "access", access, "fail_on", VIPS_FAIL_ON_ERROR, "page", page,
                                               "n", pages, nullptr)
                                   : vips_call(loader, blob, &image, "access", access, "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
        vips_area_unref(VIPS_AREA(blob));
    }
    if (status != 0) {
        throw_vips("reading");
    }
    return Image(image);
}
