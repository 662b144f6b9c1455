// Tensor handles: lifetime, description, data, conversion.
#include "abi.h"

#include <ATen/core/Dict.h>
#include <ATen/NamedTensorUtils.h>

using namespace pt;

extern "C" __attribute__((visibility("default"))) void pt_tensor_free(T self) noexcept {
    delete reinterpret_cast<at::Tensor*>(self);
}
extern "C" __attribute__((visibility("default"))) int32_t pt_list_size(pt_tensor_list* self) noexcept {
    return static_cast<int32_t>(reinterpret_cast<std::vector<at::Tensor>*>(self)->size());
}
extern "C" __attribute__((visibility("default"))) void pt_list_free(pt_tensor_list* self) noexcept {
    delete reinterpret_cast<std::vector<at::Tensor>*>(self);
}
PT_OP(list_at, pt_tensor_list* self, int32_t index, Out out)
PT_GIVES(reinterpret_cast<std::vector<at::Tensor>*>(self)->at(index))

// What a tensor is, in one call: dtype, device, number of dimensions.
struct pt_description {
    int64_t elements;
    int64_t storage_offset;
    int32_t dtype;
    int32_t element_size;
    int32_t dimensions;
    int32_t device_kind;
    int32_t device_index;
    int32_t flags; // 1 contiguous, 2 requires_grad, 4 leaf, 8 sparse, 16 conjugated, 32 negated, 64 has names, 128 pinned
};
PT_OP(describe, T self, pt_description* out)
PT_DOES(
    const auto& t = ref(self);
    const bool strided = t.layout() == at::kStrided;
    out->elements = t.numel();
    out->storage_offset = strided ? t.storage_offset() : 0;
    out->dtype = static_cast<int32_t>(t.scalar_type());
    out->element_size = static_cast<int32_t>(t.element_size());
    out->dimensions = static_cast<int32_t>(t.dim());
    out->device_kind = static_cast<int32_t>(t.device().type());
    out->device_index = t.device().index();
    out->flags = (strided && t.is_contiguous() ? 1 : 0) | (t.requires_grad() ? 2 : 0) | (t.is_leaf() ? 4 : 0)
        | (t.is_sparse() ? 8 : 0) | (t.is_conj() ? 16 : 0) | (t.is_neg() ? 32 : 0) | (t.has_names() ? 64 : 0))
PT_OP(sizes, T self, int64_t* out)
PT_DOES(const auto& t = ref(self); std::copy(t.sizes().begin(), t.sizes().end(), out))
PT_OP(strides, T self, int64_t* out)
PT_DOES(const auto& t = ref(self); std::copy(t.strides().begin(), t.strides().end(), out))
PT_OP(size, T self, int64_t dim, int64_t* out) PT_DOES(*out = ref(self).size(dim))
PT_OP(stride, T self, int64_t dim, int64_t* out) PT_DOES(*out = ref(self).stride(dim))
PT_OP(data_pointer, T self, void** out) PT_DOES(*out = ref(self).data_ptr())
PT_OP(item, T self, pt_scalar* out)
PT_DOES(
    const at::Scalar value = ref(self).item();
    out->integer = 0;
    out->real = out->imaginary = 0;
    if (value.isBoolean()) {
        out->kind = 2;
        out->integer = value.toBool() ? 1 : 0;
    } else if (value.isIntegral(false)) {
        out->kind = 0;
        out->integer = value.toLong();
    } else if (value.isComplex()) {
        out->kind = 3;
        out->real = value.toComplexDouble().real();
        out->imaginary = value.toComplexDouble().imag();
    } else {
        out->kind = 1;
        out->real = value.toDouble();
    })
PT_OP(is_pinned, T self, int64_t* out) PT_DOES(*out = ref(self).is_pinned() ? 1 : 0)
PT_OP(pin_memory, T self, Out out) PT_GIVES(ref(self).pin_memory())

PT_OP(to, T self, int32_t dtype, int32_t device_kind, int32_t device_index, bool copy, bool non_blocking, Out out)
PT_GIVES(device_kind < 0 ? ref(self).to(type(dtype), non_blocking, copy)
                         : ref(self).to(options(dtype, device_kind, device_index), non_blocking, copy))
PT_OP(copy_, T self, T source, bool non_blocking) PT_DOES(ref(self).copy_(ref(source), non_blocking))
PT_OP(set_, T self, T source) PT_DOES(ref(self).set_(ref(source)))
PT_OP(real, T self, Out out) PT_GIVES(at::real(ref(self)))
PT_OP(imag, T self, Out out) PT_GIVES(at::imag(ref(self)))
PT_OP(to_dense, T self, Out out) PT_GIVES(ref(self).to_dense())

// names: dimension names joined with commas, "*" for none.
PT_OP(rename_, T self, const char* names)
PT_DOES(
    std::vector<at::Dimname> parsed;
    const std::string text(names);
    for (size_t start = 0; !text.empty() && start <= text.size();) {
        const size_t end = std::min(text.find(',', start), text.size());
        const auto name = text.substr(start, end - start);
        parsed.push_back(name == "*" ? at::Dimname::wildcard() : at::Dimname::fromSymbol(at::Symbol::dimname(name)));
        start = end + 1;
    }
    at::internal_set_names_inplace(ref(self), parsed.empty() ? maybe<at::DimnameList>() : maybe<at::DimnameList>(parsed)))

// kinds: 'i' integer, 'n' none, '.' ellipsis, 't' tensor, 'b' boolean, 's' slice (three values each; INT64_MIN: absent).
namespace {
std::vector<at::indexing::TensorIndex> indices(const char* kinds, I values, TL tensors, int32_t count) {
    std::vector<at::indexing::TensorIndex> result;
    const auto bound = [](int64_t value, int64_t otherwise) { return value == INT64_MIN ? otherwise : value; };
    for (int32_t i = 0; i < count; i++) {
        const I v = values + 3 * i;
        switch (kinds[i]) {
        case 'i':
            result.emplace_back(v[0]);
            break;
        case 'n':
            result.emplace_back(at::indexing::None);
            break;
        case '.':
            result.emplace_back(at::indexing::Ellipsis);
            break;
        case 't':
            result.emplace_back(ref(tensors[i]));
            break;
        case 'b':
            result.emplace_back(v[0] != 0);
            break;
        default:
            result.emplace_back(at::indexing::Slice(bound(v[0], 0), bound(v[1], INT64_MAX), bound(v[2], 1)));
        }
    }
    return result;
}
} // namespace

PT_OP(index, T self, const char* kinds, I values, TL tensors, int32_t count, Out out)
PT_GIVES(ref(self).index(indices(kinds, values, tensors, count)))
PT_OP(index_put_, T self, const char* kinds, I values, TL tensors, int32_t count, T value, bool accumulate)
PT_DOES(
    auto at_these = indices(kinds, values, tensors, count);
    if (accumulate) {
        c10::List<maybe<at::Tensor>> found;
        for (const auto& index : at_these) {
            TORCH_CHECK(index.is_tensor(), "accumulate takes tensor indices only");
            found.push_back(index.tensor());
        }
        ref(self).index_put_(found, ref(value), true);
    } else {
        ref(self).index_put_(at_these, ref(value));
    })
PT_OP(index_put_number_, T self, const char* kinds, I values, TL tensors, int32_t count, S value)
PT_DOES(ref(self).index_put_(indices(kinds, values, tensors, count), num(value)))
