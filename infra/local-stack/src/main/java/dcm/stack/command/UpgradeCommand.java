package dcm.stack.command;

import dcm.stack.installation.Installation;
import dcm.stack.lifecycle.NewestVersion;
import dcm.stack.lifecycle.RollingUpgrade;
import dcm.stack.lifecycle.UpgradePlan;
import dcm.stack.machine.CommandName;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.Versions;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dcm upgrade}. */
@Command(
        name = "upgrade",
        description =
                "Replace the parts of an older release by those of this one while users work: of an archive that was unpacked in"
                        + " another directory, or of a Debian package that this one has replaced, which does this itself. An upgrade"
                        + " that was interrupted continues when the command is called again.")
public final class UpgradeCommand implements Callable<Integer> {
    @Option(
            names = "--from",
            paramLabel = "DIRECTORY",
            description = "The directory of the older release, whose data in .dcm this release uses from now on. Not"
                    + " needed with DCM_HOME.")
    private @Nullable String from; // the script dcm sets DCM_HOME

    @Option(names = "--dry-run", description = "Print the steps, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--until-workers",
            description =
                    "Stop before admission, so that hosts that have joined can be upgraded first. To continue, call the"
                            + " command again without this option.")
    private boolean untilWorkers;

    @Override
    public Integer call() {
        var installation = Installation.current();
        require(installation);
        if (installation.joined().isPresent()) {
            return upgradeHost(installation);
        }
        var upgrade = new RollingUpgrade(installation, System.out::println);
        UpgradePlan plan = untilWorkers ? upgrade.plan().untilWorkers() : upgrade.plan();
        String versions = "from DCM %s to %s".formatted(upgrade.oldVersion(), Versions.of("dcm"));
        if (plan.steps().isEmpty()) {
            System.out.println("DCM %s runs already; nothing was changed.".formatted(Versions.of("dcm")));
            return 0;
        }
        System.out.println("The steps " + versions + ":");
        plan.steps().forEach(step -> System.out.println("  " + step.description()));
        printHosts(installation, upgrade.otherHosts());
        if (dryRun) {
            return 0;
        }
        System.out.println();
        if (untilWorkers) {
            upgrade.run(plan);
            System.out.println(CommandName.in(
                    "Admission is still of the older version. Upgrade the other hosts, and then run: ./dcm upgrade"));
            return 0;
        }
        List<String> keptServers = upgrade.keptServers();
        upgrade.run(plan);
        System.out.printf("%nDCM was upgraded %s.%n", versions);
        if (!installation.programs().isOfPackage(installation.home())) {
            printKeptServers(keptServers);
            System.out.printf("The data stays in %s. Do not delete that directory.%n", installation.home());
            System.out.println("Cron jobs and scripts that call the older release's dcm must call this one.");
        }
        return 0;
    }

    private void require(Installation installation) {
        if (!installation.programs().isRelease()) {
            throw new StackFailure(
                    "This is a source tree, and 'upgrade' needs an unpacked release. Here, run: ./dcm build,"
                            + " and then ./dcm down; ./dcm up");
        }
        if (installation.joined().isEmpty() && !installation.hasLog()) {
            throw new StackFailure(
                    "There is no installation of DCM in %s. Name the directory of the older release: ./dcm upgrade --from DIRECTORY"
                            .formatted(from == null ? installation.home() : from));
        }
    }

    /** A host has only a worker. Its containers run on. */
    private int upgradeHost(Installation installation) {
        new NewestVersion(installation).require(Versions.of("dcm"));
        System.out.printf(
                "The worker of the host %s is restarted; containers run on, orders wait meanwhile.%n",
                installation.hostName());
        if (!dryRun) {
            new DownCommand().call();
            new UpCommand().call();
        }
        return 0;
    }

    private static void printHosts(Installation installation, List<String> hosts) {
        if (hosts.isEmpty()) {
            return;
        }
        System.out.printf(
                CommandName.in("%nWorkers on other machines are not upgraded by this command: %s. %s%n"),
                String.join(", ", hosts),
                installation.programs().isOfPackage(installation.home())
                        ? "Then install the package there."
                        : CommandName.in(
                                "Unpack the release there and run './dcm upgrade --from DIRECTORY', best before admission; see --until-workers."));
    }

    private static void printKeptServers(List<String> servers) {
        if (!servers.isEmpty()) {
            System.out.printf(
                    CommandName.in(
                            "These servers have the same version in both releases, and continue with the programs of the older one: %s."
                                    + " Keep these programs until the next ./dcm down and ./dcm up.%n"),
                    String.join(", ", servers));
        }
    }
}
