package dcm.stack;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --help}, of every command. */
final class HelpOption {
    private HelpOption() {}

    /** Gives it to a command and to all below it. */
    static void addTo(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        command.getSubcommands().values().forEach(HelpOption::addTo);
    }
}
