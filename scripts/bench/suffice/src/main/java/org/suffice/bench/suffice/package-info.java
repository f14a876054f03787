/** Suffice's trainers on blocks in memory, and the BLAS call that bounds them. */
package org.suffice.bench.suffice;
