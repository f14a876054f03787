/**
 * Spark, files and the command line. The packages mirror those of the algorithms:
 *
 * <pre>
 * read    files to splits to blocks
 * pass    the engines: the cores of this machine, or a Spark cluster, with the same bits
 * train   one thin job per algorithm
 * write   predictions, published whole
 * cli     the command line, settings and exit codes
 * </pre>
 */
package org.suffice.jobs;
