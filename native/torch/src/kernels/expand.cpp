// Weights of one byte an element written out through a table of the 256 values.
#include "abi.h"

#include <array>

using namespace pt;

namespace {

constexpr int kCodes = 256;

// A power of two in the format of microscaling block scales; 255 stands for NaN.
float block_scale(uint8_t exponent) {
    const uint32_t bits = exponent == 0 ? 0x00400000u : exponent == 255 ? 0x7fc00000u : static_cast<uint32_t>(exponent) << 23;
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

template <class Out>
void expand(const uint8_t* codes, const float* values, Out* out, int64_t count) {
    std::array<Out, kCodes> table; // rounded once, then only looked up
    std::copy_n(values, kCodes, table.begin());
    at::parallel_for(0, count, 1 << 18, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; i++) {
            out[i] = table[codes[i]];
        }
    });
}

template <class Out>
void expand_blocks(const uint8_t* codes, const float* values, const uint8_t* scales, Out* out, int64_t blocks, int64_t width) {
    at::parallel_for(0, blocks, std::max<int64_t>(1, (1 << 18) / width), [&](int64_t begin, int64_t end) {
        for (int64_t b = begin; b < end; b++) {
            const float scale = block_scale(scales[b]);
            for (int64_t i = b * width; i < (b + 1) * width; i++) {
                out[i] = static_cast<Out>(values[codes[i]] * scale);
            }
        }
    });
}

at::Tensor expand_plain(const at::Tensor& codes, const at::Tensor& values, const maybe<at::Tensor>& scales, at::ScalarType type) {
    auto flat = values.index_select(0, codes.reshape(-1).to(at::kInt));
    if (scales.has_value()) {
        const auto exponents = scales->reshape({-1, 1}).to(at::kInt);
        auto powers = at::ldexp(at::ones({1}, values.options()), exponents - 127);
        powers = at::where(exponents == 255, at::full({}, std::numeric_limits<float>::quiet_NaN(), values.options()), powers);
        flat = flat.view({scales->numel(), -1}) * powers;
    }
    return flat.view(codes.sizes()).to(type);
}

at::Tensor expand_codes(const at::Tensor& codes, const at::Tensor& values, const maybe<at::Tensor>& scales, at::ScalarType type) {
    TORCH_CHECK(codes.scalar_type() == at::kByte && values.scalar_type() == at::kFloat && values.numel() == kCodes,
                "expand_codes: uint8 codes and 256 float32 values are expected, given are ", codes.scalar_type(), " and ", values.numel(), " ", values.scalar_type());
    TORCH_CHECK(!scales.has_value() || (scales->scalar_type() == at::kByte && scales->numel() > 0 && codes.dim() == 2 && scales->dim() == 2
                                        && scales->size(0) == codes.size(0) && codes.size(1) % scales->size(1) == 0),
                "expand_codes: block scales do not fit codes of shape ", codes.sizes());
    const bool known = type == at::kFloat || type == at::kBFloat16 || type == at::kHalf;
    if (!codes.device().is_cpu() || !known || codes.numel() == 0) {
        return expand_plain(codes, values, scales, type);
    }
    const auto packed = codes.contiguous();
    const auto table = values.contiguous();
    const auto exponents = scales.has_value() ? scales->contiguous() : at::Tensor();
    const auto out = at::empty(codes.sizes(), codes.options().dtype(type));
    const auto run = [&](auto* to) {
        if (exponents.defined()) {
            expand_blocks(packed.data_ptr<uint8_t>(), table.data_ptr<float>(), exponents.data_ptr<uint8_t>(), to, exponents.numel(), codes.numel() / exponents.numel());
        } else {
            expand(packed.data_ptr<uint8_t>(), table.data_ptr<float>(), to, codes.numel());
        }
    };
    if (type == at::kFloat) {
        run(out.data_ptr<float>());
    } else if (type == at::kBFloat16) {
        run(out.data_ptr<at::BFloat16>());
    } else {
        run(out.data_ptr<at::Half>());
    }
    return out;
}

} // namespace

PT_OP(expand_codes, T codes, T values, T scales, int32_t dtype, Out out) PT_GIVES(expand_codes(ref(codes), ref(values), opt(scales), type(dtype)))
