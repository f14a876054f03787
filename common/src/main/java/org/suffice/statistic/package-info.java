/**
 * What one partition is reduced to. A {@link org.suffice.statistic.Statistic} consumes blocks and
 * merges; counts of rows travel inside it.
 */
package org.suffice.statistic;
