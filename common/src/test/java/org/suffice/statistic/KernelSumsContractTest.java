package org.suffice.statistic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.suffice.block.Block;
import org.suffice.kernel.Kernel;

/** The merge contract of sums of kernel values, whose order alone depends on that of the rows. */
class KernelSumsContractTest extends MergeContractTest<KernelSums> {
  private final ContractRows rows = new ContractRows(true, false);

  private KernelSums of(int sums) {
    double[] coefficients = new double[40 * sums];
    Arrays.setAll(coefficients, i -> 1 - i % 7 * 0.3);
    KernelRows z = new KernelRows(Kernel.rbf(0.2), rows.block(10, 50));
    return new KernelSums(List.of(new KernelSums.Group(0, -1, ROWS, z, sums, coefficients)));
  }

  @Override
  KernelSums zero() {
    return of(2);
  }

  @Override
  Block block(int from, int to) {
    return rows.block(from, to);
  }

  @Override
  long[] counts(KernelSums statistic) {
    return new long[] {statistic.numRows(0)};
  }

  @Override
  double[] figures(KernelSums statistic) {
    return DoubleStream.of(statistic.sums(0)).limit(2L * statistic.numRows(0)).sorted().toArray();
  }

  @Override
  double[] bounds(KernelSums whole) {
    double[] bounds = new double[2 * ROWS];
    Arrays.fill(bounds, 40 * 1e-15); // 40 terms of size 1, added in another order
    return bounds;
  }

  @Override
  Optional<KernelSums> mismatched() {
    return Optional.of(new KernelSums(List.of()));
  }
}
