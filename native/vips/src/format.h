// Which loader reads a file, by its first bytes.
#pragma once

#include <vips/vips.h>

#include "pixeldit_vips.h"
#include "runtime.h"

namespace pdv {

pdv_format sniff(const unsigned char *data, size_t size);

// Opens `pages` pages from `page` on (-1: all that follow); page arguments are ignored by formats without pages.
Image load(pdv_format format, const void *data, size_t size, int page, int pages, VipsAccess access);

}  // namespace pdv
