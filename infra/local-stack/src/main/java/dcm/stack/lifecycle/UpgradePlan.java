package dcm.stack.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The steps of an upgrade while users work, in their order: projections before workers before admission, so that the reader of a
 * record knows what its writer knows. What already runs the new version is left out, so an upgrade that was interrupted continues.
 *
 * @param steps what has to be done; empty if the new version runs
 */
public record UpgradePlan(List<Step> steps) {
    /** The first version with the commands and settings that the upgrade relies on. */
    private static final String OLDEST = "0.9.0";

    private static final Set<String> AFTER_WORKERS =
            Set.of(UpgradedParts.COMMAND_SERVICE, UpgradedParts.USER_SERVICE, UpgradedParts.SSH_GATEWAY);

    /** For links to programs, archives of classes, and the logs of two instances. */
    private static final long NEEDED_MIB = 1_000;

    /** What is done with a part. */
    enum Action {
        PREPARE("topics, users and ACLs in Kafka, databases, clients in Keycloak: no interruption"),
        REBUILD_VIEWS(
                "the new version builds its views in another schema, while the old ones are used: no interruption"),
        BESIDE("a new instance runs beside the old one until it is replaced: no interruption"),
        HELD("restarted; requests wait some seconds, unless a second instance runs"),
        WORKER("restarted; containers run on, orders wait some seconds, logs and statistics cannot be read meanwhile"),
        GATEWAY("restarted alone; new connections wait some seconds, open ones end"),
        SERVER("has another version: restarted alone, requests fail or wait some seconds"),
        FINISH("started, if they do not run");

        private final String effect;

        Action(String effect) {
            this.effect = effect;
        }
    }

    /** One step: what is done with which part. */
    public record Step(Action action, String part) {
        /** A line for the administrator. */
        public String description() {
            return "%-18s  %s".formatted(part, action.effect);
        }
    }

    public UpgradePlan {
        steps = List.copyOf(steps);
    }

    static UpgradePlan of(UpgradeFacts facts) {
        List<Step> work = new ArrayList<>();
        // Afterwards the stand-ins get requests.
        if (!facts.readsRoutes()) {
            add(work, facts, Action.GATEWAY, UpgradedParts.API_GATEWAY);
        }
        if (facts.viewsInDatabase() < facts.viewsInProgram()) {
            work.add(new Step(Action.REBUILD_VIEWS, "views"));
        }
        add(work, facts, Action.BESIDE, UpgradedParts.PROJECTION_SERVICE);
        add(work, facts, Action.WORKER, UpgradedParts.RUNTIME_WORKER);
        add(work, facts, Action.BESIDE, UpgradedParts.COMMAND_SERVICE);
        add(work, facts, Action.HELD, UpgradedParts.USER_SERVICE);
        if (facts.readsRoutes()) {
            add(work, facts, Action.GATEWAY, UpgradedParts.API_GATEWAY);
        }
        add(work, facts, Action.GATEWAY, UpgradedParts.SSH_GATEWAY);
        UpgradedParts.SERVERS.stream()
                .filter(facts::isOldServer)
                .forEach(server -> work.add(new Step(Action.SERVER, server)));
        if (work.isEmpty() && facts.fromVersion().equals(facts.toVersion())) {
            return new UpgradePlan(List.of());
        }
        work.addFirst(new Step(Action.PREPARE, "preparation"));
        work.addLast(new Step(Action.FINISH, "other parts"));
        return new UpgradePlan(work);
    }

    private static void add(List<Step> work, UpgradeFacts facts, Action action, String part) {
        if (facts.isOld(part)) {
            work.add(new Step(action, part));
        }
    }

    /** Whether the new version runs wholly after it. */
    boolean isComplete() {
        return !steps.isEmpty() && steps.getLast().action() == Action.FINISH;
    }

    /** The steps until the worker of this machine, so that the workers of other hosts can follow before admission. */
    public UpgradePlan untilWorkers() {
        return new UpgradePlan(steps.stream()
                .takeWhile(step -> !AFTER_WORKERS.contains(step.part()))
                .filter(step -> step.action() != Action.FINISH)
                .toList());
    }

    /** Why the upgrade is impossible while users work; empty if it is possible. */
    static List<String> refusals(UpgradeFacts facts) {
        List<String> reasons = new ArrayList<>();
        if (facts.running().isEmpty()) {
            return List.of("DCM does not run, so there is nothing to continue. Start this version: ./dcm up");
        }
        if (!facts.from().containsKey(UpgradedParts.DCM)) {
            return List.of("It is unknown which version of DCM runs, because its supervisor has not been started."
                    + " Stop DCM, and start this version: ./dcm down; ./dcm up");
        }
        facts.newest()
                .or(() -> Optional.of(facts.fromVersion()))
                .flatMap(newest -> NewestVersion.refusal(newest, facts.toVersion()))
                .ifPresent(reasons::add);
        if (NewestVersion.isNewer(OLDEST, facts.fromVersion())) {
            reasons.add("DCM %s runs, which has other names and settings. Only DCM %s and newer can be upgraded."
                    .formatted(facts.fromVersion(), OLDEST));
        }
        for (String server : UpgradedParts.SERVERS) {
            if (facts.isOldServer(server)
                    && !major(facts.from().get(server)).equals(major(facts.to().get(server)))) {
                reasons.add(
                        "%s %s runs. This release has %s %s, %s"
                                .formatted(
                                        server,
                                        facts.from().get(server),
                                        server,
                                        facts.to().get(server),
                                        server.equals("postgres")
                                                ? "which cannot read the databases. Use a release of DCM with the same major version."
                                                : "which changes the data, so that the old version cannot run any more. Make a backup, and upgrade while DCM is stopped: ./dcm down; ./dcm up"));
            }
        }
        if (facts.freeMiB() < NEEDED_MIB) {
            reasons.add("The disk of the installation has %d MiB left, and the upgrade needs %d MiB."
                    .formatted(facts.freeMiB(), NEEDED_MIB));
        }
        facts.viewsSpace().ifPresent(reasons::add);
        return reasons;
    }

    private static String major(@Nullable String version) {
        return version == null ? "" : version.replaceFirst("[.-].*", "");
    }
}
