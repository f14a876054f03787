package org.suffice.statistic;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;

/** The merge contract of rows that are collected. */
class CollectedSlicesContractTest extends MergeContractTest<CollectedSlices> {
  private final ContractRows rows = new ContractRows(false, true);

  @Override
  CollectedSlices zero() {
    return new CollectedSlices(true, 100);
  }

  @Override
  Block block(int from, int to) {
    return rows.block(from, to);
  }

  @Override
  long[] counts(CollectedSlices statistic) {
    return statistic.slices().stream()
        .flatMapToLong(slice -> Arrays.stream(slice.rowIds()))
        .sorted()
        .toArray();
  }

  @Override
  double[] figures(CollectedSlices statistic) {
    return statistic.slices().stream()
        .flatMapToDouble(
            slice ->
                IntStream.range(0, slice.numRows())
                    .mapToDouble(
                        i ->
                            slice.labels()[i]
                                + slice.weights()[i]
                                + ((DenseBlock) slice).values()[i * ContractRows.D + 1]))
        .sorted()
        .toArray();
  }

  @Override
  double[] bounds(CollectedSlices whole) {
    return new double[ROWS];
  }

  @Override
  Optional<CollectedSlices> mismatched() {
    return Optional.of(new CollectedSlices(false, 100));
  }
}
