package org.suffice.statistic;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;
import org.suffice.block.Block;

/** The merge contract of rows that are looked for. */
class FoundRowsContractTest extends MergeContractTest<FoundRows> {
  private static final long[] WANTED = LongStream.of(0, 3, 77, 200, 201, 499).toArray();

  private final ContractRows rows = new ContractRows(true, false);

  @Override
  FoundRows zero() {
    return new FoundRows(new int[WANTED.length], WANTED, ContractRows.D);
  }

  @Override
  Block block(int from, int to) {
    return rows.block(from, to);
  }

  @Override
  long[] counts(FoundRows statistic) {
    return statistic.found().stream()
        .flatMapToLong(block -> Arrays.stream(block.rowIds()))
        .sorted()
        .toArray();
  }

  @Override
  double[] figures(FoundRows statistic) {
    return statistic.found().stream()
        .flatMapToDouble(block -> Arrays.stream(block.labels()))
        .sorted()
        .toArray();
  }

  @Override
  double[] bounds(FoundRows whole) {
    return new double[WANTED.length];
  }

  @Override
  Optional<FoundRows> mismatched() {
    return Optional.of(new FoundRows(new int[1], new long[1], ContractRows.D));
  }
}
