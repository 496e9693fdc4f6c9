package dcm.stack;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Adds {@code --help} to commands. */
final class HelpOption {
    private HelpOption() {}

    /** Adds the option to a command and its subcommands. */
    static void addTo(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        command.getSubcommands().values().forEach(HelpOption::addTo);
    }
}
