package org.suffice.statistic;

import java.io.Serializable;
import org.suffice.block.Block;
import org.suffice.read.RowAccount;

/**
 * A mergeable summary of rows.
 *
 * <p>A fresh instance is the identity of merge; {@code merge} changes and returns this; {@code
 * other} is neither changed nor aliased; merging with itself or with mismatched dimensions throws.
 *
 * @param <S> the implementing class
 */
public interface Statistic<S extends Statistic<S>> extends Serializable {
  /** An empty statistic that shares the immutable parameters of this one. */
  S fresh();

  /**
   * The same for statistics that one thread adds to in turns until they are finished: they may
   * share the memory that only adding needs.
   *
   * @param neighbour has the same parameters
   */
  default S freshBeside(S neighbour) {
    return fresh();
  }

  /** Adds the rows of a block, and its account of rows that are not in it. Modified: this. */
  void add(Block block);

  /**
   * Called when the last block of a partition has been added: lets go of the memory that only
   * adding needs. Blocks can still be added afterwards.
   */
  default void finish() {}

  /**
   * Called, after {@link #finish}, before the statistic is sent to where it is merged: lets go of
   * what adding rows needs and would be sent along, such as a model that scores them. No block is
   * added afterwards.
   */
  default void complete() {}

  /**
   * Adds a statistic of rows that follow these in the data.
   *
   * @return this
   * @throws IllegalArgumentException when other is this or has other dimensions
   */
  S merge(S other);

  /** What became of every row read. */
  RowAccount account();

  /**
   * About how many bytes one instance takes, from its dimensions alone: decides how many are merged
   * at a time, hence must not depend on the data seen.
   */
  long sizeInBytes();
}
