package org.suffice.train;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.suffice.Failure;
import org.suffice.linalg.ExactProducts;
import org.suffice.model.StatisticsDirectory.Stored;
import org.suffice.model.TrainingRecord;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Interaction;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;
import org.suffice.read.Text;
import org.suffice.statistic.ExactGramStatistic;

/**
 * The sum of stored statistics, less others: to the last bit the statistic of the rows that remain.
 * Levels and indicators are united; everything else of the schemas must agree.
 */
public final class StatisticsSum {
  /**
   * Weighted values and powers are pairs of doubles, so that the variance of a constant column is
   * zero to some hundred bits only.
   */
  private static final int SLACK = 90;

  private StatisticsSum() {}

  /**
   * Adds and subtracts.
   *
   * @param plus by directory, at least one
   * @param minus by directory; each must be part of the sum
   * @throws Failure when schemas differ, or something is taken away that was not there
   */
  public static Stored of(Map<String, Stored> plus, Map<String, Stored> minus) {
    Map<String, Stored> all = new LinkedHashMap<>(plus);
    all.putAll(minus);
    String firstName = plus.keySet().iterator().next();
    Stored first = plus.get(firstName);
    all.forEach((name, stored) -> requireSame(firstName, first, name, stored));
    Schema united = united(first.schema(), new ArrayList<>(all.values()));
    Set<String> indicators = new TreeSet<>();
    all.values().forEach(stored -> indicators.addAll(stored.withIndicator()));
    FeatureEncoder encoder = FeatureEncoder.ofRows(united, indicators);
    ExactGramStatistic sum = new ExactGramStatistic(encoder.width(), encoder.derived());
    for (Stored stored : plus.values()) {
      sum.merge(placed(stored, encoder, united));
    }
    for (Map.Entry<String, Stored> stored : minus.entrySet()) {
      sum.subtract(placed(stored.getValue(), encoder, united));
      requirePresent(sum, stored.getKey());
    }
    String missing = missing(all);
    Map<String, String> options = new TreeMap<>(first.record().options());
    options.put("data.missing", missing);
    TrainingRecord record = new TrainingRecord(options, Map.of(), List.of(), Map.of());
    return new Stored(united, indicators, missing, sum, record);
  }

  /**
   * What was done about missing values: where none was met, {@code error} goes with all else.
   *
   * @throws Failure when rows were left out of one and means put into another
   */
  private static String missing(Map<String, Stored> all) {
    String missing = "error";
    String from = null;
    for (Map.Entry<String, Stored> stored : all.entrySet()) {
      String other = stored.getValue().missing();
      if (other.equals("error") || other.equals(missing)) {
        continue;
      }
      if (from != null) {
        throw apart(from, stored.getKey(), "data.missing=" + missing + " and " + other);
      }
      missing = other;
      from = stored.getKey();
    }
    return missing;
  }

  private static Failure apart(String first, String second, String difference) {
    return Failure.usage(
        "the statistics " + first + " and " + second + " do not go together: " + difference);
  }

  private static void requireSame(String firstName, Stored first, String name, Stored other) {
    String difference = difference(first, other);
    if (difference != null) {
      throw apart(firstName, name, difference);
    }
  }

  /** What differs between two schemas, levels apart; null when nothing does. */
  private static String difference(Stored a, Stored b) {
    if (!a.schema().labels().equals(b.schema().labels())) {
      boolean one = a.schema().labels().size() == 1 && b.schema().labels().size() == 1;
      return (one ? "label " : "labels ") + labels(a) + " and " + labels(b);
    }
    if (!a.schema().weight().equals(b.schema().weight())) {
      return "weight "
          + a.schema().weight().map(Text::show).orElse("none")
          + " and "
          + b.schema().weight().map(Text::show).orElse("none");
    }
    Map<String, Column> mine = byName(a);
    Map<String, Column> others = byName(b);
    for (String name : mine.keySet()) {
      if (!others.containsKey(name)) {
        return "column " + Text.show(name) + " is in the first only";
      }
    }
    for (Column other : others.values()) {
      Column column = mine.get(other.name());
      if (column == null) {
        return "column " + Text.show(other.name()) + " is in the second only";
      }
      if (column.kind() != other.kind()
          || !column.parts().equals(other.parts())
          || column.degree() != other.degree()
          || !column.fourier().equals(other.fourier())) {
        return "column "
            + Text.show(other.name())
            + " is "
            + describe(column)
            + " and "
            + describe(other);
      }
    }
    if (!a.schema().interactions().equals(b.schema().interactions())) {
      return "interactions " + interactions(a) + " and " + interactions(b);
    }
    return null;
  }

  private static String interactions(Stored stored) {
    List<Interaction> all = stored.schema().interactions();
    return all.isEmpty()
        ? "none"
        : all.stream().map(i -> Text.show(i.name())).collect(Collectors.joining(", "));
  }

  private static String labels(Stored stored) {
    return stored.schema().labels().stream().map(Text::show).collect(Collectors.joining(", "));
  }

  private static String describe(Column column) {
    String kind = column.kind().name().toLowerCase(java.util.Locale.ROOT);
    String degree = column.degree() != 1 ? " of degree " + column.degree() : "";
    String waves =
        column
            .fourier()
            .map(f -> " with " + f.harmonics() + " harmonics of period " + f.period())
            .orElse("");
    return kind + (column.parts().isEmpty() ? "" : " " + column.parts()) + degree + waves;
  }

  private static Map<String, Column> byName(Stored stored) {
    Map<String, Column> columns = new TreeMap<>();
    stored.schema().features().forEach(column -> columns.put(column.name(), column));
    return columns;
  }

  private static Schema united(Schema first, List<Stored> all) {
    List<Column> columns = new ArrayList<>();
    for (Column column : first.features()) {
      if (column.kind() == Column.Kind.CATEGORICAL) {
        Set<String> levels =
            new TreeSet<>(
                (a, b) ->
                    Arrays.compareUnsigned(
                        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
        all.forEach(stored -> levels.addAll(byName(stored).get(column.name()).levels()));
        columns.add(Column.categorical(column.name(), List.copyOf(levels)));
      } else {
        columns.add(column);
      }
    }
    return first.withFeatures(columns);
  }

  /** A statistic with its columns at the places of the united schema. */
  private static ExactGramStatistic placed(Stored stored, FeatureEncoder encoder, Schema united) {
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
        target[own.firstSlot(c) + i] = encoder.firstSlot(to) + place;
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
    return stored.statistic().rearranged(encoder.width(), encoder.derived(), target);
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

  /**
   * Tells of rows that were never in the sum, as far as the sum shows it: Σω·1, Σωz and Σωz² are
   * those of some rows only where no square and no variance is negative, and nothing is left of no
   * rows.
   */
  private static void requirePresent(ExactGramStatistic sum, String name) {
    ExactProducts products = sum.products();
    RowAccount account = sum.account();
    boolean present =
        Stream.of(
                sum.rows(),
                account.used(),
                account.missingDropped(),
                account.rejected(),
                account.zeroWeight())
            .allMatch(count -> count >= 0);
    present &= sum.rows() > 0 || products.windowNumbers().length == 0;
    int unit = products.lowestWindow();
    BigInteger weight = products.value(0, 0, unit);
    for (int i = 0; i < products.size() && present; i++) {
      BigInteger total = products.value(i, 0, unit);
      BigInteger squares = products.value(i, i, unit);
      BigInteger square = total.multiply(total);
      BigInteger deficit = square.subtract(weight.multiply(squares));
      present = squares.signum() >= 0 && deficit.compareTo(square.shiftRight(SLACK)) <= 0;
    }
    if (!present) {
      throw Failure.usage("--minus " + name + " takes away rows that are not in the sum");
    }
  }
}
