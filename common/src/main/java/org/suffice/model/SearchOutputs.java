package org.suffice.model;

import java.util.List;
import org.suffice.block.Block;
import org.suffice.pass.BlockSource;
import org.suffice.pass.Blocks;

/**
 * Outputs of a model that is itself a data set. Where that fits in memory, {@link #compute} works
 * as of any model, and the rows to predict are what is cut into partitions. Where it does not, the
 * roles turn: rows to predict are taken in chunks, and for each the model is passed over.
 */
public interface SearchOutputs extends Outputs {
  /** About how many bytes the model takes in every process that holds it in memory. */
  long bytesInMemory();

  /** The same outputs, computed for one block by all cores or by the calling thread alone. */
  SearchOutputs onAllCores(boolean all);

  /** The rows of the model, to make a data set of; each source can be sent elsewhere. */
  List<BlockSource> rows();

  /** About how many bytes a row to predict takes while its answer is sought. */
  long bytesPerQuery();

  /**
   * Passes over the model once.
   *
   * @param rows a data set of {@link #rows}
   * @param blocks rows to predict
   * @return outputs that know of these blocks, themselves and not their copies, and no others
   */
  Outputs found(Blocks rows, List<Block> blocks);
}
