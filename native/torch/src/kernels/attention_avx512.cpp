#define PT_ISA isa_avx512
#include "attention.inl"
