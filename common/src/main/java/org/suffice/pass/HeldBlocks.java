package org.suffice.pass;

/**
 * A data set for many passes: its blocks stay where they were read first, as far as there is room,
 * so that later passes need not parse files again. What is held changes no result.
 */
public interface HeldBlocks extends Blocks, AutoCloseable {
  /** Lets the blocks go; passes are not possible any more. */
  @Override
  void close();
}
