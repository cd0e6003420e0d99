package dev.cosigner.cli;

import picocli.CommandLine.Option;

/** The command line's root: what {@code cosigner --help} shows. */
@picocli.CommandLine.Command(
    name = "cosigner",
    description = {
      "MPC wallets whose key shares live in Nitro Enclaves: builds the enclave image, launches it,",
      "and drives the ceremonies of its wallets."
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    descriptionHeading = "%n",
    footer = {
      "",
      "Examples:",
      "  cosigner demo",
      "  cosigner help sign",
      "",
      "Results go to standard output, messages to standard error. Exit codes: 0 done, 1 the check",
      "asked for failed, 2 usage, 3 bad input, 4 environment, 5 refused for security, 6 waiting for",
      "approvals, 7 a peer did not answer in time, 130 interrupted."
    })
final class Root extends CommandGroup {
  @SuppressWarnings("UnusedVariable") // picocli sets it and acts on it
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version and exit.")
  private boolean version;

  Root(Invocation invocation) {
    super(invocation);
  }
}
