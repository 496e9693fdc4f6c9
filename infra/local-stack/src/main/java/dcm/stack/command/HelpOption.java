package dcm.stack.command;

import dcm.stack.machine.CommandName;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Adds {@code --help} to commands. The help names commands as users call them. */
public final class HelpOption {
    private HelpOption() {}

    /** Adds the option to a command and its subcommands. */
    public static void addTo(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        command.getHelpSectionMap().replaceAll((section, renderer) -> help -> CommandName.in(renderer.render(help)));
        command.getSubcommands().values().forEach(HelpOption::addTo);
    }
}
