package dcm.stack.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpgradePlanTest {
    private static final Set<String> SERVICES = Set.of(
            "projection-service", "runtime-worker", "command-service", "user-service", "api-gateway", "ssh-gateway");
    private static final Set<String> SERVERS = Set.of("kafka", "postgres", "keycloak");

    private Map<String, String> from = versions("0.9.0", "4.1.2", "18.0.0", "26.7.0");
    private Map<String, String> to = versions("0.10.0", "4.1.2", "18.0.0", "26.7.0");
    private Optional<String> newest = Optional.empty();
    private Map<String, List<String>> instances = Map.of();
    private Set<String> running = union(SERVICES, SERVERS);
    private Set<String> current = Set.of();
    private boolean readsRoutes = true;
    private int viewsInProgram = 20;
    private long freeMiB = 50_000;
    private Optional<String> viewsSpace = Optional.empty();

    @Test
    void projectionsAreReplacedBeforeWorkersAndWorkersBeforeAdmission() {
        assertEquals(
                List.of(
                        "preparation",
                        "projection-service",
                        "runtime-worker",
                        "command-service",
                        "user-service",
                        "api-gateway",
                        "ssh-gateway",
                        "other parts"),
                parts());
    }

    @Test
    void gatewayThatDoesNotReadRoutesIsReplacedFirst() {
        readsRoutes = false;

        assertEquals(List.of("preparation", "api-gateway", "projection-service"), parts().subList(0, 3));
    }

    @Test
    void viewsAreRebuiltOnlyForANewerMigration() {
        viewsInProgram = 21;

        assertEquals(List.of("preparation", "views", "projection-service"), parts().subList(0, 3));
    }

    @Test
    void interruptedUpgradeContinuesWithWhatIsOld() {
        newest = Optional.of("0.10.0");
        current = Set.of("projection-service", "runtime-worker");

        assertEquals(
                List.of("preparation", "command-service", "user-service", "api-gateway", "ssh-gateway", "other parts"),
                parts());
        assertEquals(List.of(), UpgradePlan.refusals(facts()));
    }

    @Test
    void partThatAnInterruptedUpgradeHasStoppedIsStartedInItsTurn() {
        running = new HashSet<>(running);
        running.remove("user-service");
        current = Set.of("projection-service", "runtime-worker", "command-service");

        assertEquals(List.of("preparation", "user-service", "api-gateway", "ssh-gateway", "other parts"), parts());
    }

    @Test
    void standInThatAnInterruptedUpgradeHasLeftIsStopped() {
        running = union(SERVICES, Set.of("command-service-2"));
        current = running;

        assertEquals(List.of("preparation", "command-service", "other parts"), parts());
    }

    @Test
    void oneOldInstanceOfSeveralIsReplaced() {
        instances = Map.of("command-service", List.of("command-service", "command-service-2"));
        running = union(SERVICES, Set.of("command-service-2"));
        current = SERVICES;

        assertEquals(List.of("preparation", "command-service", "other parts"), parts());
    }

    @Test
    void nothingIsDoneIfTheNewVersionRuns() {
        from = to;
        current = running;

        assertEquals(List.of(), parts());
    }

    @Test
    void serverOfAnotherVersionIsRestartedLast() {
        to = versions("0.10.0", "4.2.0", "18.0.0", "26.7.0");

        List<String> parts = parts();
        assertEquals(List.of("ssh-gateway", "kafka", "other parts"), parts.subList(parts.size() - 3, parts.size()));
        assertEquals(List.of(), UpgradePlan.refusals(facts()));
    }

    @Test
    void workersOfOtherHostsCanBeUpgradedBeforeAdmission() {
        assertEquals(
                List.of("preparation", "projection-service", "runtime-worker"),
                UpgradePlan.of(facts()).untilWorkers().steps().stream()
                        .map(UpgradePlan.Step::part)
                        .toList());
    }

    @Test
    void returnToAnOlderVersionIsRefusedWithTheReason() {
        from = versions("0.11.0", "4.1.2", "18.0.0", "26.7.0");

        assertRefused("DCM 0.11.0 has started this installation before. This is DCM 0.10.0");
    }

    @Test
    void newestVersionCountsAlsoIfAnOlderOneRuns() {
        newest = Optional.of("0.11.0");

        assertRefused("DCM 0.11.0 has started this installation before.");
    }

    @Test
    void versionBeforeTheFirstReleaseIsRefused() {
        from = versions("0.8.0", "4.1.2", "18.0.0", "26.7.0");

        assertRefused("Only DCM 0.9.0 and newer can be upgraded.");
    }

    @Test
    void serverWithAnotherMajorVersionIsRefused() {
        to = versions("0.10.0", "4.1.2", "19.1", "26.7.0");

        assertRefused("postgres 18.0.0 runs. This release has postgres 19.1, which cannot read the databases.");
    }

    @Test
    void serverOfOthersIsNotChecked() {
        to = versions("0.10.0", "4.1.2", "19.1", "26.7.0");
        running = SERVICES;

        assertEquals(List.of(), UpgradePlan.refusals(facts()));
    }

    @Test
    void fullDiskIsRefused() {
        freeMiB = 100;

        assertRefused("has 100 MiB left, and the upgrade needs 1000 MiB.");
    }

    @Test
    void diskWithoutSpaceForNewViewsIsRefused() {
        viewsSpace = Optional.of("The new views do not fit.");

        assertRefused("The new views do not fit.");
    }

    @Test
    void unknownVersionIsRefused() {
        from = Map.of();

        assertRefused("It is unknown which version of DCM runs");
    }

    @Test
    void stoppedInstallationIsRefused() {
        running = Set.of();

        assertRefused("DCM does not run");
    }

    private void assertRefused(String reason) {
        List<String> reasons = UpgradePlan.refusals(facts());
        assertTrue(reasons.stream().anyMatch(text -> text.contains(reason)), reasons.toString());
    }

    private List<String> parts() {
        return UpgradePlan.of(facts()).steps().stream()
                .map(UpgradePlan.Step::part)
                .toList();
    }

    private UpgradeFacts facts() {
        return new UpgradeFacts(
                from, to, newest, instances, running, current, readsRoutes, 20, viewsInProgram, freeMiB, viewsSpace);
    }

    private static Map<String, String> versions(String dcm, String kafka, String postgres, String keycloak) {
        return new HashMap<>(Map.of("dcm", dcm, "kafka", kafka, "postgres", postgres, "keycloak", keycloak));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }
}
