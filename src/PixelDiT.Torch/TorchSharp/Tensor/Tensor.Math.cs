using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    // Elementwise arithmetic. In-place methods end in an underscore and return the tensor itself.
    public partial class Tensor
    {
        /// <summary>Absolute value of each element.</summary>
        public Tensor abs() => Take(NativeMath.abs(Handle, out var r), r, this);

        /// <summary>In place: absolute value of each element.</summary>
        public Tensor abs_() => Done(NativeMath.abs_(Handle), this);

        /// <summary>Arc cosine of each element.</summary>
        public Tensor acos() => Take(NativeMath.acos(Handle, out var r), r, this);

        /// <summary>In place: arc cosine of each element.</summary>
        public Tensor acos_() => Done(NativeMath.acos_(Handle), this);

        /// <summary>Inverse hyperbolic cosine of each element.</summary>
        public Tensor acosh() => Take(NativeMath.acosh(Handle, out var r), r, this);

        /// <summary>In place: inverse hyperbolic cosine of each element.</summary>
        public Tensor acosh_() => Done(NativeMath.acosh_(Handle), this);

        /// <summary>Arc sine of each element.</summary>
        public Tensor asin() => Take(NativeMath.asin(Handle, out var r), r, this);

        /// <summary>In place: arc sine of each element.</summary>
        public Tensor asin_() => Done(NativeMath.asin_(Handle), this);

        /// <summary>Inverse hyperbolic sine of each element.</summary>
        public Tensor asinh() => Take(NativeMath.asinh(Handle, out var r), r, this);

        /// <summary>In place: inverse hyperbolic sine of each element.</summary>
        public Tensor asinh_() => Done(NativeMath.asinh_(Handle), this);

        /// <summary>Arc tangent of each element.</summary>
        public Tensor atan() => Take(NativeMath.atan(Handle, out var r), r, this);

        /// <summary>In place: arc tangent of each element.</summary>
        public Tensor atan_() => Done(NativeMath.atan_(Handle), this);

        /// <summary>Inverse hyperbolic tangent of each element.</summary>
        public Tensor atanh() => Take(NativeMath.atanh(Handle, out var r), r, this);

        /// <summary>In place: inverse hyperbolic tangent of each element.</summary>
        public Tensor atanh_() => Done(NativeMath.atanh_(Handle), this);

        /// <summary>Each element rounded up.</summary>
        public Tensor ceil() => Take(NativeMath.ceil(Handle, out var r), r, this);

        /// <summary>In place: each element rounded up.</summary>
        public Tensor ceil_() => Done(NativeMath.ceil_(Handle), this);

        /// <summary>Cosine of each element, in radians.</summary>
        public Tensor cos() => Take(NativeMath.cos(Handle, out var r), r, this);

        /// <summary>In place: cosine of each element, in radians.</summary>
        public Tensor cos_() => Done(NativeMath.cos_(Handle), this);

        /// <summary>Hyperbolic cosine of each element.</summary>
        public Tensor cosh() => Take(NativeMath.cosh(Handle, out var r), r, this);

        /// <summary>In place: hyperbolic cosine of each element.</summary>
        public Tensor cosh_() => Done(NativeMath.cosh_(Handle), this);

        /// <summary>Degrees to radians.</summary>
        public Tensor deg2rad() => Take(NativeMath.deg2rad(Handle, out var r), r, this);

        /// <summary>In place: degrees to radians.</summary>
        public Tensor deg2rad_() => Done(NativeMath.deg2rad_(Handle), this);

        /// <summary>Radians to degrees.</summary>
        public Tensor rad2deg() => Take(NativeMath.rad2deg(Handle, out var r), r, this);

        /// <summary>In place: radians to degrees.</summary>
        public Tensor rad2deg_() => Done(NativeMath.rad2deg_(Handle), this);

        /// <summary>Logarithmic derivative of the gamma function.</summary>
        public Tensor digamma() => Take(NativeMath.digamma(Handle, out var r), r, this);

        /// <summary>In place: logarithmic derivative of the gamma function.</summary>
        public Tensor digamma_() => Done(NativeMath.digamma_(Handle), this);

        /// <summary>Error function of each element.</summary>
        public Tensor erf() => Take(NativeMath.erf(Handle, out var r), r, this);

        /// <summary>In place: error function of each element.</summary>
        public Tensor erf_() => Done(NativeMath.erf_(Handle), this);

        /// <summary>Complementary error function of each element.</summary>
        public Tensor erfc() => Take(NativeMath.erfc(Handle, out var r), r, this);

        /// <summary>In place: complementary error function of each element.</summary>
        public Tensor erfc_() => Done(NativeMath.erfc_(Handle), this);

        /// <summary>Inverse error function of each element.</summary>
        public Tensor erfinv() => Take(NativeMath.erfinv(Handle, out var r), r, this);

        /// <summary>In place: inverse error function of each element.</summary>
        public Tensor erfinv_() => Done(NativeMath.erfinv_(Handle), this);

        /// <summary>e to the power of each element.</summary>
        public Tensor exp() => Take(NativeMath.exp(Handle, out var r), r, this);

        /// <summary>In place: e to the power of each element.</summary>
        public Tensor exp_() => Done(NativeMath.exp_(Handle), this);

        /// <summary>2 to the power of each element.</summary>
        public Tensor exp2() => Take(NativeMath.exp2(Handle, out var r), r, this);

        /// <summary>In place: 2 to the power of each element.</summary>
        public Tensor exp2_() => Done(NativeMath.exp2_(Handle), this);

        /// <summary>exp(x) - 1, exact near zero.</summary>
        public Tensor expm1() => Take(NativeMath.expm1(Handle, out var r), r, this);

        /// <summary>In place: exp(x) - 1, exact near zero.</summary>
        public Tensor expm1_() => Done(NativeMath.expm1_(Handle), this);

        /// <summary>Each element rounded down.</summary>
        public Tensor floor() => Take(NativeMath.floor(Handle, out var r), r, this);

        /// <summary>In place: each element rounded down.</summary>
        public Tensor floor_() => Done(NativeMath.floor_(Handle), this);

        /// <summary>Fractional part of each element.</summary>
        public Tensor frac() => Take(NativeMath.frac(Handle, out var r), r, this);

        /// <summary>In place: fractional part of each element.</summary>
        public Tensor frac_() => Done(NativeMath.frac_(Handle), this);

        /// <summary>Modified Bessel function of the first kind, order 0.</summary>
        public Tensor i0() => Take(NativeMath.i0(Handle, out var r), r, this);

        /// <summary>In place: modified Bessel function of the first kind, order 0.</summary>
        public Tensor i0_() => Done(NativeMath.i0_(Handle), this);

        /// <summary>Logarithm of the absolute value of the gamma function.</summary>
        public Tensor lgamma() => Take(NativeMath.lgamma(Handle, out var r), r, this);

        /// <summary>In place: logarithm of the absolute value of the gamma function.</summary>
        public Tensor lgamma_() => Done(NativeMath.lgamma_(Handle), this);

        /// <summary>Natural logarithm of each element.</summary>
        public Tensor log() => Take(NativeMath.log(Handle, out var r), r, this);

        /// <summary>In place: natural logarithm of each element.</summary>
        public Tensor log_() => Done(NativeMath.log_(Handle), this);

        /// <summary>Logarithm to base 10 of each element.</summary>
        public Tensor log10() => Take(NativeMath.log10(Handle, out var r), r, this);

        /// <summary>In place: logarithm to base 10 of each element.</summary>
        public Tensor log10_() => Done(NativeMath.log10_(Handle), this);

        /// <summary>log(1 + x), exact near zero.</summary>
        public Tensor log1p() => Take(NativeMath.log1p(Handle, out var r), r, this);

        /// <summary>In place: log(1 + x), exact near zero.</summary>
        public Tensor log1p_() => Done(NativeMath.log1p_(Handle), this);

        /// <summary>Logarithm to base 2 of each element.</summary>
        public Tensor log2() => Take(NativeMath.log2(Handle, out var r), r, this);

        /// <summary>In place: logarithm to base 2 of each element.</summary>
        public Tensor log2_() => Done(NativeMath.log2_(Handle), this);

        /// <summary>Logical negation; the result is boolean.</summary>
        public Tensor logical_not() => Take(NativeMath.logical_not(Handle, out var r), r, this);

        /// <summary>In place: logical negation; the result is boolean.</summary>
        public Tensor logical_not_() => Done(NativeMath.logical_not_(Handle), this);

        /// <summary>Each element negated.</summary>
        public Tensor neg() => Take(NativeMath.neg(Handle, out var r), r, this);

        /// <summary>In place: each element negated.</summary>
        public Tensor neg_() => Done(NativeMath.neg_(Handle), this);

        /// <summary>1 / x of each element.</summary>
        public Tensor reciprocal() => Take(NativeMath.reciprocal(Handle, out var r), r, this);

        /// <summary>In place: 1 / x of each element.</summary>
        public Tensor reciprocal_() => Done(NativeMath.reciprocal_(Handle), this);

        /// <summary>1 / sqrt(x) of each element.</summary>
        public Tensor rsqrt() => Take(NativeMath.rsqrt(Handle, out var r), r, this);

        /// <summary>In place: 1 / sqrt(x) of each element.</summary>
        public Tensor rsqrt_() => Done(NativeMath.rsqrt_(Handle), this);

        /// <summary>-1, 0 or 1 by the sign of each element.</summary>
        public Tensor sign() => Take(NativeMath.sign(Handle, out var r), r, this);

        /// <summary>In place: -1, 0 or 1 by the sign of each element.</summary>
        public Tensor sign_() => Done(NativeMath.sign_(Handle), this);

        /// <summary>Sign; for complex numbers x / |x|.</summary>
        public Tensor sgn() => Take(NativeMath.sgn(Handle, out var r), r, this);

        /// <summary>In place: sign; for complex numbers x / |x|.</summary>
        public Tensor sgn_() => Done(NativeMath.sgn_(Handle), this);

        /// <summary>Sine of each element, in radians.</summary>
        public Tensor sin() => Take(NativeMath.sin(Handle, out var r), r, this);

        /// <summary>In place: sine of each element, in radians.</summary>
        public Tensor sin_() => Done(NativeMath.sin_(Handle), this);

        /// <summary>sin(πx) / (πx).</summary>
        public Tensor sinc() => Take(NativeMath.sinc(Handle, out var r), r, this);

        /// <summary>In place: sin(πx) / (πx).</summary>
        public Tensor sinc_() => Done(NativeMath.sinc_(Handle), this);

        /// <summary>Hyperbolic sine of each element.</summary>
        public Tensor sinh() => Take(NativeMath.sinh(Handle, out var r), r, this);

        /// <summary>In place: hyperbolic sine of each element.</summary>
        public Tensor sinh_() => Done(NativeMath.sinh_(Handle), this);

        /// <summary>Square root of each element.</summary>
        public Tensor sqrt() => Take(NativeMath.sqrt(Handle, out var r), r, this);

        /// <summary>In place: square root of each element.</summary>
        public Tensor sqrt_() => Done(NativeMath.sqrt_(Handle), this);

        /// <summary>Tangent of each element, in radians.</summary>
        public Tensor tan() => Take(NativeMath.tan(Handle, out var r), r, this);

        /// <summary>In place: tangent of each element, in radians.</summary>
        public Tensor tan_() => Done(NativeMath.tan_(Handle), this);

        /// <summary>Hyperbolic tangent of each element.</summary>
        public Tensor tanh() => Take(NativeMath.tanh(Handle, out var r), r, this);

        /// <summary>In place: hyperbolic tangent of each element.</summary>
        public Tensor tanh_() => Done(NativeMath.tanh_(Handle), this);

        /// <summary>Each element rounded towards zero.</summary>
        public Tensor trunc() => Take(NativeMath.trunc(Handle, out var r), r, this);

        /// <summary>In place: each element rounded towards zero.</summary>
        public Tensor trunc_() => Done(NativeMath.trunc_(Handle), this);

        /// <summary>Bitwise negation (logical for booleans).</summary>
        public Tensor bitwise_not() => Take(NativeMath.bitwise_not(Handle, out var r), r, this);

        /// <summary>In place: bitwise negation (logical for booleans).</summary>
        public Tensor bitwise_not_() => Done(NativeMath.bitwise_not_(Handle), this);

        /// <summary>1 / (1 + exp(-x)).</summary>
        public Tensor sigmoid() => Take(NativeMath.sigmoid(Handle, out var r), r, this);

        /// <summary>In place: 1 / (1 + exp(-x)).</summary>
        public Tensor sigmoid_() => Done(NativeMath.sigmoid_(Handle), this);

        /// <summary>x² of each element.</summary>
        public Tensor square() => Take(NativeMath.square(Handle, out var r), r, this);

        /// <summary>Whether the sign bit of each element is set.</summary>
        public Tensor signbit() => Take(NativeMath.signbit(Handle, out var r), r, this);

        /// <summary>Argument of each complex element, in radians.</summary>
        public Tensor angle() => Take(NativeMath.angle(Handle, out var r), r, this);

        /// <summary>The tensor itself.</summary>
        public Tensor positive() => Take(NativeMath.positive(Handle, out var r), r, this);

        /// <summary>Complex conjugate (a view).</summary>
        public Tensor conj() => Take(NativeMath.conj(Handle, out var r), r, this);

        /// <summary>Materialises a lazy conjugation.</summary>
        public Tensor resolve_conj() => Take(NativeMath.resolve_conj(Handle, out var r), r, this);

        /// <summary>Materialises a lazy negation.</summary>
        public Tensor resolve_neg() => Take(NativeMath.resolve_neg(Handle, out var r), r, this);

        /// <summary>Rounded to the nearest (halves to even) at this many decimals.</summary>
        public Tensor round(long decimals = 0) => Take(NativeMath.round(Handle, decimals, out var r), r, this);

        /// <summary>In place: rounded to the nearest (halves to even) at this many decimals.</summary>
        public Tensor round_(long decimals = 0) => Done(NativeMath.round_(Handle, decimals), this);

        /// <summary>Angle of the point (other, this), in radians.</summary>
        public Tensor atan2(Tensor other) => Take(NativeMath.atan2(Handle, other.Handle, out var r), r, this, other);

        /// <summary>In place: angle of the point (other, this), in radians.</summary>
        public Tensor atan2_(Tensor other) => Done(NativeMath.atan2_(Handle, other.Handle), this, other);

        /// <summary>Bitwise and.</summary>
        public Tensor bitwise_and(Tensor other) => Take(NativeMath.bitwise_and(Handle, other.Handle, out var r), r, this, other);

        /// <summary>In place: bitwise and.</summary>
        public Tensor bitwise_and_(Tensor other) => Done(NativeMath.bitwise_and_(Handle, other.Handle), this, other);

        /// <summary>Bitwise or.</summary>
        public Tensor bitwise_or(Tensor other) => Take(NativeMath.bitwise_or(Handle, other.Handle, out var r), r, this, other);

        /// <summary>In place: bitwise or.</summary>
        public Tensor bitwise_or_(Tensor other) => Done(NativeMath.bitwise_or_(Handle, other.Handle), this, other);

        /// <summary>Bitwise exclusive or.</summary>
        public Tensor bitwise_xor(Tensor other) => Take(NativeMath.bitwise_xor(Handle, other.Handle, out var r), r, this, other);

        /// <summary>In place: bitwise exclusive or.</summary>
        public Tensor bitwise_xor_(Tensor other) => Done(NativeMath.bitwise_xor_(Handle, other.Handle), this, other);

        /// <summary>Bits shifted left.</summary>
        public Tensor bitwise_left_shift(Tensor other) =>
            Take(NativeMath.bitwise_left_shift(Handle, other.Handle, out var r), r, this, other);

        /// <summary>In place: bits shifted left.</summary>
        public Tensor bitwise_left_shift_(Tensor other) => Done(NativeMath.bitwise_left_shift_(Handle, other.Handle), this, other);

        /// <summary>Bits shifted right.</summary>
        public Tensor bitwise_right_shift(Tensor other) =>
            Take(NativeMath.bitwise_right_shift(Handle, other.Handle, out var r), r, this, other);

        /// <summary>In place: bits shifted right.</summary>
        public Tensor bitwise_right_shift_(Tensor other) => Done(NativeMath.bitwise_right_shift_(Handle, other.Handle), this, other);

        /// <summary>This magnitude with the other's sign.</summary>
        public Tensor copysign(Tensor other) => Take(NativeMath.copysign(Handle, other.Handle, out var r), r, this, other);

        /// <summary>In place: this magnitude with the other's sign.</summary>
        public Tensor copysign_(Tensor other) => Done(NativeMath.copysign_(Handle, other.Handle), this, other);

        /// <summary>Remainder with the dividend's sign.</summary>
        public Tensor fmod(Tensor target) => Take(NativeMath.fmod(Handle, target.Handle, out var r), r, this, target);

        /// <summary>In place: remainder with the dividend's sign.</summary>
        public Tensor fmod_(Tensor target) => Done(NativeMath.fmod_(Handle, target.Handle), this, target);

        /// <summary>Remainder with the divisor's sign.</summary>
        public Tensor remainder(Tensor target) => Take(NativeMath.remainder(Handle, target.Handle, out var r), r, this, target);

        /// <summary>In place: remainder with the divisor's sign.</summary>
        public Tensor remainder_(Tensor target) => Done(NativeMath.remainder_(Handle, target.Handle), this, target);

        /// <summary>Greatest common divisor.</summary>
        public Tensor gcd(Tensor other) => Take(NativeMath.gcd(Handle, other.Handle, out var r), r, this, other);

        /// <summary>In place: greatest common divisor.</summary>
        public Tensor gcd_(Tensor other) => Done(NativeMath.gcd_(Handle, other.Handle), this, other);

        /// <summary>Least common multiple.</summary>
        public Tensor lcm(Tensor other) => Take(NativeMath.lcm(Handle, other.Handle, out var r), r, this, other);

        /// <summary>In place: least common multiple.</summary>
        public Tensor lcm_(Tensor other) => Done(NativeMath.lcm_(Handle, other.Handle), this, other);

        /// <summary>Heaviside step function; other is the value at zero.</summary>
        public Tensor heaviside(Tensor other) => Take(NativeMath.heaviside(Handle, other.Handle, out var r), r, this, other);

        /// <summary>In place: heaviside step function; other is the value at zero.</summary>
        public Tensor heaviside_(Tensor other) => Done(NativeMath.heaviside_(Handle, other.Handle), this, other);

        /// <summary>this · 2^other.</summary>
        public Tensor ldexp(Tensor other) => Take(NativeMath.ldexp(Handle, other.Handle, out var r), r, this, other);

        /// <summary>In place: this · 2^other.</summary>
        public Tensor ldexp_(Tensor other) => Done(NativeMath.ldexp_(Handle, other.Handle), this, other);

        /// <summary>Logical and; the result is boolean.</summary>
        public Tensor logical_and(Tensor other) => Take(NativeMath.logical_and(Handle, other.Handle, out var r), r, this, other);

        /// <summary>In place: logical and; the result is boolean.</summary>
        public Tensor logical_and_(Tensor other) => Done(NativeMath.logical_and_(Handle, other.Handle), this, other);

        /// <summary>Logical or; the result is boolean.</summary>
        public Tensor logical_or(Tensor other) => Take(NativeMath.logical_or(Handle, other.Handle, out var r), r, this, other);

        /// <summary>In place: logical or; the result is boolean.</summary>
        public Tensor logical_or_(Tensor other) => Done(NativeMath.logical_or_(Handle, other.Handle), this, other);

        /// <summary>Logical exclusive or; the result is boolean.</summary>
        public Tensor logical_xor(Tensor other) => Take(NativeMath.logical_xor(Handle, other.Handle, out var r), r, this, other);

        /// <summary>In place: logical exclusive or; the result is boolean.</summary>
        public Tensor logical_xor_(Tensor other) => Done(NativeMath.logical_xor_(Handle, other.Handle), this, other);

        /// <summary>The next representable number towards other.</summary>
        public Tensor nextafter(Tensor other) => Take(NativeMath.nextafter(Handle, other.Handle, out var r), r, this, other);

        /// <summary>In place: the next representable number towards other.</summary>
        public Tensor nextafter_(Tensor other) => Done(NativeMath.nextafter_(Handle, other.Handle), this, other);

        /// <summary>Each element to the power of exponent.</summary>
        public Tensor pow(Tensor exponent) => Take(NativeMath.pow(Handle, exponent.Handle, out var r), r, this, exponent);

        /// <summary>In place: each element to the power of exponent.</summary>
        public Tensor pow_(Tensor exponent) => Done(NativeMath.pow_(Handle, exponent.Handle), this, exponent);

        /// <summary>this · log(y), zero where this is zero.</summary>
        public Tensor xlogy(Tensor y) => Take(NativeMath.xlogy(Handle, y.Handle, out var r), r, this, y);

        /// <summary>In place: this · log(y), zero where this is zero.</summary>
        public Tensor xlogy_(Tensor y) => Done(NativeMath.xlogy_(Handle, y.Handle), this, y);

        /// <summary>Power computed in float64.</summary>
        public Tensor float_power(Tensor target) => Take(NativeMath.float_power(Handle, target.Handle, out var r), r, this, target);

        /// <summary>In place: power computed in float64.</summary>
        public Tensor float_power_(Tensor target) => Done(NativeMath.float_power_(Handle, target.Handle), this, target);

        /// <summary>Quotient, always floating point.</summary>
        public Tensor true_divide(Tensor other) => Take(NativeMath.true_divide(Handle, other.Handle, out var r), r, this, other);

        /// <summary>In place: quotient, always floating point.</summary>
        public Tensor true_divide_(Tensor other) => Done(NativeMath.true_divide_(Handle, other.Handle), this, other);

        /// <summary>Quotient rounded down.</summary>
        public Tensor floor_divide(Tensor other) => Take(NativeMath.floor_divide(Handle, other.Handle, out var r), r, this, other);

        /// <summary>sqrt(this² + other²).</summary>
        public Tensor hypot(Tensor other) => Take(NativeMath.hypot(Handle, other.Handle, out var r), r, this, other);

        /// <summary>log(exp(this) + exp(other)).</summary>
        public Tensor logaddexp(Tensor other) => Take(NativeMath.logaddexp(Handle, other.Handle, out var r), r, this, other);

        /// <summary>log2(2^this + 2^other).</summary>
        public Tensor logaddexp2(Tensor other) => Take(NativeMath.logaddexp2(Handle, other.Handle, out var r), r, this, other);

        /// <summary>Elementwise maximum, NaN wins.</summary>
        public Tensor maximum(Tensor other) => Take(NativeMath.maximum(Handle, other.Handle, out var r), r, this, other);

        /// <summary>Elementwise minimum, NaN wins.</summary>
        public Tensor minimum(Tensor other) => Take(NativeMath.minimum(Handle, other.Handle, out var r), r, this, other);

        /// <summary>Elementwise maximum, NaN loses.</summary>
        public Tensor fmax(Tensor other) => Take(NativeMath.fmax(Handle, other.Handle, out var r), r, this, other);

        /// <summary>Elementwise minimum, NaN loses.</summary>
        public Tensor fmin(Tensor other) => Take(NativeMath.fmin(Handle, other.Handle, out var r), r, this, other);

        /// <summary>Regularised lower incomplete gamma function.</summary>
        public Tensor igamma(Tensor other) => Take(NativeMath.igamma(Handle, other.Handle, out var r), r, this, other);

        /// <summary>Regularised upper incomplete gamma function.</summary>
        public Tensor igammac(Tensor other) => Take(NativeMath.igammac(Handle, other.Handle, out var r), r, this, other);

        /// <summary>In place: quotient rounded down.</summary>
        public Tensor floor_divide_(Tensor other) => Done(NativeMath.floor_divide_(Handle, other.Handle), this, other);

        /// <summary>Quotient rounded down.</summary>
        public Tensor floor_divide(Scalar other) =>
            Take(NativeMath.floor_divide_scalar(Handle, NativeScalar.Of(other), out var r), r, this);

        /// <summary>In place: quotient rounded down.</summary>
        public Tensor floor_divide_(Scalar other) => Done(NativeMath.floor_divide_scalar_(Handle, NativeScalar.Of(other)), this);

        /// <summary>Quotient, always floating point.</summary>
        public Tensor true_divide(Scalar other) =>
            Take(NativeMath.true_divide_scalar(Handle, NativeScalar.Of(other), out var r), r, this);

        /// <summary>In place: quotient, always floating point.</summary>
        public Tensor true_divide_(Scalar other) => Done(NativeMath.true_divide_scalar_(Handle, NativeScalar.Of(other)), this);

        /// <summary>Remainder with the dividend's sign.</summary>
        public Tensor fmod(Scalar scalar) => Take(NativeMath.fmod_scalar(Handle, NativeScalar.Of(scalar), out var r), r, this);

        /// <summary>In place: remainder with the dividend's sign.</summary>
        public Tensor fmod_(Scalar scalar) => Done(NativeMath.fmod_scalar_(Handle, NativeScalar.Of(scalar)), this);

        /// <summary>Remainder with the divisor's sign.</summary>
        public Tensor remainder(Scalar scalar) =>
            Take(NativeMath.remainder_scalar(Handle, NativeScalar.Of(scalar), out var r), r, this);

        /// <summary>In place: remainder with the divisor's sign.</summary>
        public Tensor remainder_(Scalar scalar) => Done(NativeMath.remainder_scalar_(Handle, NativeScalar.Of(scalar)), this);

        /// <summary>Each element to the power of exponent.</summary>
        public Tensor pow(Scalar exponent) => Take(NativeMath.pow_scalar(Handle, NativeScalar.Of(exponent), out var r), r, this);

        /// <summary>In place: each element to the power of exponent.</summary>
        public Tensor pow_(Scalar exponent) => Done(NativeMath.pow_scalar_(Handle, NativeScalar.Of(exponent)), this);

        /// <summary>this · log(y), zero where this is zero.</summary>
        public Tensor xlogy(Scalar y) => Take(NativeMath.xlogy_scalar(Handle, NativeScalar.Of(y), out var r), r, this);

        /// <summary>this + alpha · target.</summary>
        public Tensor add(Tensor target, Scalar alpha) =>
            Take(NativeMath.add(Handle, target.Handle, NativeScalar.Of(alpha), out var r), r, this, target);

        /// <summary>In place: this + alpha · target.</summary>
        public Tensor add_(Tensor target, Scalar alpha) =>
            Done(NativeMath.add_(Handle, target.Handle, NativeScalar.Of(alpha)), this, target);

        /// <summary>this + alpha · scalar.</summary>
        public Tensor add(Scalar scalar, Scalar alpha) =>
            Take(NativeMath.add_scalar(Handle, NativeScalar.Of(scalar), NativeScalar.Of(alpha), out var r), r, this);

        /// <summary>In place: this + alpha · scalar.</summary>
        public Tensor add_(Scalar scalar, Scalar alpha) =>
            Done(NativeMath.add_scalar_(Handle, NativeScalar.Of(scalar), NativeScalar.Of(alpha)), this);

        /// <summary>this + target, with broadcasting.</summary>
        public Tensor add(Tensor target) => add(target, 1);

        /// <summary>In place: this + target.</summary>
        public Tensor add_(Tensor target) => add_(target, 1);

        /// <summary>this + scalar.</summary>
        public Tensor add(Scalar scalar) => add(scalar, 1);

        /// <summary>In place: this + scalar.</summary>
        public Tensor add_(Scalar scalar) => add_(scalar, 1);

        /// <summary>this - target, with broadcasting.</summary>
        public Tensor sub(Tensor target) => Take(NativeMath.sub(Handle, target.Handle, out var r), r, this, target);

        /// <summary>In place: this - target.</summary>
        public Tensor sub_(Tensor target) => Done(NativeMath.sub_(Handle, target.Handle), this, target);

        /// <summary>this - target.</summary>
        public Tensor sub(Scalar target) => Take(NativeMath.sub_scalar(Handle, NativeScalar.Of(target), out var r), r, this);

        /// <summary>In place: this - target.</summary>
        public Tensor sub_(Scalar target) => Done(NativeMath.sub_scalar_(Handle, NativeScalar.Of(target)), this);

        /// <summary>this · target, with broadcasting.</summary>
        public Tensor mul(Tensor target) => Take(NativeMath.mul(Handle, target.Handle, out var r), r, this, target);

        /// <summary>In place: this · target.</summary>
        public Tensor mul_(Tensor target) => Done(NativeMath.mul_(Handle, target.Handle), this, target);

        /// <summary>this · target.</summary>
        public Tensor mul(Scalar target) => Take(NativeMath.mul_scalar(Handle, NativeScalar.Of(target), out var r), r, this);

        /// <summary>In place: this · target.</summary>
        public Tensor mul_(Scalar target) => Done(NativeMath.mul_scalar_(Handle, NativeScalar.Of(target)), this);

        /// <summary>this / target, with broadcasting; rounded as asked.</summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Take(NativeMath.div(Handle, target.Handle, (int)rounding_mode, out var r), r, this, target);

        /// <summary>In place: this / target; rounded as asked.</summary>
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Done(NativeMath.div_(Handle, target.Handle, (int)rounding_mode), this, target);

        /// <summary>this / target; rounded as asked.</summary>
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Take(NativeMath.div_scalar(Handle, NativeScalar.Of(target), (int)rounding_mode, out var r), r, this);

        /// <summary>In place: this / target; rounded as asked.</summary>
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Done(NativeMath.div_scalar_(Handle, NativeScalar.Of(target), (int)rounding_mode), this);

        /// <summary>this + value · tensor1 · tensor2.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Take(NativeMath.addcmul(Handle, tensor1.Handle, tensor2.Handle, NativeScalar.Of(value), out var r), r, this, tensor1, tensor2);

        /// <summary>In place: this + value · tensor1 · tensor2.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Done(NativeMath.addcmul_(Handle, tensor1.Handle, tensor2.Handle, NativeScalar.Of(value)), this, tensor1, tensor2);

        /// <summary>this + value · tensor1 / tensor2.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Take(NativeMath.addcdiv(Handle, tensor1.Handle, tensor2.Handle, NativeScalar.Of(value), out var r), r, this, tensor1, tensor2);

        /// <summary>In place: this + value · tensor1 / tensor2.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Done(NativeMath.addcdiv_(Handle, tensor1.Handle, tensor2.Handle, NativeScalar.Of(value)), this, tensor1, tensor2);

        /// <summary>this + tensor1 / tensor2.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => addcdiv(tensor1, tensor2, 1);

        /// <summary>In place: this + tensor1 / tensor2.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => addcdiv_(tensor1, tensor2, 1);

        /// <summary>this + weight · (end - this).</summary>
        public Tensor lerp(Tensor end, Tensor weight) =>
            Take(NativeMath.lerp(Handle, end.Handle, weight.Handle, out var r), r, this, end, weight);

        /// <summary>In place: this + weight · (end - this).</summary>
        public Tensor lerp_(Tensor end, Tensor weight) => Done(NativeMath.lerp_(Handle, end.Handle, weight.Handle), this, end, weight);

        /// <summary>Each element limited to [min, max]; a missing bound does not limit.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) =>
            Take(NativeMath.clamp(Handle, NativeScalar.Of(min), NativeScalar.Of(max), out var r), r, this);

        /// <summary>Each element limited to [min, max]; a missing bound does not limit.</summary>
        public Tensor clamp(Tensor? min = null, Tensor? max = null) =>
            Take(NativeMath.clamp_x(Handle, HandleOf(min), HandleOf(max), out var r), r, this, min, max);

        /// <summary>In place: each element limited to [min, max].</summary>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) =>
            Done(NativeMath.clamp_(Handle, NativeScalar.Of(min), NativeScalar.Of(max)), this);

        /// <summary>In place: each element limited to [min, max].</summary>
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) =>
            Done(NativeMath.clamp_x_(Handle, HandleOf(min), HandleOf(max)), this, min, max);

        /// <summary>Each element limited to [min, max].</summary>
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);

        /// <summary>Each element at most max.</summary>
        public Tensor clamp_max(Scalar max) => Take(NativeMath.clamp_max(Handle, NativeScalar.Of(max), out var r), r, this);

        /// <summary>In place: each element at most max.</summary>
        public Tensor clamp_max_(Scalar max) => Done(NativeMath.clamp_max_(Handle, NativeScalar.Of(max)), this);

        /// <summary>Each element at least min.</summary>
        public Tensor clamp_min(Scalar min) => Take(NativeMath.clamp_min(Handle, NativeScalar.Of(min), out var r), r, this);

        /// <summary>In place: each element at least min.</summary>
        public Tensor clamp_min_(Scalar min) => Done(NativeMath.clamp_min_(Handle, NativeScalar.Of(min)), this);

        /// <summary>NaN and the infinities replaced; missing replacements are the largest finite numbers.</summary>
        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) =>
            Take(NativeMath.nan_to_num(Handle, nan, posinf, neginf, out var r), r, this);

        /// <summary>In place: NaN and the infinities replaced.</summary>
        public Tensor nan_to_num_(double nan = 0, double? posinf = null, double? neginf = null) =>
            Done(NativeMath.nan_to_num_(Handle, nan, posinf, neginf), this);

        /// <summary>log(x / (1 - x)); x is clamped to [eps, 1 - eps] when eps is given.</summary>
        public Tensor logit(double? eps = null) => Take(NativeMath.logit(Handle, eps, out var r), r, this);

        /// <summary>The p-th derivative of the digamma function.</summary>
        public Tensor polygamma(long p) => Take(NativeMath.polygamma(Handle, p, out var r), r, this);

        /// <summary>Cumulative sum along dim.</summary>
        public Tensor cumsum(long dim, ScalarType? type = null) =>
            Take(NativeMath.cumsum(Handle, dim, TypeOf(type), out var r), r, this);

        /// <summary>Cumulative product along dim.</summary>
        public Tensor cumprod(long dim, ScalarType? type = null) =>
            Take(NativeMath.cumprod(Handle, dim, TypeOf(type), out var r), r, this);

        /// <summary>Cumulative maximum along dim and where it was.</summary>
        public (Tensor values, Tensor indexes) cummax(long dim) =>
            Take(NativeMath.cummax(Handle, dim, out var r, out var r2), r, r2, this);

        /// <summary>Cumulative minimum along dim and where it was.</summary>
        public (Tensor values, Tensor indexes) cummin(long dim) =>
            Take(NativeMath.cummin(Handle, dim, out var r, out var r2), r, r2, this);

        /// <summary>Logarithm of the cumulative sum of exponentials along dim.</summary>
        public Tensor logcumsumexp(long dim) => Take(NativeMath.logcumsumexp(Handle, dim, out var r), r, this);

        /// <summary>n-th forward difference along dim.</summary>
        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) =>
            Take(NativeMath.diff(Handle, n, dim, HandleOf(prepend), HandleOf(append), out var r), r, this, prepend, append);

        /// <summary>Histogram with equal bins.</summary>
        public Tensor histc(long bins = 100, long min = 0, long max = 0) =>
            Take(NativeMath.histc(Handle, bins, min, max, out var r), r, this);

        /// <summary>In place: every element becomes value.</summary>
        public Tensor fill_(Scalar value) => Done(NativeMath.fill_(Handle, NativeScalar.Of(value)), this);

        /// <summary>In place: every element becomes zero.</summary>
        public Tensor zero_() => Done(NativeMath.zero_(Handle), this);

        /// <summary>Absolute value of each element.</summary>
        public Tensor absolute() => abs();

        /// <summary>Arc cosine of each element.</summary>
        public Tensor arccos() => acos();

        /// <summary>Inverse hyperbolic cosine of each element.</summary>
        public Tensor arccosh() => acosh();

        /// <summary>Arc sine of each element.</summary>
        public Tensor arcsin() => asin();

        /// <summary>Inverse hyperbolic sine of each element.</summary>
        public Tensor arcsinh() => asinh();

        /// <summary>Arc tangent of each element.</summary>
        public Tensor arctan() => atan();

        /// <summary>Inverse hyperbolic tangent of each element.</summary>
        public Tensor arctanh() => atanh();

        /// <summary>Each element negated.</summary>
        public Tensor negative() => neg();

        /// <summary>Each element rounded towards zero.</summary>
        public Tensor fix() => trunc();

        /// <summary>In place: absolute value of each element.</summary>
        public Tensor absolute_() => abs_();

        /// <summary>In place: arc cosine of each element.</summary>
        public Tensor arccos_() => acos_();

        /// <summary>In place: inverse hyperbolic cosine of each element.</summary>
        public Tensor arccosh_() => acosh_();

        /// <summary>In place: arc sine of each element.</summary>
        public Tensor arcsin_() => asin_();

        /// <summary>In place: inverse hyperbolic sine of each element.</summary>
        public Tensor arcsinh_() => asinh_();

        /// <summary>In place: arc tangent of each element.</summary>
        public Tensor arctan_() => atan_();

        /// <summary>In place: inverse hyperbolic tangent of each element.</summary>
        public Tensor arctanh_() => atanh_();

        /// <summary>In place: each element rounded towards zero.</summary>
        public Tensor fix_() => trunc_();

        /// <summary>this · target, with broadcasting.</summary>
        public Tensor multiply(Tensor target) => mul(target);

        /// <summary>this · target.</summary>
        public Tensor multiply(Scalar target) => mul(target);

        /// <summary>this - target, with broadcasting.</summary>
        public Tensor subtract(Tensor target) => sub(target);

        /// <summary>this - target.</summary>
        public Tensor subtract(Scalar target) => sub(target);

        /// <summary>In place: this - target.</summary>
        public Tensor subtract_(Tensor target) => sub_(target);

        /// <summary>In place: this - target.</summary>
        public Tensor subtract_(Scalar target) => sub_(target);

        /// <summary>this / target, with broadcasting; rounded as asked.</summary>
        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        /// <summary>this / target; rounded as asked.</summary>
        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        /// <summary>In place: this / target; rounded as asked.</summary>
        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        /// <summary>In place: this / target; rounded as asked.</summary>
        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        /// <summary>Angle of the point (other, this), in radians.</summary>
        public Tensor arctan2(Tensor other) => atan2(other);

        /// <summary>In place: angle of the point (other, this), in radians.</summary>
        public Tensor arctan2_(Tensor other) => atan2_(other);
    }
}
