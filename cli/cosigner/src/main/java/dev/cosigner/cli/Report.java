package dev.cosigner.cli;

import dev.cosigner.cli.ui.Output;
import dev.cosigner.eif.EifException;
import dev.cosigner.eif.ramdisk.RamdiskException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports how a run ended, in the one form that all failures have. */
final class Report {
  private final Invocation invocation;
  private final Output output;
  private final boolean stackTrace;

  Report(Invocation invocation, String[] args) {
    this.invocation = invocation;
    this.output = invocation.output();
    if (Cosigner.asksFor(GlobalOptions.JSON, args)) {
      output.useJson();
    }
    String wish = invocation.environment().getOrDefault("COSIGNER_STACKTRACE", "");
    this.stackTrace =
        Cosigner.asksFor(GlobalOptions.STACK_TRACE, args)
            || wish.equals("1")
            || wish.equals("true");
  }

  ExitCode ended(ExitCode code) {
    if (output.finish()) {
      return code;
    }
    return print(
        CosignerException.of(
                "output-failed", ExitCode.ENVIRONMENT, "the result could not be written")
            .expected("standard output to take it")
            .found("a full disk or a closed pipe")
            .build());
  }

  ExitCode interrupted() {
    List<String> left = invocation.interruption().whatIsLeft();
    return print(
        CosignerException.of("interrupted", ExitCode.INTERRUPTED, "interrupted")
            .found(left.isEmpty() ? "nothing was left behind" : String.join("\n", left))
            .build());
  }

  ExitCode usage(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String help = "'" + command + " --help' shows what it takes";
    return switch (e) {
      case UnmatchedArgumentException unmatched -> print(unmatched(unmatched, command, help));
      case MissingParameterException missing ->
          print(
              CosignerException.of("missing-argument", ExitCode.USAGE, message(missing))
                  .hint(help)
                  .cause(e)
                  .build());
      case OverwrittenOptionException repeated ->
          print(
              CosignerException.of("repeated-option", ExitCode.USAGE, message(repeated))
                  .hint(help)
                  .cause(e)
                  .build());
      default ->
          print(
              CosignerException.of("invalid-value", ExitCode.USAGE, message(e))
                  .hint(help)
                  .cause(e)
                  .build());
    };
  }

  private static CosignerException unmatched(
      UnmatchedArgumentException e, String command, String help) {
    String first = e.getUnmatched().getFirst();
    boolean groupOfCommands = !e.getCommandLine().getSubcommands().isEmpty();
    List<String> suggestions = e.getSuggestions();
    boolean option = first.startsWith("-");
    String kind = option ? "option" : groupOfCommands ? "command" : "argument";
    return CosignerException.of(
            "unknown-" + kind, ExitCode.USAGE, "'" + command + "' has no such " + kind)
        .found(first)
        .hint(
            suggestions.isEmpty()
                ? help
                : "did you mean " + String.join(" or ", suggestions) + "? " + help)
        .cause(e)
        .build();
  }

  private static String message(ParameterException e) {
    String message = e.getMessage();
    return message.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + message.substring(1);
  }

  ExitCode failed(Throwable e) {
    return switch (e) {
      case CosignerException known -> print(known);
      case UncheckedIOException wrapped -> print(file(wrapped.getCause()));
      case IOException io -> print(file(io));
      default -> print(unforeseen(e));
    };
  }

  private static CosignerException file(IOException e) {
    CosignerException.Builder failure =
        switch (e) {
          case IOException malformed
              when malformed instanceof EifException || malformed instanceof RamdiskException ->
              CosignerException.of(
                      "image-malformed", ExitCode.BAD_INPUT, "an enclave image is not well-formed")
                  .expected("an enclave image file (EIF) with its ramdisks")
                  .found(malformed.getMessage())
                  .hint("build it anew with 'cosigner build-eif'");
          case NoSuchFileException missing ->
              CosignerException.of(
                      "file-not-found", ExitCode.BAD_INPUT, "there is no file " + missing.getFile())
                  .hint("check the path");
          case AccessDeniedException denied ->
              CosignerException.of(
                      "file-not-allowed",
                      ExitCode.ENVIRONMENT,
                      "not allowed to use " + denied.getFile())
                  .hint("check its owner and permissions");
          case FileSystemException other ->
              CosignerException.of(
                      "file-failed", ExitCode.ENVIRONMENT, "cannot use " + other.getFile())
                  .found(other.getReason() == null ? name(other) : other.getReason());
          default ->
              CosignerException.of("io-failed", ExitCode.ENVIRONMENT, "reading or writing failed")
                  .found(e.getMessage() == null ? name(e) : e.getMessage());
        };
    return failure.cause(e).build();
  }

  private static CosignerException unforeseen(Throwable e) {
    String place =
        Arrays.stream(e.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("dev.cosigner."))
            .findFirst()
            .map(frame -> " at " + frame.getClassName() + ":" + frame.getLineNumber())
            .orElse("");
    return CosignerException.of(
            "internal-error", ExitCode.ENVIRONMENT, "cosigner met something it did not foresee")
        .found(name(e) + (e.getMessage() == null ? "" : ": " + e.getMessage()) + place)
        .hint("this is a fault of the program; --stack-trace shows where it arose")
        .cause(e)
        .build();
  }

  private static String name(Throwable e) {
    return e.getClass().getSimpleName();
  }

  private ExitCode print(CosignerException e) {
    output.fail(
        new Output.Failure(
            e.id(),
            e.exit().code(),
            e.getMessage(),
            e.expected().orElse(null),
            e.found().orElse(null),
            e.hint().orElse(null)));
    if (stackTrace) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace, true));
      output.details(new ArrayList<>(trace.toString().lines().toList()));
    }
    return e.exit();
  }
}
