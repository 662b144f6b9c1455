#define PT_ISA isa_avx512bf16
#define PT_ISA_DOT_BF16
#include "attention.inl"
