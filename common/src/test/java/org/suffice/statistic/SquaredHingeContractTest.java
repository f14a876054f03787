package org.suffice.statistic;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.suffice.block.Block;

/** The merge contract of the squared hinge loss and its derivatives. */
class SquaredHingeContractTest extends MergeContractTest<SquaredHinge> {
  private final ContractRows rows = new ContractRows(true, true);

  private static SquaredHinge of(SquaredHinge.Kind kind) {
    double[] theta = new double[ContractRows.D + 1];
    Arrays.setAll(theta, j -> 0.1 * (j % 3));
    return new SquaredHinge(
        kind, new SquaredHinge.Point(1, 0, new double[] {1.5, 0.5}, theta, null, null));
  }

  @Override
  SquaredHinge zero() {
    return of(SquaredHinge.Kind.HESSIAN);
  }

  @Override
  Block block(int from, int to) {
    Block block = rows.block(from, to);
    for (int i = 0; i < to - from; i++) {
      block.labels()[i] = (from + i) % 3; // a copy, and classes; those of 2 take no part
    }
    return block;
  }

  @Override
  long[] counts(SquaredHinge statistic) {
    return new long[0];
  }

  @Override
  double[] figures(SquaredHinge statistic) {
    return DoubleStream.concat(Arrays.stream(statistic.sums()), Arrays.stream(statistic.hessian()))
        .toArray();
  }

  @Override
  double[] bounds(SquaredHinge whole) {
    double[] bounds = new double[ContractRows.D + 2 + (ContractRows.D + 1) * (ContractRows.D + 1)];
    double share = ROWS * 1.1e-16 * ROWS;
    Arrays.fill(bounds, share * 20); // sums of terms up to 20
    Arrays.fill(bounds, ContractRows.D + 2, bounds.length, share * 1200); // 2ωC x²
    return bounds;
  }

  @Override
  Optional<SquaredHinge> mismatched() {
    return Optional.of(of(SquaredHinge.Kind.MULTIPLIERS));
  }
}
