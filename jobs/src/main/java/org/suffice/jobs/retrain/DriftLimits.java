package org.suffice.jobs.retrain;

/**
 * From where a move of data or coefficients is worth a warning.
 *
 * @param stability population stability index of a column
 * @param standardErrors change of a coefficient
 */
public record DriftLimits(double stability, double standardErrors) {}
