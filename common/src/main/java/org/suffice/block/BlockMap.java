package org.suffice.block;

import java.io.Serializable;
import java.util.function.UnaryOperator;

/** How blocks are seen by who passes over them: other columns, other weights of the same rows. */
@FunctionalInterface
public interface BlockMap extends Serializable {
  /**
   * What one thread maps blocks with. A block it returns is valid until the next one, and may be
   * the block itself.
   */
  UnaryOperator<Block> mapper();

  /** Whether every block is mapped to itself. */
  default boolean isIdentity() {
    return false;
  }
}
