/**
 * Mathematics: the kernels of support vector machines, which are inner products of rows in a space
 * that is never built.
 *
 * <pre>
 * Kernel        linear, polynomial, RBF and sigmoid, from inner products of rows
 * Exponential   the Gaussian of many distances at once
 * </pre>
 */
package org.suffice.kernel;
