package dcm.shell.command;

import picocli.CommandLine.Option;

/** The option with which a command only prints what it would do. */
public final class DryRunOption {
    @Option(
            names = "--dry-run",
            description = "Only print what would be done, or why it would be rejected. Nothing is changed.")
    private boolean dryRun;

    public boolean isGiven() {
        return dryRun;
    }

    /** The path of a request, which only reports with this option. */
    public String on(String path) {
        if (!dryRun) {
            return path;
        }
        return path + (path.contains("?") ? "&" : "?") + "dryRun=true";
    }
}
