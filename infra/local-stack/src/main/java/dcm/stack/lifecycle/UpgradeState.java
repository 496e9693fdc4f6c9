package dcm.stack.lifecycle;

import dcm.stack.installation.Installation;
import dcm.stack.installation.InvitedWorkers;
import dcm.stack.installation.ProgramFiles;
import dcm.stack.installation.Secrets;
import dcm.stack.installation.ServiceInstances.Instance;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.Part;
import dcm.stack.part.Versions;
import dcm.stack.service.GatewayRoutes;
import dcm.stack.service.ViewsSchema;
import dcm.stack.service.ViewsSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds out which parts run, and with which programs. */
final class UpgradeState {
    /** The last version whose API gateway does not read routes. */
    private static final String WITHOUT_ROUTES = "0.9.0";

    private final Installation installation;
    private final Stack stack;
    private final UpgradeRecord record;

    UpgradeState(Installation installation, Stack stack, UpgradeRecord record) {
        this.installation = installation;
        this.stack = stack;
        this.record = record;
    }

    UpgradeFacts facts() {
        Set<String> running = new HashSet<>();
        Set<String> current = new HashSet<>();
        Stream.concat(stack.parts().stream(), StandIns.running(installation))
                .filter(part -> part.pid().isPresent())
                .forEach(part -> {
                    running.add(part.name());
                    if (isCurrent(installation, part)) {
                        current.add(part.name());
                    }
                });
        Map<String, String> from = record.versions();
        Map<String, String> to = new TreeMap<>();
        to.put(UpgradedParts.DCM, Versions.of(UpgradedParts.DCM));
        UpgradedParts.SERVERS.forEach(server -> to.put(server, Versions.of(server)));
        Optional<String> newest = new NewestVersion(installation).recorded();
        int viewsInDatabase = viewsInDatabase(running);
        int viewsInProgram = ViewsSchema.newestIn(installation.programs().service(UpgradedParts.PROJECTION_SERVICE));
        return new UpgradeFacts(
                from,
                to,
                newest,
                instances(),
                running,
                current,
                readsRoutes(from),
                viewsInDatabase,
                viewsInProgram,
                freeMiB(),
                viewsInDatabase < viewsInProgram ? ViewsSpace.refusal(installation) : Optional.empty());
    }

    /** Also a gateway of 0.9.0 has the variable, if the new supervisor has restarted it. */
    private boolean readsRoutes(Map<String, String> from) {
        Part gateway = stack.part(UpgradedParts.API_GATEWAY);
        return gateway.process().variable(GatewayRoutes.VARIABLE).isPresent()
                && (isCurrent(installation, gateway)
                        || NewestVersion.isNewer(from.getOrDefault(UpgradedParts.DCM, ""), WITHOUT_ROUTES));
    }

    /** PostgreSQL is stopped only by an upgrade that was interrupted after the views were built. */
    private int viewsInDatabase(Set<String> running) {
        boolean runs =
                running.contains("postgres") || installation.foreignDatabases().isPresent();
        return runs && !running.isEmpty() ? ViewsSchema.newestInDatabase(installation) : Integer.MAX_VALUE;
    }

    private Map<String, List<String>> instances() {
        Map<String, List<String>> instances = new TreeMap<>();
        for (String service : List.of(
                UpgradedParts.COMMAND_SERVICE,
                UpgradedParts.PROJECTION_SERVICE,
                UpgradedParts.USER_SERVICE,
                UpgradedParts.API_GATEWAY,
                UpgradedParts.SSH_GATEWAY)) {
            instances.put(
                    service,
                    installation.instances().of(service).stream()
                            .map(Instance::name)
                            .toList());
        }
        return instances;
    }

    /** Whether a part runs with the programs of this release. */
    static boolean isCurrent(Installation installation, Part part) {
        return part.runningVersion().filter(part.version()::equals).isPresent()
                && part.process()
                        .variable(ProgramFiles.VARIABLE)
                        .map(Path::of)
                        .filter(installation.programs().root()::equals)
                        .isPresent();
    }

    /** The other machines that have joined as hosts, or are invited. */
    static List<String> otherHosts(Installation installation) {
        return new InvitedWorkers(installation)
                .among(installation.secrets().names(Secrets.KAFKA)).stream()
                        .map(worker -> worker.host().value())
                        .filter(host -> !host.equals(installation.hostName()))
                        .distinct()
                        .sorted()
                        .toList();
    }

    private long freeMiB() {
        try {
            return Files.getFileStore(installation.home()).getUsableSpace() >> 20;
        } catch (IOException e) {
            throw new StackFailure("Cannot read the free space of %s: %s".formatted(installation.home(), e), e);
        }
    }
}
