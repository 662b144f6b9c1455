#define PT_ISA isa_avx512
#define PT_ISA_TEXT "avx512"
#include "rows.inl"
