package dcm.stack.command;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Adds {@code --help} to commands. */
public final class HelpOption {
    private HelpOption() {}

    /** Adds the option to a command and its subcommands. */
    public static void addTo(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        command.getSubcommands().values().forEach(HelpOption::addTo);
    }
}
