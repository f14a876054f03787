package org.suffice.pass;

import org.suffice.block.Block;

/** One partition: can be read again and again, always with the same blocks in the same order. */
@FunctionalInterface
public interface BlockSource {
  /** Starts to read. The caller closes the reader. */
  BlockReader open();

  /** Reads the blocks of one partition. */
  interface BlockReader extends AutoCloseable {
    /** The next block, valid until the next call; null at the end. */
    Block next();

    @Override
    void close();
  }
}
