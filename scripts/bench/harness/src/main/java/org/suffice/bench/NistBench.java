package org.suffice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many digits of NIST's certified values Suffice and its peers get right. All settings are
 * system properties, which {@code scripts/bench/run} gives.
 */
public final class NistBench extends Bench {
  private static final Pattern NUMBER = Pattern.compile(":\\s*(null|[-+.0-9eE]+)");
  private static final String RECORDED = "scripts/bench/r/nist-recorded.txt";
  private static final String COEFFICIENTS = " coefficients";
  private static final String ERRORS = " errors";

  private static final String COLUMNS = "Suffice exact, columns given";
  private static final String POWERS = "Suffice exact, powers formed in the job";
  private static final String FAST = "Suffice fast, columns given";

  /** What each side found, under the name of the set and {@link #COEFFICIENTS} or the like. */
  private final Map<String, Map<String, double[]>> sides = new LinkedHashMap<>();

  private NistBench(Setting setting) {
    super(setting, 1);
  }

  /** Runs every side once and prints the tables. */
  public static void main(String[] args) throws IOException {
    try {
      new NistBench(setting()).run();
    } catch (IllegalStateException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run() throws IOException {
    Path root = setting.root();
    Path work = setting.work();
    List<NistSet> sets = new ArrayList<>();
    for (String name : List.of("Norris", "Longley", "Wampler1", "Wampler2", "Wampler3")) {
      sets.add(NistSet.regression(root, work, name));
    }
    sets.add(NistSet.disturbed(work, "Wampler4", sets.get(2), sets.get(4), 100));
    sets.add(NistSet.disturbed(work, "Wampler5", sets.get(2), sets.get(4), 10_000));
    sets.add(NistSet.regression(root, work, "Filip"));
    List<NistSet> samples = new ArrayList<>();
    for (String name : List.of("PiDigits", "Lew", "Michelso", "NumAcc1", "NumAcc2", "NumAcc4")) {
      samples.add(NistSet.sample(root, name));
    }

    report.line("# Digits of NIST's certified values");
    report.line("");
    report.line(
        "The sets are of the Statistical Reference Datasets. A number is the least, over all"
            + " coefficients, of the log relative error −log₁₀(|q−c|/|c|) of q against the"
            + " certified c, at most 15, absolute where c is 0 (the errors of Wampler1 and"
            + " Wampler2). \"Dropped\": the side says that it cannot estimate a coefficient."
            + " Columns given: every power of x rounded to a double before any side sees it, which"
            + " leaves fewer than eight digits of Filip. Wampler4 and 5 are made of 1 and 3, as NIST"
            + " made them. – is where a side gives no number.");
    report.line("");
    report.line("- Suffice: commit %s, %s", property("commit"), Machine.jvm());
    suffice(sets, samples);
    r(sets, samples);
    sklearn(sets, samples);
    mllib(sets, samples);

    table("Coefficients", sets, NistSet::coefficients, COEFFICIENTS);
    table("Standard errors of the coefficients", sets, NistSet::errors, ERRORS);
    table("Mean", samples, NistSet::coefficients, COEFFICIENTS);
    table("Standard deviation", samples, NistSet::errors, ERRORS);
    report.line("");
    report.line("Written by `scripts/bench/run nist`.");
    requireTargets(sets, samples);
    Files.writeString(Path.of(property("output")), report.text());
  }

  // ---- sides -----------------------------------------------------------------------------------

  private void suffice(List<NistSet> sets, List<NistSet> samples) {
    List.of(COLUMNS, POWERS, FAST).forEach(side -> sides.put(side, new HashMap<>()));
    for (NistSet set : sets) {
      fit(COLUMNS, set, set.columns(), "precision=exact");
      if (set.degree() > 0) {
        String basis = "features.basis=[{column=x, type=powers, degree=" + set.degree() + "}]";
        fit(POWERS, set, set.given(), basis);
      }
      fit(FAST, set, set.columns(), "precision=fast");
    }
    for (NistSet sample : samples) {
      fit(COLUMNS, sample, sample.given(), "precision=exact", "data.features=none");
      fit(FAST, sample, sample.given(), "precision=fast", "data.features=none");
    }
  }

  private void fit(String side, NistSet set, Path data, String... settings) {
    String launcher = setting.root().resolve("scripts/suffice").toString();
    String model = setting.work().resolve("nist-model").toString();
    List<String> command =
        new ArrayList<>(
            List.of(launcher, "train", "linear-regression", "--data", data.toString(), "--label"));
    command.addAll(List.of("y", "--model", model, "--overwrite", "--master", "local[2]"));
    for (String one : settings) {
      command.addAll(List.of("--set", one));
    }
    output("suffice train " + set.name(), command);
    String json =
        output("suffice describe", List.of(launcher, "describe", "--model", model, "--json"));
    boolean sample = Arrays.asList(settings).contains("data.features=none");
    double[] slopes = numbers(json, "coefficients");
    double[] all = new double[slopes.length + 1];
    all[0] = number(json, "intercept");
    System.arraycopy(slopes, 0, all, 1, slopes.length);
    Map<String, double[]> found = sides.computeIfAbsent(side, s -> new HashMap<>());
    found.put(set.name() + COEFFICIENTS, all);
    found.put(
        set.name() + ERRORS,
        sample ? new double[] {number(json, "sigma")} : numbers(json, "standardErrors"));
  }

  /** The values of an object, null being none. */
  private static double[] numbers(String json, String name) {
    Matcher object = Pattern.compile("\"" + name + "\"\\s*:\\s*\\{([^}]*)\\}").matcher(json);
    if (!object.find()) {
      throw new IllegalStateException("describe --json has no " + name);
    }
    return NUMBER.matcher(object.group(1)).results().mapToDouble(m -> value(m.group(1))).toArray();
  }

  private static double number(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\"\\s*" + NUMBER.pattern()).matcher(json);
    if (!matcher.find()) {
      throw new IllegalStateException("describe --json has no " + name);
    }
    return value(matcher.group(1));
  }

  private static double value(String word) {
    return word.equals("null") || word.equals("NA") ? Double.NaN : Double.parseDouble(word);
  }

  private void r(List<NistSet> sets, List<NistSet> samples) throws IOException {
    String command = property("rscript");
    List<String> lines;
    String origin;
    if (command.isEmpty()) {
      lines = Files.readAllLines(setting.root().resolve(RECORDED));
      report.line(
          "- R: absent (r-base-core on Debian); its numbers are those recorded in `%s`, the output"
              + " of `scripts/bench/r/nist.R` on these files: %s",
          RECORDED, lines.get(0).substring(Side.MARK.length()));
      origin = "R (recorded)";
    } else {
      String script = setting.root().resolve("scripts/bench/r/nist.R").toString();
      lines = new ArrayList<>(marked("R", List.of(command, script, "--version")));
      report.line("- %s", lines.get(0).substring(Side.MARK.length()));
      lines.addAll(marked("R", with(List.of(command, script), sets, samples)));
      Files.write(setting.work().resolve("nist-recorded.txt"), lines);
      origin = "R";
    }
    keep(origin + " lm", lines, name -> !name.endsWith(":tight"));
    keep(origin + " lm, tol=1e-10", lines, name -> name.endsWith(":tight"));
  }

  private void sklearn(List<NistSet> sets, List<NistSet> samples) {
    String python = property("python");
    if (python.isEmpty()) {
      report.line("- scikit-learn: absent (python3-sklearn on Debian)");
      return;
    }
    String script = setting.root().resolve("scripts/bench/sklearn/nist.py").toString();
    String version = marked("scikit-learn", List.of(python, script, "--version")).get(0);
    report.line("- %s", version.substring(Side.MARK.length()));
    List<String> lines = marked("scikit-learn", with(List.of(python, script), sets, samples));
    keep("scikit-learn, numpy", lines, name -> true);
  }

  private void mllib(List<NistSet> sets, List<NistSet> samples) {
    if (!setting.hasMllib()) {
      report.line("- MLlib: absent, its jars could not be fetched");
      return;
    }
    report.line("- MLlib: Spark %s, solver=normal; Summarizer", property("spark"));
    List<String> command = setting.sparkMain(List.of(), "MllibNist");
    keep("Spark MLlib", marked("MLlib", with(command, sets, samples)), name -> true);
  }

  private static List<String> with(
      List<String> command, List<NistSet> sets, List<NistSet> samples) {
    List<String> all = new ArrayList<>(command);
    sets.forEach(set -> all.addAll(List.of(set.name(), set.columns().toString())));
    samples.forEach(set -> all.addAll(List.of(set.name(), set.given().toString())));
    return all;
  }

  private String output(String name, List<String> command) {
    try (SideProcess process = start(name, command)) {
      String all = process.readAll();
      process.requireSuccess();
      return all;
    }
  }

  /** The lines meant for us. */
  private List<String> marked(String name, List<String> command) {
    List<String> lines =
        output("nist " + name, command).lines().filter(l -> l.startsWith(Side.MARK)).toList();
    if (lines.isEmpty()) {
      throw new IllegalStateException(name + " gave no answer; see " + log("nist " + name));
    }
    return lines;
  }

  private void keep(String side, List<String> lines, Predicate<String> ofSide) {
    Map<String, double[]> found = sides.computeIfAbsent(side, s -> new HashMap<>());
    for (String line : lines) {
      String[] words = line.substring(Side.MARK.length()).split(" ");
      String what = words.length > 2 ? " " + words[1] : "";
      if ((what.equals(COEFFICIENTS) || what.equals(ERRORS)) && ofSide.test(words[0])) {
        double[] values = Arrays.stream(words).skip(2).mapToDouble(NistBench::value).toArray();
        found.put(words[0].replace(":tight", "") + what, values);
      }
    }
  }

  // ---- results ---------------------------------------------------------------------------------

  /** A row a set, a column a side that has numbers of this kind. */
  private void table(
      String title, List<NistSet> sets, Function<NistSet, double[]> certified, String what) {
    List<String> shown =
        sides.keySet().stream()
            .filter(s -> sets.stream().anyMatch(set -> sides.get(s).containsKey(set.name() + what)))
            .toList();
    report.line("");
    report.line("## " + title);
    report.line("");
    report.line("| | " + String.join(" | ", shown) + " |");
    report.line("|---|" + "---|".repeat(shown.size()));
    for (NistSet set : sets) {
      StringBuilder row = new StringBuilder("| " + set.name() + " |");
      for (String side : shown) {
        double[] found = sides.get(side).get(set.name() + what);
        row.append(' ').append(NistSet.digits(certified.apply(set), found)).append(" |");
      }
      report.line(row.toString());
    }
  }

  /** What Suffice promises; a table of less is none. */
  private void requireTargets(List<NistSet> sets, List<NistSet> samples) {
    for (NistSet set : sets) {
      boolean filip = set.name().equals("Filip");
      boolean noise = set.name().equals("Wampler4") || set.name().equals("Wampler5");
      require(COLUMNS, set, filip ? 7.5 : noise ? 12 : 13, filip ? 7 : 12);
      if (set.degree() > 0) {
        require(POWERS, set, noise || filip ? 12 : 13, 12);
      }
    }
    for (NistSet sample : samples) {
      require(COLUMNS, sample, 14, sample.name().equals("NumAcc4") ? 8 : 13);
    }
  }

  private void require(String side, NistSet set, double coefficients, double errors) {
    Map<String, double[]> found = sides.get(side);
    String one = NistSet.digits(set.coefficients(), found.get(set.name() + COEFFICIENTS));
    String other = NistSet.digits(set.errors(), found.get(set.name() + ERRORS));
    if (!(Double.parseDouble(one.split(" ")[0]) >= coefficients)
        || !(Double.parseDouble(other.split(" ")[0]) >= errors)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s has %s and %s digits of %s, expected %.1f and %.1f",
              side,
              one,
              other,
              set.name(),
              coefficients,
              errors));
    }
  }
}
