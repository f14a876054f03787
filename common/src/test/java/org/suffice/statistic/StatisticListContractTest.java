package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.suffice.block.Block;

/** The merge contract of metrics of two targets in one pass. */
class StatisticListContractTest extends MergeContractTest<StatisticList<RegressionMetrics>> {
  private final ContractRows rows = new ContractRows(false, true);

  private static RegressionMetrics ofSlot(int slot) {
    return new RegressionMetrics(new RegressionMetricsContractTest.RowSum(0.25), slot);
  }

  @Override
  StatisticList<RegressionMetrics> zero() {
    return new StatisticList<>(List.of(ofSlot(-1), ofSlot(4)));
  }

  @Override
  Block block(int from, int to) {
    return rows.block(from, to);
  }

  @Override
  long[] counts(StatisticList<RegressionMetrics> list) {
    return list.parts().stream().mapToLong(RegressionMetrics::rows).toArray();
  }

  @Override
  double[] figures(StatisticList<RegressionMetrics> list) {
    return list.parts().stream()
        .flatMap(m -> m.rows() == 0 ? Stream.of() : Stream.of(m.rmse(), m.mae(), m.r2()))
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  @Override
  double[] bounds(StatisticList<RegressionMetrics> whole) {
    return new double[6];
  }

  @Override
  Optional<StatisticList<RegressionMetrics>> mismatched() {
    return Optional.of(new StatisticList<>(List.of(ofSlot(-1))));
  }

  @Test
  void eachIsWhatItWouldBeAlone() {
    StatisticList<RegressionMetrics> list = zero();
    list.add(block(0, ROWS));
    for (int i = 0; i < 2; i++) {
      RegressionMetrics alone = ofSlot(i == 0 ? -1 : 4);
      alone.add(block(0, ROWS));
      assertEquals(alone.rmse(), list.parts().get(i).rmse());
      assertEquals(alone.r2(), list.parts().get(i).r2());
    }
    assertEquals(1, list.parts().stream().map(m -> m.account().read()).distinct().count());
  }

  @Test
  void anEmptyListIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new StatisticList<Residuals>(List.of()));
  }
}
