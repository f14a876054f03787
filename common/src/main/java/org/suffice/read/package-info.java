/**
 * A line of text to a typed row, or a located rejection. {@link org.suffice.read.Schema} says what
 * the columns are, {@link org.suffice.read.FeatureEncoder} where each goes among the d features,
 * {@link org.suffice.read.RowParser} does it on bytes with no object per cell, and {@link
 * org.suffice.read.RowAccount} accounts for every row: used, dropped, rejected or of zero weight.
 */
package org.suffice.read;
