/**
 * Suffice: supervised models from sufficient statistics. The packages, in the order that data
 * flows:
 *
 * <pre>
 * read       a line of text to a typed row, or a located rejection    bytes      -&gt; Row
 * block      the unit of computation: rows in primitive arrays        Row        -&gt; Block
 * statistic  what one partition is reduced to                         Block      -&gt; Statistic
 * pass       a data set to pass over                                  Statistic  -&gt; merged Statistic
 * solve      a statistic to parameters                                Statistic  -&gt; Solution
 * model      immutable, predicts a block, saved as plain data         Solution   -&gt; Model
 * train      one trainer per algorithm: statistic, solver, model      Blocks     -&gt; Model
 * report     what a person reads afterwards                           Model      -&gt; text, JSON, HTML
 *
 * linalg     mathematics: BLAS and LAPACK (the only user of netlib); any stage may use it
 * kernel     mathematics: the kernels of support vector machines; any stage may use it
 * network    mathematics: layers of neural networks, forward and backward; any stage may use it
 * storage    where bytes lie: the local file system or any Hadoop one; any stage may use it
 * </pre>
 *
 * <p>A stage uses only earlier stages, mathematics and storage. Nothing here knows of Spark's
 * engine.
 *
 * <p>Shapes, everywhere: n rows of a block, d features after encoding, l targets, c classes, k
 * neighbours, h hidden units; matrices are row-major unless a line says otherwise.
 */
package org.suffice;
