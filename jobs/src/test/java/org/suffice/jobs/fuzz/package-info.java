/**
 * Fuzzers of everything that reads what others wrote: CSV, LIBSVM and model directories. Each
 * compares the product with a slow, obvious twin; {@code scripts/fuzz} runs them for long.
 */
package org.suffice.jobs.fuzz;
