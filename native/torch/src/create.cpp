// New tensors: from sizes, ranges, numbers, and memory.
#include "abi.h"

using namespace pt;

#define PT_SIZES I size, int32_t size_n
#define PT_OPTIONS int32_t dtype, int32_t device_kind, int32_t device_index
#define PT_TO_OPTIONS options(dtype, device_kind, device_index)

PT_OP(empty, PT_SIZES, PT_OPTIONS, Out out) PT_GIVES(at::empty(ints(size, size_n), PT_TO_OPTIONS))
PT_OP(zeros, PT_SIZES, PT_OPTIONS, Out out) PT_GIVES(at::zeros(ints(size, size_n), PT_TO_OPTIONS))
PT_OP(ones, PT_SIZES, PT_OPTIONS, Out out) PT_GIVES(at::ones(ints(size, size_n), PT_TO_OPTIONS))
PT_OP(full, PT_SIZES, S value, PT_OPTIONS, Out out) PT_GIVES(at::full(ints(size, size_n), num(value), PT_TO_OPTIONS))
PT_OP(empty_strided, PT_SIZES, I strides, int32_t strides_n, PT_OPTIONS, Out out)
PT_GIVES(at::empty_strided(ints(size, size_n), ints(strides, strides_n), PT_TO_OPTIONS))
PT_OP(randn, PT_SIZES, Gen generator, PT_OPTIONS, Out out)
PT_GIVES(at::randn(ints(size, size_n), gen(generator), PT_TO_OPTIONS))
PT_OP(rand, PT_SIZES, Gen generator, PT_OPTIONS, Out out)
PT_GIVES(at::rand(ints(size, size_n), gen(generator), PT_TO_OPTIONS))
PT_OP(randint, int64_t low, int64_t high, PT_SIZES, Gen generator, PT_OPTIONS, Out out)
PT_GIVES(at::randint(low, high, ints(size, size_n), gen(generator), PT_TO_OPTIONS))
PT_OP(randperm, int64_t n, Gen generator, PT_OPTIONS, Out out) PT_GIVES(at::randperm(n, gen(generator), PT_TO_OPTIONS))
PT_OP(normal, double mean, double std, PT_SIZES, Gen generator, PT_OPTIONS, Out out)
PT_GIVES(at::normal(mean, std, ints(size, size_n), gen(generator), PT_TO_OPTIONS))
PT_OP(arange, S start, S stop, S step, PT_OPTIONS, Out out)
PT_GIVES(at::arange(num(start), num(stop), num(step), PT_TO_OPTIONS))
PT_OP(linspace, double start, double end, int64_t steps, PT_OPTIONS, Out out)
PT_GIVES(at::linspace(start, end, steps, PT_TO_OPTIONS))
PT_OP(logspace, double start, double end, int64_t steps, double base, PT_OPTIONS, Out out)
PT_GIVES(at::logspace(start, end, steps, base, PT_TO_OPTIONS))
PT_OP(eye, int64_t rows, int64_t columns, PT_OPTIONS, Out out) PT_GIVES(at::eye(rows, columns, PT_TO_OPTIONS))
PT_OP(tril_indices, int64_t rows, int64_t columns, int64_t offset, PT_OPTIONS, Out out)
PT_GIVES(at::tril_indices(rows, columns, offset, PT_TO_OPTIONS))
PT_OP(triu_indices, int64_t rows, int64_t columns, int64_t offset, PT_OPTIONS, Out out)
PT_GIVES(at::triu_indices(rows, columns, offset, PT_TO_OPTIONS))
PT_OP(scalar_tensor, S value, PT_OPTIONS, Out out) PT_GIVES(at::scalar_tensor(num(value), PT_TO_OPTIONS))
PT_OP(complex, T real, T imag, Out out) PT_GIVES(at::complex(ref(real), ref(imag)))
PT_OP(polar, T abs, T angle, Out out) PT_GIVES(at::polar(ref(abs), ref(angle)))
PT_OP(hann_window, int64_t length, bool periodic, PT_OPTIONS, Out out)
PT_GIVES(at::hann_window(length, periodic, PT_TO_OPTIONS))

// A copy of packed elements.
PT_OP(from_elements, const void* elements, PT_SIZES, int32_t dtype, Out out)
PT_GIVES(at::from_blob(const_cast<void*>(elements), ints(size, size_n), at::TensorOptions().dtype(type(dtype))).clone())

// The memory itself. release(context) is called once, from whichever thread drops the last reference.
PT_OP(from_memory, void* memory, PT_SIZES, int32_t dtype, void (*release)(void*), void* context, Out out)
PT_GIVES(at::from_blob(memory, ints(size, size_n), [release, context](void*) { release(context); },
                       at::TensorOptions().dtype(type(dtype))))

PT_OP(cat, TL tensors, int32_t tensors_n, int64_t dim, Out out) PT_GIVES(at::cat(list(tensors, tensors_n), dim))
PT_OP(stack, TL tensors, int32_t tensors_n, int64_t dim, Out out) PT_GIVES(at::stack(list(tensors, tensors_n), dim))
PT_OP(hstack, TL tensors, int32_t tensors_n, Out out) PT_GIVES(at::hstack(list(tensors, tensors_n)))
PT_OP(vstack, TL tensors, int32_t tensors_n, Out out) PT_GIVES(at::vstack(list(tensors, tensors_n)))
PT_OP(dstack, TL tensors, int32_t tensors_n, Out out) PT_GIVES(at::dstack(list(tensors, tensors_n)))
PT_OP(column_stack, TL tensors, int32_t tensors_n, Out out) PT_GIVES(at::column_stack(list(tensors, tensors_n)))
PT_OP(block_diag, TL tensors, int32_t tensors_n, Out out) PT_GIVES(at::block_diag(list(tensors, tensors_n)))
PT_OP(cartesian_prod, TL tensors, int32_t tensors_n, Out out) PT_GIVES(at::cartesian_prod(list(tensors, tensors_n)))
PT_OP(einsum, const char* equation, TL tensors, int32_t tensors_n, Out out)
PT_GIVES(at::einsum(equation, list(tensors, tensors_n)))
PT_OP(meshgrid, TL tensors, int32_t tensors_n, const char* indexing, pt_tensor_list** out)
PT_LISTS(at::meshgrid(list(tensors, tensors_n), indexing))
PT_OP(broadcast_tensors, TL tensors, int32_t tensors_n, pt_tensor_list** out)
PT_LISTS(at::broadcast_tensors(list(tensors, tensors_n)))
PT_OP(where_indices, T condition, pt_tensor_list** out) PT_LISTS(at::where(ref(condition)))
PT_OP(searchsorted, T sequence, T values, bool out_int32, bool right, T sorter, Out out)
PT_GIVES(at::searchsorted(ref(sequence), ref(values), out_int32, right, Text{nullptr}, opt(sorter)))
PT_OP(promote_types, int32_t one, int32_t two, int64_t* out)
PT_DOES(*out = static_cast<int64_t>(c10::promoteTypes(type(one), type(two))))
PT_OP(result_type, T one, T two, int64_t* out)
PT_DOES(*out = static_cast<int64_t>(at::result_type(ref(one), ref(two))))
