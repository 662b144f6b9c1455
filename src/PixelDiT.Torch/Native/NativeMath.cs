using System.Runtime.InteropServices;

namespace PixelDiT.Torch.Native;

/// <summary>Elementwise arithmetic of the native library (native/torch/src/ops/math.cpp).</summary>
internal static partial class NativeMath
{
    [LibraryImport(LibTorch.Library, EntryPoint = "pt_abs")]
    internal static partial int abs(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_abs_")]
    internal static partial int abs_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_acos")]
    internal static partial int acos(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_acos_")]
    internal static partial int acos_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_acosh")]
    internal static partial int acosh(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_acosh_")]
    internal static partial int acosh_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_asin")]
    internal static partial int asin(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_asin_")]
    internal static partial int asin_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_asinh")]
    internal static partial int asinh(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_asinh_")]
    internal static partial int asinh_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_atan")]
    internal static partial int atan(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_atan_")]
    internal static partial int atan_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_atanh")]
    internal static partial int atanh(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_atanh_")]
    internal static partial int atanh_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_ceil")]
    internal static partial int ceil(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_ceil_")]
    internal static partial int ceil_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_cos")]
    internal static partial int cos(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_cos_")]
    internal static partial int cos_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_cosh")]
    internal static partial int cosh(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_cosh_")]
    internal static partial int cosh_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_deg2rad")]
    internal static partial int deg2rad(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_deg2rad_")]
    internal static partial int deg2rad_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_rad2deg")]
    internal static partial int rad2deg(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_rad2deg_")]
    internal static partial int rad2deg_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_digamma")]
    internal static partial int digamma(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_digamma_")]
    internal static partial int digamma_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_erf")]
    internal static partial int erf(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_erf_")]
    internal static partial int erf_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_erfc")]
    internal static partial int erfc(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_erfc_")]
    internal static partial int erfc_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_erfinv")]
    internal static partial int erfinv(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_erfinv_")]
    internal static partial int erfinv_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_exp")]
    internal static partial int exp(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_exp_")]
    internal static partial int exp_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_exp2")]
    internal static partial int exp2(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_exp2_")]
    internal static partial int exp2_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_expm1")]
    internal static partial int expm1(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_expm1_")]
    internal static partial int expm1_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_floor")]
    internal static partial int floor(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_floor_")]
    internal static partial int floor_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_frac")]
    internal static partial int frac(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_frac_")]
    internal static partial int frac_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_i0")]
    internal static partial int i0(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_i0_")]
    internal static partial int i0_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_lgamma")]
    internal static partial int lgamma(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_lgamma_")]
    internal static partial int lgamma_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_log")]
    internal static partial int log(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_log_")]
    internal static partial int log_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_log10")]
    internal static partial int log10(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_log10_")]
    internal static partial int log10_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_log1p")]
    internal static partial int log1p(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_log1p_")]
    internal static partial int log1p_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_log2")]
    internal static partial int log2(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_log2_")]
    internal static partial int log2_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_logical_not")]
    internal static partial int logical_not(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_logical_not_")]
    internal static partial int logical_not_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_neg")]
    internal static partial int neg(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_neg_")]
    internal static partial int neg_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_reciprocal")]
    internal static partial int reciprocal(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_reciprocal_")]
    internal static partial int reciprocal_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_rsqrt")]
    internal static partial int rsqrt(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_rsqrt_")]
    internal static partial int rsqrt_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sign")]
    internal static partial int sign(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sign_")]
    internal static partial int sign_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sgn")]
    internal static partial int sgn(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sgn_")]
    internal static partial int sgn_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sin")]
    internal static partial int sin(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sin_")]
    internal static partial int sin_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sinc")]
    internal static partial int sinc(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sinc_")]
    internal static partial int sinc_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sinh")]
    internal static partial int sinh(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sinh_")]
    internal static partial int sinh_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sqrt")]
    internal static partial int sqrt(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sqrt_")]
    internal static partial int sqrt_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_tan")]
    internal static partial int tan(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_tan_")]
    internal static partial int tan_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_tanh")]
    internal static partial int tanh(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_tanh_")]
    internal static partial int tanh_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_trunc")]
    internal static partial int trunc(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_trunc_")]
    internal static partial int trunc_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_bitwise_not")]
    internal static partial int bitwise_not(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_bitwise_not_")]
    internal static partial int bitwise_not_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sigmoid")]
    internal static partial int sigmoid(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sigmoid_")]
    internal static partial int sigmoid_(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_square")]
    internal static partial int square(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_signbit")]
    internal static partial int signbit(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_angle")]
    internal static partial int angle(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_positive")]
    internal static partial int positive(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_conj")]
    internal static partial int conj(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_resolve_conj")]
    internal static partial int resolve_conj(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_resolve_neg")]
    internal static partial int resolve_neg(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_round")]
    internal static partial int round(nint self, long decimals, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_round_")]
    internal static partial int round_(nint self, long decimals);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_atan2")]
    internal static partial int atan2(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_atan2_")]
    internal static partial int atan2_(nint self, nint other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_bitwise_and")]
    internal static partial int bitwise_and(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_bitwise_and_")]
    internal static partial int bitwise_and_(nint self, nint other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_bitwise_or")]
    internal static partial int bitwise_or(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_bitwise_or_")]
    internal static partial int bitwise_or_(nint self, nint other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_bitwise_xor")]
    internal static partial int bitwise_xor(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_bitwise_xor_")]
    internal static partial int bitwise_xor_(nint self, nint other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_bitwise_left_shift")]
    internal static partial int bitwise_left_shift(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_bitwise_left_shift_")]
    internal static partial int bitwise_left_shift_(nint self, nint other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_bitwise_right_shift")]
    internal static partial int bitwise_right_shift(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_bitwise_right_shift_")]
    internal static partial int bitwise_right_shift_(nint self, nint other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_copysign")]
    internal static partial int copysign(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_copysign_")]
    internal static partial int copysign_(nint self, nint other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_fmod")]
    internal static partial int fmod(nint self, nint target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_fmod_")]
    internal static partial int fmod_(nint self, nint target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_remainder")]
    internal static partial int remainder(nint self, nint target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_remainder_")]
    internal static partial int remainder_(nint self, nint target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_gcd")]
    internal static partial int gcd(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_gcd_")]
    internal static partial int gcd_(nint self, nint other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_lcm")]
    internal static partial int lcm(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_lcm_")]
    internal static partial int lcm_(nint self, nint other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_heaviside")]
    internal static partial int heaviside(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_heaviside_")]
    internal static partial int heaviside_(nint self, nint other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_ldexp")]
    internal static partial int ldexp(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_ldexp_")]
    internal static partial int ldexp_(nint self, nint other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_logical_and")]
    internal static partial int logical_and(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_logical_and_")]
    internal static partial int logical_and_(nint self, nint other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_logical_or")]
    internal static partial int logical_or(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_logical_or_")]
    internal static partial int logical_or_(nint self, nint other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_logical_xor")]
    internal static partial int logical_xor(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_logical_xor_")]
    internal static partial int logical_xor_(nint self, nint other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_nextafter")]
    internal static partial int nextafter(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_nextafter_")]
    internal static partial int nextafter_(nint self, nint other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_pow")]
    internal static partial int pow(nint self, nint exponent, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_pow_")]
    internal static partial int pow_(nint self, nint exponent);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_xlogy")]
    internal static partial int xlogy(nint self, nint y, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_xlogy_")]
    internal static partial int xlogy_(nint self, nint y);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_float_power")]
    internal static partial int float_power(nint self, nint target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_float_power_")]
    internal static partial int float_power_(nint self, nint target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_true_divide")]
    internal static partial int true_divide(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_true_divide_")]
    internal static partial int true_divide_(nint self, nint other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_floor_divide")]
    internal static partial int floor_divide(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_hypot")]
    internal static partial int hypot(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_logaddexp")]
    internal static partial int logaddexp(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_logaddexp2")]
    internal static partial int logaddexp2(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_maximum")]
    internal static partial int maximum(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_minimum")]
    internal static partial int minimum(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_fmax")]
    internal static partial int fmax(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_fmin")]
    internal static partial int fmin(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_igamma")]
    internal static partial int igamma(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_igammac")]
    internal static partial int igammac(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_floor_divide_")]
    internal static partial int floor_divide_(nint self, nint other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_floor_divide_scalar")]
    internal static partial int floor_divide_scalar(nint self, NativeScalar other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_floor_divide_scalar_")]
    internal static partial int floor_divide_scalar_(nint self, NativeScalar other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_true_divide_scalar")]
    internal static partial int true_divide_scalar(nint self, NativeScalar other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_true_divide_scalar_")]
    internal static partial int true_divide_scalar_(nint self, NativeScalar other);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_fmod_scalar")]
    internal static partial int fmod_scalar(nint self, NativeScalar scalar, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_fmod_scalar_")]
    internal static partial int fmod_scalar_(nint self, NativeScalar scalar);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_remainder_scalar")]
    internal static partial int remainder_scalar(nint self, NativeScalar scalar, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_remainder_scalar_")]
    internal static partial int remainder_scalar_(nint self, NativeScalar scalar);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_pow_scalar")]
    internal static partial int pow_scalar(nint self, NativeScalar exponent, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_pow_scalar_")]
    internal static partial int pow_scalar_(nint self, NativeScalar exponent);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_xlogy_scalar")]
    internal static partial int xlogy_scalar(nint self, NativeScalar y, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_add")]
    internal static partial int add(nint self, nint target, NativeScalar alpha, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_add_")]
    internal static partial int add_(nint self, nint target, NativeScalar alpha);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_add_scalar")]
    internal static partial int add_scalar(nint self, NativeScalar scalar, NativeScalar alpha, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_add_scalar_")]
    internal static partial int add_scalar_(nint self, NativeScalar scalar, NativeScalar alpha);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sub")]
    internal static partial int sub(nint self, nint target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sub_")]
    internal static partial int sub_(nint self, nint target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sub_scalar")]
    internal static partial int sub_scalar(nint self, NativeScalar target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sub_scalar_")]
    internal static partial int sub_scalar_(nint self, NativeScalar target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_mul")]
    internal static partial int mul(nint self, nint target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_mul_")]
    internal static partial int mul_(nint self, nint target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_mul_scalar")]
    internal static partial int mul_scalar(nint self, NativeScalar target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_mul_scalar_")]
    internal static partial int mul_scalar_(nint self, NativeScalar target);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_div")]
    internal static partial int div(nint self, nint target, int rounding_mode, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_div_")]
    internal static partial int div_(nint self, nint target, int rounding_mode);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_div_scalar")]
    internal static partial int div_scalar(nint self, NativeScalar target, int rounding_mode, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_div_scalar_")]
    internal static partial int div_scalar_(nint self, NativeScalar target, int rounding_mode);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_addcmul")]
    internal static partial int addcmul(nint self, nint tensor1, nint tensor2, NativeScalar value, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_addcmul_")]
    internal static partial int addcmul_(nint self, nint tensor1, nint tensor2, NativeScalar value);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_addcdiv")]
    internal static partial int addcdiv(nint self, nint tensor1, nint tensor2, NativeScalar value, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_addcdiv_")]
    internal static partial int addcdiv_(nint self, nint tensor1, nint tensor2, NativeScalar value);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_lerp")]
    internal static partial int lerp(nint self, nint end, nint weight, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_lerp_")]
    internal static partial int lerp_(nint self, nint end, nint weight);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_clamp")]
    internal static partial int clamp(nint self, NativeScalar min, NativeScalar max, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_clamp_x")]
    internal static partial int clamp_x(nint self, nint min, nint max, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_clamp_")]
    internal static partial int clamp_(nint self, NativeScalar min, NativeScalar max);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_clamp_x_")]
    internal static partial int clamp_x_(nint self, nint min, nint max);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_clamp_max")]
    internal static partial int clamp_max(nint self, NativeScalar max, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_clamp_max_")]
    internal static partial int clamp_max_(nint self, NativeScalar max);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_clamp_min")]
    internal static partial int clamp_min(nint self, NativeScalar min, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_clamp_min_")]
    internal static partial int clamp_min_(nint self, NativeScalar min);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_nan_to_num")]
    internal static partial int nan_to_num(nint self, double nan, NativeOptionalReal posinf, NativeOptionalReal neginf, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_nan_to_num_")]
    internal static partial int nan_to_num_(nint self, double nan, NativeOptionalReal posinf, NativeOptionalReal neginf);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_logit")]
    internal static partial int logit(nint self, NativeOptionalReal eps, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_polygamma")]
    internal static partial int polygamma(nint self, long p, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_cumsum")]
    internal static partial int cumsum(nint self, long dim, int type, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_cumprod")]
    internal static partial int cumprod(nint self, long dim, int type, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_cummax")]
    internal static partial int cummax(nint self, long dim, out nint first, out nint second);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_cummin")]
    internal static partial int cummin(nint self, long dim, out nint first, out nint second);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_logcumsumexp")]
    internal static partial int logcumsumexp(nint self, long dim, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_diff")]
    internal static partial int diff(nint self, long n, long dim, nint prepend, nint append, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_histc")]
    internal static partial int histc(nint self, long bins, long min, long max, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_fill_")]
    internal static partial int fill_(nint self, NativeScalar value);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_zero_")]
    internal static partial int zero_(nint self);
}
