#define PT_ISA isa_avx2
#include "attention.inl"
