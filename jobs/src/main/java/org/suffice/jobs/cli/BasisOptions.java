package org.suffice.jobs.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.suffice.Failure;
import org.suffice.jobs.read.Basis;
import org.suffice.read.Column;
import org.suffice.read.Fourier;
import org.suffice.read.Interaction;
import org.suffice.read.Text;

/** What the settings say of bases and interactions. */
final class BasisOptions {
  private static final String BASIS = "features.basis";
  private static final String INTERACTIONS = "features.interactions";

  /** The keys of an entry by its type. */
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "powers", List.of("column", "type", "degree"),
          "fourier", List.of("column", "type", "harmonics", "period", "keep"));

  private BasisOptions() {}

  /** The bases of columns: one column may have powers and sines with cosines. */
  static Map<String, Basis> bases(Settings settings) {
    Map<String, Basis> result = new LinkedHashMap<>();
    if (!settings.knows(BASIS)) {
      return result;
    }
    Map<String, Set<String>> types = new HashMap<>();
    for (Map<String, Object> entry : settings.objects(BASIS)) {
      String type = required(entry, "type");
      if (!KEYS.containsKey(type)) {
        throw Failure.usage(
            BASIS
                + ": there is no type "
                + Text.show(type)
                + Text.suggest(type, new TreeSet<>(KEYS.keySet())));
      }
      for (String key : entry.keySet()) {
        if (!KEYS.get(type).contains(key)) {
          throw Failure.usage(
              BASIS
                  + ": type="
                  + type
                  + " has no "
                  + Text.show(key)
                  + Text.suggest(key, KEYS.get(type)));
        }
      }
      String column = required(entry, "column");
      if (!types.computeIfAbsent(column, name -> new TreeSet<>()).add(type)) {
        throw Failure.usage(
            BASIS + ": type=" + type + " of column " + Text.show(column) + " stands there twice");
      }
      result.merge(
          column, type.equals("powers") ? powers(entry) : fourier(entry), BasisOptions::both);
    }
    return result;
  }

  private static Basis powers(Map<String, Object> entry) {
    return new Basis(whole(entry, "degree", Column.MOST_DEGREE), 0, OptionalDouble.empty());
  }

  private static Basis fourier(Map<String, Object> entry) {
    OptionalDouble period =
        entry.containsKey("period") ? OptionalDouble.of(period(entry)) : OptionalDouble.empty();
    String keep = String.valueOf(entry.getOrDefault("keep", false));
    if (!keep.equals("true") && !keep.equals("false")) {
      throw wrong(entry, "keep", "true or false");
    }
    return new Basis(
        keep.equals("true") ? 1 : 0, whole(entry, "harmonics", Fourier.MOST_HARMONICS), period);
  }

  /** Powers keep the number, whatever else its column has. */
  private static Basis both(Basis a, Basis b) {
    Basis waves = a.harmonics() > 0 ? a : b;
    return new Basis(Math.max(a.degree(), b.degree()), waves.harmonics(), waves.period());
  }

  private static double period(Map<String, Object> entry) {
    double value;
    try {
      value = Double.parseDouble(String.valueOf(entry.get("period")));
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!Fourier.isPeriod(value)) {
      throw wrong(
          entry,
          "period",
          "a number above 0"
              + (value > 0
                  ? String.format(
                      Locale.ROOT, " from %s to %s", Fourier.LEAST_PERIOD, Fourier.LARGEST_PERIOD)
                  : ""));
    }
    return value;
  }

  private static String required(Map<String, Object> entry, String key) {
    Object value = entry.get(key);
    if (value == null || value instanceof Map || value instanceof List) {
      throw Failure.usage(
          BASIS
              + ": expected {column=NAME, type=powers, degree=N} or {column=NAME, type=fourier,"
              + " harmonics=N, period=L, keep=true}, found "
              + Text.show(String.valueOf(entry))
              + " without "
              + key);
    }
    return String.valueOf(value);
  }

  private static int whole(Map<String, Object> entry, String key, int most) {
    String text = required(entry, key);
    if (!text.matches("[1-9][0-9]{0,5}") || Integer.parseInt(text) > most) {
      throw wrong(entry, key, "a whole number from 1 to " + most);
    }
    return Integer.parseInt(text);
  }

  private static Failure wrong(Map<String, Object> entry, String key, String expected) {
    return Failure.usage(
        BASIS
            + ": column "
            + Text.show(String.valueOf(entry.get("column")))
            + ", "
            + key
            + ": expected "
            + expected
            + ", found "
            + Text.show(String.valueOf(entry.get(key))));
  }

  /** The interactions, each pair once. */
  static List<Interaction> interactions(Settings settings) {
    List<Interaction> result = new ArrayList<>();
    if (!settings.knows(INTERACTIONS)) {
      return result;
    }
    for (List<String> pair : settings.lists(INTERACTIONS)) {
      if (pair.size() != 2) {
        throw Failure.usage(
            INTERACTIONS + ": expected [column, column], found " + Text.show(pair.toString()));
      }
      String name = pair.get(0);
      if (name.equals(pair.get(1))) {
        throw Failure.usage(
            INTERACTIONS
                + ": column "
                + Text.show(name)
                + " with itself; its square is in features.basis=[{column="
                + Text.clean(name)
                + ", type=powers, degree=2}]");
      }
      Interaction interaction = new Interaction(name, pair.get(1));
      if (result.stream().anyMatch(interaction::isSamePair)) {
        throw Failure.usage(
            INTERACTIONS
                + ": "
                + Text.show(interaction.name())
                + " stands there twice, in whichever order");
      }
      result.add(interaction);
    }
    return result;
  }
}
