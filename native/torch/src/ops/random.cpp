// Random numbers in place.
#include "abi.h"
#include "ops/helpers.h"

using namespace pt;

PT_OP(normal_, T self, double mean, double std, Gen generator) PT_DOES(ref(self).normal_(mean, std, gen(generator)))
PT_OP(uniform_, T self, double from, double to, Gen generator) PT_DOES(ref(self).uniform_(from, to, gen(generator)))
PT_OP(random_, T self, double from, double to, Gen generator)
    PT_DOES(ref(self).random_(static_cast<int64_t>(from), static_cast<int64_t>(to), gen(generator)))
PT_OP(bernoulli_, T self, double p, Gen generator) PT_DOES(ref(self).bernoulli_(p, gen(generator)))
PT_OP(exponential_, T self, double lambda, Gen generator) PT_DOES(ref(self).exponential_(lambda, gen(generator)))
PT_OP(log_normal_, T self, double mean, double std, Gen generator)
    PT_DOES(ref(self).log_normal_(mean, std, gen(generator)))
PT_OP(cauchy_, T self, double median, double sigma, Gen generator)
    PT_DOES(ref(self).cauchy_(median, sigma, gen(generator)))
PT_OP(geometric_, T self, double p, Gen generator) PT_DOES(ref(self).geometric_(p, gen(generator)))
PT_OP(bernoulli, T self, Gen generator, Out out) PT_GIVES(ref(self).bernoulli(gen(generator)))
PT_OP(multinomial, T self, int64_t num_samples, bool replacement, Gen generator, Out out)
    PT_GIVES(ref(self).multinomial(num_samples, replacement, gen(generator)))
PT_OP(poisson, T self, Gen generator, Out out) PT_GIVES(at::poisson(ref(self), gen(generator)))
