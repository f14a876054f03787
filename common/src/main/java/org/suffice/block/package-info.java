/**
 * The unit of computation: n rows of d features in primitive arrays, about 1 MiB, so that a level-3
 * BLAS call works in cache. {@link org.suffice.block.BlockBuilder} fills a {@link
 * org.suffice.block.Block} from rows; there is never an object per row.
 */
package org.suffice.block;
