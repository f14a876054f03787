package org.suffice.train;

import org.suffice.statistic.FoldRule;

/**
 * How a regression is cross-validated.
 *
 * @param rule which fold a row belongs to
 * @param oneStandardError whether the model is that of the largest λ within one standard error of
 *     the least error, not that of the least error
 */
public record Folds(FoldRule rule, boolean oneStandardError) {}
