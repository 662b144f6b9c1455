// Any colour space to sRGB with 3 bands, or 4 with alpha.
#pragma once

#include "runtime.h"

namespace pdv {

// bits: 8 or 16, the depth of the result.
Image to_srgb(const Image &image, int bits);

// Bits of a sample that keep what the image holds: 8 for bytes, 16 for anything finer.
int result_bits(const Image &image);

}  // namespace pdv
