package org.suffice.train;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.suffice.block.Block;
import org.suffice.block.BlockBuilder;
import org.suffice.model.LinearModel;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.Column;
import org.suffice.read.CsvDialect;
import org.suffice.read.CsvPlan;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowPlan;
import org.suffice.read.Schema;

/**
 * A small table of text that the project's own reader turns into blocks, whole or some of its rows.
 *
 * @param names of the columns of the lines
 * @param gaps columns with missing values, for which means stand
 * @param keep columns whose text is kept beside the rows
 */
record TestRows(
    List<String> names, List<String> lines, Schema schema, Set<String> gaps, List<String> keep) {
  static TestRows of(List<String> names, List<String> lines, String label, Column... features) {
    return new TestRows(
        names, lines, new Schema(List.of(features), label, Optional.empty()), Set.of(), List.of());
  }

  TestRows weighted(String weight) {
    return with(new Schema(schema.features(), schema.labels(), Optional.of(weight)));
  }

  TestRows with(Schema other) {
    return new TestRows(names, lines, other, gaps, keep);
  }

  TestRows gaps(String... columns) {
    return new TestRows(names, lines, schema, Set.of(columns), keep);
  }

  TestRows keeping(String column) {
    return new TestRows(names, lines, schema, gaps, List.of(column));
  }

  /** The same with some rows only. */
  TestRows rows(int... which) {
    return new TestRows(
        names, Arrays.stream(which).mapToObj(lines::get).toList(), schema, gaps, keep);
  }

  String cell(int row, String column) {
    return lines.get(row).split(",", -1)[names.indexOf(column)];
  }

  double number(int row, String column) {
    return Double.parseDouble(cell(row, column));
  }

  FeatureEncoder encoder() {
    return FeatureEncoder.ofRows(schema, gaps);
  }

  /** The rows in so many partitions of equal size; the id of a row is its position. */
  LocalBlocks blocks(int partitions, int threads) {
    RowPlan plan = new RowPlan(encoder(), RowPlan.Missing.MEAN, RowPlan.UnseenLevel.ERROR, null);
    CsvPlan csv = CsvPlan.of(CsvDialect.DEFAULT, names, null, schema, plan, true, keep);
    List<List<Block>> all = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      BlockBuilder builder = new BlockBuilder(csv.newParser(), 0, false);
      int from = lines.size() * p / partitions;
      int to = lines.size() * (p + 1) / partitions;
      for (int i = from; i < to; i++) {
        byte[] bytes = lines.get(i).getBytes(StandardCharsets.UTF_8);
        builder.add(bytes, 0, bytes.length, i, i);
      }
      Block block = builder.build();
      if (block.account().rejected() > 0) {
        throw new AssertionError(
            "the lines of a test must be good ones: " + block.account().rejections());
      }
      all.add(List.of(block));
    }
    return LocalBlocks.of(all, threads);
  }

  LinearRegression.Reduction reduce(LinearRegression trainer) {
    return trainer.reduce(blocks(1, 1), encoder());
  }

  LinearModel solve(LinearRegression trainer, LinearRegression.Reduction reduced) {
    return trainer.solve(reduced, schema, encoder());
  }

  /** Trained, with robust errors where those are asked for. */
  LinearModel train(LinearRegression trainer) {
    LinearRegression.Reduction reduced = reduce(trainer);
    LinearModel model = solve(trainer, reduced);
    return trainer.errors().isRobust()
        ? trainer.withRobustErrors(blocks(3, 2), reduced, schema, encoder(), model)
        : model;
  }

  /** ŷ of a row by the raw coefficients, a sum in the open. */
  double predict(LinearModel model, int target, int row) {
    List<String> features = model.encoder().names();
    double[] w = model.rawWeights(target);
    double sum = model.rawIntercept(target);
    for (int j = 0; j < w.length; j++) {
      sum += w[j] * value(model, features.get(j), j, row);
    }
    return sum;
  }

  private double value(LinearModel model, String feature, int slot, int row) {
    int equals = feature.indexOf('=');
    String cell = cell(row, equals < 0 ? feature : feature.substring(0, equals));
    if (cell.isEmpty()) {
      return model.means()[slot];
    }
    return equals < 0
        ? Double.parseDouble(cell)
        : cell.equals(feature.substring(equals + 1)) ? 1 : 0;
  }

  int[] all() {
    return IntStream.range(0, lines.size()).toArray();
  }
}
