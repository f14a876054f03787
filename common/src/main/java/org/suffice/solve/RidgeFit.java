package org.suffice.solve;

/**
 * Ridge regression at one λ.
 *
 * @param lambda λ
 * @param coefficients k values, without the intercept
 * @param rss Σω(y−ŷ)²
 * @param effectiveDegrees tr S(S+λF)⁻¹, without the intercept; a column that is not penalised
 *     counts 1
 * @param errorFactors √diag (S+λF)⁻¹S(S+λF)⁻¹: standard errors of the biased estimator in units of
 *     σ
 * @param interceptErrorFactor √(1/Σω + mᵀ(S+λF)⁻¹S(S+λF)⁻¹m), m the means of the columns; NaN
 *     without intercept
 * @param gcv generalised cross-validation, n·rss/(n−df)², df with the intercept (Golub, Heath,
 *     Wahba, Technometrics 21, 1979); NaN where no degree of freedom is left
 * @param solution its objective is ½rss + (λ/2) Σ fⱼwⱼ²
 */
public record RidgeFit(
    double lambda,
    double[] coefficients,
    double rss,
    double effectiveDegrees,
    double[] errorFactors,
    double interceptErrorFactor,
    double gcv,
    Solution solution) {}
