#define PT_ISA isa_avx2
#define PT_ISA_TEXT "avx2"
#include "rows.inl"
