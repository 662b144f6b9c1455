#define PT_ISA isa_base
#define PT_ISA_TEXT "base"
#include "rows.inl"
