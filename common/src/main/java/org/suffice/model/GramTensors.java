package org.suffice.model;

import java.util.Arrays;
import java.util.TreeMap;
import org.suffice.Failure;
import org.suffice.linalg.ExactProducts;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowAccount;
import org.suffice.statistic.ClassGrams;
import org.suffice.statistic.ExactGramStatistic;

/** Exact statistics as arrays: one Gram matrix, or one for each class that has rows. */
final class GramTensors {
  /** Windows of sums of products of doubles lie well within ± so many. */
  private static final int MOST_WINDOWS = 256;

  private GramTensors() {}

  /** Adds the arrays of one Gram matrix. */
  static void put(Tensors tensors, ExactGramStatistic gram) {
    putSums(tensors, "", gram);
    RowAccount account = gram.account();
    tensors.put(
        "counts",
        new long[] {
          gram.rows(),
          account.used(),
          account.missingDropped(),
          account.rejected(),
          account.zeroWeight()
        },
        5);
  }

  /**
   * Reads what {@link #put(Tensors, ExactGramStatistic)} wrote.
   *
   * @param encoder of the rows
   * @throws Failure when the arrays are not those of such rows
   */
  static ExactGramStatistic gram(Tensors tensors, FeatureEncoder encoder) {
    long[] counts = counts(tensors, 5);
    return ExactGramStatistic.of(
        encoder.width(),
        encoder.derived(),
        products(tensors, "products", encoder.width() + 2),
        products(tensors, "logWeights", 1),
        counts[0],
        RowAccount.of(counts[1], counts[2], counts[3], counts[4]));
  }

  /** Adds the arrays of the classes that have rows, each under the number of its position. */
  static void put(Tensors tensors, ClassGrams<ExactGramStatistic> classes) {
    long[] positions = classes.parts().keySet().stream().mapToLong(k -> k).toArray();
    long[] rows = classes.parts().values().stream().mapToLong(ExactGramStatistic::rows).toArray();
    classes.parts().forEach((k, part) -> putSums(tensors, "class." + k + ".", part));
    RowAccount account = classes.account();
    tensors
        .put("classes", positions, positions.length)
        .put("rows", rows, rows.length)
        .put(
            "counts",
            new long[] {
              account.used(), account.missingDropped(), account.rejected(), account.zeroWeight()
            },
            4);
  }

  /**
   * Reads what {@link #put(Tensors, ClassGrams)} wrote.
   *
   * @param encoder of the rows
   * @param numClasses c, the number of classes that have names
   * @param squares whether the statistic holds the squares of the values too
   * @throws Failure when the arrays are not those of such rows
   */
  static ClassGrams<ExactGramStatistic> classes(
      Tensors tensors, FeatureEncoder encoder, int numClasses, boolean squares) {
    ClassGrams<ExactGramStatistic> zero =
        ClassGrams.exact(encoder.width(), encoder.derived(), numClasses, squares);
    long[] positions = tensors.longs("classes");
    long[] rows = tensors.longs("rows");
    long[] counts = counts(tensors, 4);
    if (rows.length != positions.length || Arrays.stream(rows).anyMatch(n -> n <= 0)) {
      throw Failure.data(
          "array 'rows': expected as many numbers above 0 as there are classes, found "
              + Arrays.toString(rows));
    }
    if (counts[0] != Arrays.stream(rows).sum()) {
      throw Failure.data("array 'rows': the rows of the classes are not those used, " + counts[0]);
    }
    TreeMap<Integer, ExactGramStatistic> parts = new TreeMap<>();
    for (int i = 0; i < positions.length; i++) {
      long k = positions[i];
      if (k < 0 || k >= numClasses || i > 0 && k <= positions[i - 1]) {
        throw Failure.data(
            "array 'classes': expected ascending positions below c="
                + numClasses
                + ", found "
                + Arrays.toString(positions));
      }
      parts.put((int) k, part(tensors, "class." + k + ".", zero, rows[i]));
    }
    return ClassGrams.of(zero, parts, RowAccount.of(counts[0], counts[1], counts[2], counts[3]));
  }

  private static ExactGramStatistic part(
      Tensors tensors, String prefix, ClassGrams<ExactGramStatistic> zero, long rows) {
    ExactGramStatistic empty = zero.total();
    return ExactGramStatistic.of(
        empty.numFeatures(),
        empty.derived(),
        products(tensors, prefix + "products", empty.numFeatures() + 2),
        products(tensors, prefix + "logWeights", 1),
        rows,
        RowAccount.of(rows, 0, 0, 0));
  }

  private static long[] counts(Tensors tensors, int length) {
    long[] counts = tensors.longs("counts");
    if (counts.length != length || Arrays.stream(counts).anyMatch(count -> count < 0)) {
      throw Failure.data("array 'counts': " + Arrays.toString(counts));
    }
    return counts;
  }

  private static void putSums(Tensors tensors, String prefix, ExactGramStatistic gram) {
    put(tensors, prefix + "products", gram.products());
    put(tensors, prefix + "logWeights", gram.logWeights());
  }

  private static void put(Tensors tensors, String name, ExactProducts products) {
    int[] windows = products.windowNumbers();
    long[] numbers = new long[windows.length];
    for (int w = 0; w < windows.length; w++) {
      numbers[w] = windows[w];
      long[] triangle = products.triangle(windows[w]);
      tensors.put(name + "." + windows[w], triangle, triangle.length);
    }
    tensors.put(name, numbers, numbers.length);
  }

  private static ExactProducts products(Tensors tensors, String name, int size) {
    ExactProducts products = new ExactProducts(size);
    for (long window : tensors.longs(name)) {
      if (Math.abs(window) > MOST_WINDOWS) { // carries and shifts would go on for ever
        throw Failure.data("array '" + name + "': window " + window);
      }
      products.addTriangle(Math.toIntExact(window), tensors.longs(name + "." + window));
    }
    products.normalise();
    return products;
  }
}
