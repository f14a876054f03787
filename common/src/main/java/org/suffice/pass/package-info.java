/**
 * A data set to pass over: {@link org.suffice.pass.Blocks} reduces every row to one statistic, here
 * on the cores of one machine, and on a cluster by an implementation that gives the same bits.
 */
package org.suffice.pass;
