package org.suffice.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A set of NIST's Statistical Reference Datasets with its certified values.
 *
 * @param degree of the polynomial in x; 0 where the columns are those of the set
 * @param coefficients certified, the intercept first; of a sample its mean
 * @param errors certified standard errors; of a sample its standard deviation
 * @param given the set as NIST gives it
 * @param columns the same with every power of x as a column, each the double nearest to its decimal
 */
record NistSet(
    String name, int degree, double[] coefficients, double[] errors, Path given, Path columns) {
  /** A set among the test resources of common. */
  static NistSet regression(Path root, Path work, String name) throws IOException {
    Path golden = root.resolve("common/src/test/resources/golden");
    String json = Files.readString(golden.resolve("ols__nist_" + name + ".json"));
    Path given = golden.resolve("data/nist_" + name + ".csv");
    List<String> terms = words(json, "features");
    int degree = terms.stream().anyMatch(term -> term.contains("^")) ? terms.size() : 0;
    return new NistSet(
        name,
        degree,
        certified(json, "coef"),
        certified(json, "se"),
        given,
        degree == 0 ? given : powers(work, name, degree, Files.readAllLines(given)));
  }

  /**
   * Wampler4 and Wampler5, which NIST made of Wampler1, exact on its polynomial, by adding 100 and
   * 10,000 times the disturbance of Wampler3: coefficients stay 1, errors grow by that factor.
   */
  static NistSet disturbed(Path work, String name, NistSet exact, NistSet disturbed, int factor)
      throws IOException {
    List<String> plain = Files.readAllLines(exact.given);
    List<String> rows = new ArrayList<>(Files.readAllLines(disturbed.given));
    for (int i = 1; i < rows.size(); i++) {
      String[] cells = rows.get(i).split(",");
      BigDecimal y = new BigDecimal(plain.get(i).split(",")[1]);
      BigDecimal more = new BigDecimal(cells[1]).subtract(y).multiply(BigDecimal.valueOf(factor));
      rows.set(i, cells[0] + "," + y.add(more).toPlainString());
    }
    Path given = Files.write(work.resolve("nist-" + name + ".csv"), rows);
    BigDecimal times = BigDecimal.valueOf(factor);
    double[] errors =
        Arrays.stream(disturbed.errors)
            .map(error -> new BigDecimal(Double.toString(error)).multiply(times).doubleValue())
            .toArray();
    return new NistSet(
        name,
        exact.degree,
        exact.coefficients,
        errors,
        given,
        powers(work, name, exact.degree, rows));
  }

  /** A sample among the test resources of common. */
  static NistSet sample(Path root, String name) throws IOException {
    Path golden = root.resolve("common/src/test/resources/golden");
    String json = Files.readString(golden.resolve("summary__nist_" + name + ".json"));
    Path given = golden.resolve("data/nist_" + name + ".csv");
    return new NistSet(name, 0, certified(json, "mean"), certified(json, "sd"), given, given);
  }

  private static Path powers(Path work, String name, int degree, List<String> given)
      throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    IntStream.rangeClosed(1, degree).forEach(k -> line.append('x').append(k).append(','));
    lines.add(line + "y");
    for (String row : given.subList(1, given.size())) {
      String[] cells = row.split(",");
      line.setLength(0);
      for (int k = 1; k <= degree; k++) {
        line.append(new BigDecimal(cells[0]).pow(k).doubleValue()).append(',');
      }
      lines.add(line + cells[1]);
    }
    return Files.write(work.resolve("nist-" + name + "-columns.csv"), lines);
  }

  private static List<String> words(String json, String field) {
    Matcher matcher =
        Pattern.compile("\"" + field + "\"\\s*:\\s*(\\[[^\\]]*\\]|\"[^\"]*\")").matcher(json);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + field + " in a golden file");
    }
    return Arrays.stream(matcher.group(1).replaceAll("[\\[\\]\"\\s]", "").split(",")).toList();
  }

  private static double[] certified(String json, String field) {
    String certified = json.substring(json.indexOf("\"certified\""));
    return words(certified, field).stream().mapToDouble(Double::parseDouble).toArray();
  }

  /**
   * The least log relative error, −log₁₀(|q−c|/|c|), at most 15, the digits that NIST certifies;
   * absolute where c is 0. A number that is not there has none.
   */
  static String digits(double[] certified, double[] found) {
    if (found == null) {
      return "–";
    }
    double least = found.length == certified.length ? 15 : 0;
    boolean all = true;
    for (int i = 0; i < certified.length && i < found.length; i++) {
      double error = Math.abs(found[i] - certified[i]);
      double relative = certified[i] == 0 ? error : error / Math.abs(certified[i]);
      all &= !Double.isNaN(relative);
      least = Math.min(least, relative == 0 ? 15 : -Math.log10(relative));
    }
    return all ? String.format(Locale.ROOT, "%.1f", Math.max(0, least)) : "0 (dropped)";
  }
}
