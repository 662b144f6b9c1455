#define PT_ISA isa_base
#include "attention.inl"
