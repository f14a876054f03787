package org.suffice.train;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.suffice.Failure;
import org.suffice.linalg.ExactProducts;
import org.suffice.model.StatisticsDirectory.Stored;
import org.suffice.model.TrainingRecord;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;
import org.suffice.statistic.ClassGrams;
import org.suffice.statistic.ExactGramStatistic;

/**
 * The sum of stored statistics, less others: to the last bit the statistic of the rows that remain.
 * Levels, classes and indicators are united; everything else of the schemas must agree.
 */
public final class StatisticsSum {
  /**
   * Weighted values and powers are pairs of doubles, so that the variance of a constant column is
   * zero to some hundred bits only.
   */
  private static final int SLACK = 90;

  private StatisticsSum() {}

  /**
   * Adds and subtracts. A class of which no row is left is forgotten. Squares, which shrinkage by
   * Ledoit and Wolf needs, are in the sum where all have them.
   *
   * @param plus by directory, at least one
   * @param minus by directory; each must be part of the sum
   * @throws Failure when schemas differ, or something is taken away that was not there
   */
  public static Stored of(Map<String, Stored> plus, Map<String, Stored> minus) {
    Map<String, Stored> all = new LinkedHashMap<>(plus);
    all.putAll(minus);
    StatisticsAgreement.requireSame(all);
    Schema united = StatisticsAgreement.united(all.values());
    Set<String> indicators = new TreeSet<>();
    all.values().forEach(stored -> indicators.addAll(stored.withIndicator()));
    String missing = StatisticsAgreement.missing(all);
    Stored first = plus.values().iterator().next();
    Map<String, String> options = new TreeMap<>(first.record().options());
    options.put("data.missing", missing);
    TrainingRecord record = new TrainingRecord(options, Map.of(), List.of(), Map.of());
    FeatureEncoder encoder = FeatureEncoder.ofRows(united, indicators);
    if (first.classes() == null) {
      ExactGramStatistic sum = sum(plus, minus, encoder, united);
      return new Stored(united, indicators, missing, sum, null, record);
    }
    ClassGrams<ExactGramStatistic> sum = classSum(plus, minus, encoder, united);
    return withoutEmptyClasses(new Stored(united, indicators, missing, null, sum, record));
  }

  private static ExactGramStatistic sum(
      Map<String, Stored> plus, Map<String, Stored> minus, FeatureEncoder encoder, Schema united) {
    ExactGramStatistic sum = new ExactGramStatistic(encoder.width(), encoder.derived());
    plus.values().forEach(stored -> sum.merge(placed(stored, encoder, united)));
    minus.forEach(
        (name, stored) -> {
          sum.subtract(placed(stored, encoder, united));
          requirePresent(isPresent(sum) && isPresent(sum.account()), name);
        });
    return sum;
  }

  private static ClassGrams<ExactGramStatistic> classSum(
      Map<String, Stored> plus, Map<String, Stored> minus, FeatureEncoder encoder, Schema united) {
    boolean squares =
        Stream.concat(plus.values().stream(), minus.values().stream())
            .allMatch(stored -> stored.classes().hasSquares());
    ClassGrams<ExactGramStatistic> zero =
        ClassGrams.exact(encoder.width(), encoder.derived(), united.classes().size(), squares);
    ClassGrams<ExactGramStatistic> sum = zero.fresh();
    plus.values().forEach(stored -> sum.merge(placed(stored, encoder, united, zero)));
    minus.forEach(
        (name, stored) -> {
          ClassGrams.subtract(sum, placed(stored, encoder, united, zero));
          requirePresent(
              sum.parts().values().stream().allMatch(StatisticsSum::isPresent)
                  && isPresent(sum.account()),
              name);
        });
    return sum;
  }

  /**
   * The same without levels that no row has any more, which would make a sum larger and larger that
   * is carried on from day to day. Models of either are the same. Where there are interactions all
   * levels stay.
   */
  public static Stored withoutEmptyLevels(Stored stored) {
    if (!stored.schema().interactions().isEmpty()) {
      return stored;
    }
    FeatureEncoder own = stored.encoder();
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < own.numColumns(); c++) {
      Column column = stored.schema().features().get(c);
      int first = own.firstSlot(c);
      List<String> left =
          column.kind() != Column.Kind.CATEGORICAL
              ? List.of()
              : IntStream.range(0, own.numSlots(c))
                  .filter(i -> !isEmpty(stored, first + i))
                  .mapToObj(column.levels()::get)
                  .toList();
      columns.add(left.isEmpty() ? column : Column.categorical(column.name(), left));
    }
    Schema schema = stored.schema().withFeatures(columns);
    FeatureEncoder encoder = FeatureEncoder.ofRows(schema, stored.withIndicator());
    if (encoder.width() == own.width()) {
      return stored;
    }
    ClassGrams<ExactGramStatistic> classes = stored.classes();
    ClassGrams<ExactGramStatistic> zero =
        classes == null
            ? null
            : ClassGrams.exact(
                encoder.width(), encoder.derived(), classes.numClasses(), classes.hasSquares());
    return new Stored(
        schema,
        stored.withIndicator(),
        stored.missing(),
        classes != null ? null : placed(stored, encoder, schema),
        classes == null ? null : placed(stored, encoder, schema, zero),
        stored.record());
  }

  /** Whether a slot is 0 in every row. */
  private static boolean isEmpty(Stored stored, int slot) {
    Stream<ExactGramStatistic> grams =
        stored.classes() == null
            ? Stream.of(stored.gram())
            : stored.classes().parts().values().stream();
    return grams.allMatch(
        gram -> {
          ExactProducts products = gram.products();
          int unit = products.lowestWindow();
          return products.value(slot + 1, slot + 1, unit).signum() == 0;
        });
  }

  private static Stored withoutEmptyClasses(Stored stored) {
    ClassGrams<ExactGramStatistic> classes = stored.classes();
    List<String> names = stored.schema().classes();
    List<String> left = classes.parts().keySet().stream().map(names::get).toList();
    if (left.isEmpty() || left.size() == names.size()) {
      return stored;
    }
    FeatureEncoder encoder = stored.encoder();
    ClassGrams<ExactGramStatistic> zero =
        ClassGrams.exact(encoder.width(), encoder.derived(), left.size(), classes.hasSquares());
    return new Stored(
        stored.schema().withClasses(left),
        stored.withIndicator(),
        stored.missing(),
        null,
        ClassGrams.rearranged(
            classes,
            zero,
            IntStream.range(0, encoder.width()).toArray(),
            names.stream().mapToInt(left::indexOf).toArray()),
        stored.record());
  }

  /** A statistic with its columns at the places of the united schema. */
  private static ExactGramStatistic placed(Stored stored, FeatureEncoder encoder, Schema united) {
    return stored
        .gram()
        .rearranged(encoder.width(), encoder.derived(), places(stored, encoder, united));
  }

  /** The same for statistics of classes, which are united too. */
  private static ClassGrams<ExactGramStatistic> placed(
      Stored stored, FeatureEncoder encoder, Schema united, ClassGrams<ExactGramStatistic> zero) {
    return ClassGrams.rearranged(
        stored.classes(),
        zero,
        places(stored, encoder, united),
        stored.schema().classes().stream().mapToInt(united.classes()::indexOf).toArray());
  }

  /** For each slot of the rows of a statistic its place in the united schema. */
  private static int[] places(Stored stored, FeatureEncoder encoder, Schema united) {
    FeatureEncoder own = stored.encoder();
    int[] target = new int[own.width()];
    for (int c = 0; c < own.numColumns(); c++) {
      String name = own.columnName(c);
      int to = united.featureNames().indexOf(name);
      Column mine = stored.schema().features().get(c);
      Column theirs = united.features().get(to);
      for (int i = 0; i < own.numSlots(c); i++) {
        int place =
            mine.kind() == Column.Kind.CATEGORICAL
                ? theirs.levels().indexOf(mine.levels().get(i))
                : i;
        target[own.firstSlot(c) + i] = place < 0 ? -1 : encoder.firstSlot(to) + place;
      }
      if (own.indicatorSlot(c) >= 0) {
        target[own.indicatorSlot(c)] = encoder.indicatorSlot(to);
      }
    }
    for (int i = 0; i < own.numInteractions(); i++) {
      place(own, encoder, i, target);
    }
    for (int t = 1; t < own.numLabels(); t++) {
      target[own.labelSlot(t)] = encoder.labelSlot(t);
    }
    return target;
  }

  /** The products of an interaction go to where the same slots are multiplied. */
  private static void place(FeatureEncoder own, FeatureEncoder united, int i, int[] target) {
    int slot = united.interactionSlot(i);
    Map<List<Integer>, Integer> places = new HashMap<>();
    for (int s = slot; s < slot + united.numInteractionSlots(i); s++) {
      places.put(Arrays.stream(united.factors(s)).boxed().toList(), s);
    }
    int first = own.interactionSlot(i);
    for (int s = first; s < first + own.numInteractionSlots(i); s++) {
      int[] factors = own.factors(s);
      target[s] = places.get(List.of(target[factors[0]], target[factors[1]]));
    }
    if (own.interactionIndicator(i) >= 0) {
      target[own.interactionIndicator(i)] = united.interactionIndicator(i);
    }
  }

  private static void requirePresent(boolean present, String name) {
    if (!present) {
      throw Failure.usage("--minus " + name + " takes away rows that are not in the sum");
    }
  }

  private static boolean isPresent(RowAccount account) {
    return Stream.of(
            account.used(), account.missingDropped(), account.rejected(), account.zeroWeight())
        .allMatch(count -> count >= 0);
  }

  /**
   * Tells of rows that were never in the sum, as far as the sum shows it: Σω·1, Σωz and Σωz² are
   * those of some rows only where no square and no variance is negative, and nothing is left of no
   * rows.
   */
  private static boolean isPresent(ExactGramStatistic sum) {
    ExactProducts products = sum.products();
    boolean present = sum.rows() > 0 || sum.rows() == 0 && products.windowNumbers().length == 0;
    int unit = products.lowestWindow();
    BigInteger weight = products.value(0, 0, unit);
    for (int i = 0; i < products.size() && present; i++) {
      BigInteger total = products.value(i, 0, unit);
      BigInteger squares = products.value(i, i, unit);
      BigInteger square = total.multiply(total);
      BigInteger deficit = square.subtract(weight.multiply(squares));
      present = squares.signum() >= 0 && deficit.compareTo(square.shiftRight(SLACK)) <= 0;
    }
    return present;
  }
}
