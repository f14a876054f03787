package org.suffice.jobs.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.suffice.Failure;
import org.suffice.read.Text;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Exit codes: 0 done, 1 internal, 2 usage, 3 data, 4 no solution, 5 the old model
 * kept, 6 another run at work.
 */
@Command(
    name = "suffice",
    description = "Trains supervised models from sufficient statistics, on Spark.",
    versionProvider = Suffice.Version.class,
    subcommands = {
      TrainCommand.class,
      SummarizeCommand.class,
      PredictCommand.class,
      EvaluateCommand.class,
      DescribeCommand.class,
      RetrainCommand.class
    })
public final class Suffice implements Callable<Integer> {
  private static final int INTERNAL = 1;
  private static final int USAGE = 2;

  private final Console console;

  @Spec private CommandSpec spec;

  Suffice(Console console) {
    this.console = console;
  }

  @Option(names = "--version", versionHelp = true, description = "Show the version and exit")
  private boolean version;

  @Option(names = "--help", usageHelp = true, description = "Show this help and exit")
  private boolean help;

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    // Else picocli seeks a class of Groovy's, and all jars of Spark are opened to find that it is
    // not there.
    System.setProperty("picocli.disable.closures", "true");
    int code = run(args, utf8(System.out), utf8(System.err));
    if (code != 0 || System.getProperty("spark.submit.deployMode") == null) {
      System.exit(code);
    }
  }

  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  /** Runs a command; results go to {@code out}, everything else to {@code err}. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    Console console = new Console(out, err);
    CommandLine line =
        new CommandLine(new Suffice(console), new Console.Factory(console))
            .setExecutionExceptionHandler(failures(err))
            .setParameterExceptionHandler((e, arguments) -> usage(e, err))
            .setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8))
            .setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8));
    describeKeys(line);
    try {
      return line.execute(args);
    } catch (OutOfMemoryError | StackOverflowError e) { // picocli hands over exceptions only
      err.println("suffice: " + message(e));
      return INTERNAL;
    }
  }

  /** Adds the keys with their defaults to the help of each command that has some. */
  private static void describeKeys(CommandLine line) {
    if (line.getCommand() instanceof KeyedCommand keyed) {
      String[] rows =
          keyed.keys().stream()
              .map(key -> "  " + key.name() + "=" + key.fallback() + "%n      " + describe(key))
              .toArray(String[]::new);
      line.getCommandSpec().usageMessage().footer(rows);
    }
    line.getSubcommands().values().forEach(Suffice::describeKeys);
  }

  private static String describe(Key key) {
    return (key.help() + " (" + key.expects() + ")").replace("%", "%%");
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(console.err());
    return USAGE;
  }

  private static IExecutionExceptionHandler failures(PrintStream err) {
    return (e, command, result) -> {
      if (debug(result)) {
        e.printStackTrace(err);
      }
      err.println("suffice: " + message(e));
      return exitCode(e);
    };
  }

  /** The exit code of an exception. */
  static int exitCode(Throwable e) {
    return e instanceof Failure failure ? failure.kind().exitCode() : INTERNAL;
  }

  /** An exception as one line, without a character that a terminal would obey. */
  static String message(Throwable e) {
    if (e instanceof Failure) {
      return Text.escape(e.getMessage().replaceAll("\\R", " "));
    }
    if (e instanceof OutOfMemoryError) {
      return "out of memory; give the driver more with --driver-memory";
    }
    String text =
        e.getMessage() == null ? "" : ": " + e.getMessage().lines().findFirst().orElse("");
    return "internal error (use --debug for its trace): "
        + e.getClass().getSimpleName()
        + Text.escape(text);
  }

  private static boolean debug(CommandLine.ParseResult result) {
    for (CommandLine.ParseResult r = result; r != null; r = r.subcommand()) {
      if (r.hasMatchedOption("--debug")) {
        return true;
      }
    }
    return false;
  }

  private static int usage(ParameterException e, PrintStream err) {
    String message = e.getMessage().replaceAll("\\R", " ");
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().get(0);
      CommandLine command = e.getCommandLine();
      java.util.List<String> known = new java.util.ArrayList<>(command.getSubcommands().keySet());
      command.getCommandSpec().options().forEach(o -> known.addAll(java.util.List.of(o.names())));
      message = "unknown word " + Text.show(word) + Text.suggest(word, known);
    }
    err.println(
        "suffice: "
            + message
            + " (see "
            + e.getCommandLine().getCommandSpec().qualifiedName()
            + " --help)");
    return USAGE;
  }

  /** The version of the jar. */
  static final class Version implements IVersionProvider {
    static String text() {
      String version = Suffice.class.getPackage().getImplementationVersion();
      return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
      return new String[] {"suffice " + text()};
    }
  }
}
