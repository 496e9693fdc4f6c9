package dcm.command.admission.host;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.state.HostState;
import dcm.contract.event.HostEvent;
import dcm.contract.event.HostEvent.HostCordoned;
import dcm.contract.event.HostEvent.HostRefused;
import dcm.contract.event.HostEvent.HostRegistered;
import dcm.contract.event.HostEvent.HostRemoved;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.HostIntent;
import dcm.contract.intent.HostIntent.CordonHost;
import dcm.contract.intent.HostIntent.DrainHost;
import dcm.contract.intent.HostIntent.RemoveHost;
import dcm.contract.intent.HostIntent.UncordonHost;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.HomeStorage;
import dcm.contract.report.HostReported;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostDeciderTest {
    private static final HostReported N1 = TestInstallation.heartbeat("engine-1", 31, TestInstallation.DEBIAN);
    private static final HostRegistered REGISTERED = new HostRegistered("engine-1", 1, N1.sshPorts());
    private static final HostState JOINED = new HostState(REGISTERED, null, null, List.of());

    @Test
    void firstHeartbeatRegistersTheHost() {
        assertThat(react(HostState.UNKNOWN, N1)).containsExactly(new HostRegistered("engine-1", 0, N1.sshPorts()));
    }

    @Test
    void newHostIsRegistered() {
        assertThat(react(HostState.UNKNOWN, N1)).containsExactly(new HostRegistered("engine-1", 0, N1.sshPorts()));
    }

    @Test
    void laterHeartbeatGivesNoEvent() {
        assertThat(react(JOINED, N1, TestInstallation.N1)).isEmpty();
        assertThat(isMember(JOINED, N1)).isTrue();
    }

    @Test
    void hostWithNewPortsIsRegisteredWithThem() {
        HostReported moved = TestInstallation.heartbeat("engine-1", 50, TestInstallation.DEBIAN);

        List<HostEvent> events = react(JOINED, moved, TestInstallation.N1);

        assertThat(events).containsExactly(new HostRegistered("engine-1", 1, moved.sshPorts()));
        assertThat(isMember(HostFold.evolve(JOINED, events.getFirst(), TestInstallation.NOW), moved))
                .isTrue();
    }

    @Test
    void secondEngineWithTheSameNameIsRefused() {
        HostReported other = TestInstallation.heartbeat("engine-2", 31, TestInstallation.DEBIAN);

        HostRefused refused = refusal(react(JOINED, other, TestInstallation.N1));

        assertThat(refused.engineId()).isEqualTo("engine-2");
        assertThat(refused.code()).isEqualTo(ErrorCode.HOST_CONFLICT);
        assertThat(refused.detail()).contains("n1", "engine-1", "engine-2");
        assertThat(isMember(HostFold.evolve(JOINED, refused, TestInstallation.NOW), other))
                .isFalse();
    }

    @Test
    void overlappingPortsAreRefusedWithTheOtherHostAndTheRange() {
        HostRefused refused =
                refusal(react(HostState.UNKNOWN, TestInstallation.heartbeat("engine-1", 32), TestInstallation.N2));

        assertThat(refused.detail()).contains("n2", "32000-32999");
    }

    @Test
    void refusalIsNotRepeatedForTheNextHeartbeat() {
        HostReported other = TestInstallation.heartbeat("engine-2", 31, TestInstallation.DEBIAN);
        HostState refused =
                HostFold.evolve(JOINED, refusal(react(JOINED, other, TestInstallation.N1)), TestInstallation.NOW);

        assertThat(react(refused, other, TestInstallation.N1)).isEmpty();
    }

    @Test
    void registeredHostStaysAMemberAfterARefusal() {
        HostState refused =
                new HostState(REGISTERED, new HostRefused("engine-2", ErrorCode.HOST_CONFLICT, "no"), null, List.of());

        assertThat(react(refused, N1, TestInstallation.N1)).isEmpty();
        assertThat(isMember(refused, N1)).isTrue();
    }

    @Test
    void workerOfAnotherInstallationIsRefused() {
        HostReported other = ofInstallation("0badcafe", TestInstallation.heartbeat("engine-1", 31));

        HostRefused refused = refusal(react(JOINED, other, TestInstallation.N1));

        assertThat(refused.code()).isEqualTo(ErrorCode.HOST_CONFLICT);
        assertThat(refused.detail()).contains("0badcafe", "DCM_INSTALLATION=" + TestInstallation.ID);
        assertThat(isMember(JOINED, other)).isFalse();
    }

    @Test
    void workerThatReportsNoInstallationIsAMember() {
        assertThat(isMember(JOINED, ofInstallation(null, N1))).isTrue();
    }

    private static boolean isMember(HostState state, HostReported report) {
        return HostDecider.isMember(
                state, TestInstallation.N1.name(), report, TestInstallation.context(TestInstallation.N1));
    }

    private static HostReported ofInstallation(@Nullable String id, HostReported report) {
        return new HostReported(
                report.engineId(),
                report.engineVersion(),
                report.workerVersion(),
                report.milliCpus(),
                report.memoryMiB(),
                report.aliases(),
                report.sshPorts(),
                report.baseImages(),
                report.imageFacts(),
                report.url(),
                report.containers(),
                report.findings(),
                report.clock(),
                report.preparing(),
                id);
    }

    // ---- shared homes ----

    @Test
    void hostWithOtherHomesIsRefusedWhereHomesAreShared() {
        HostReported other = N1.with(new HomeStorage("another", 100_000, 100_000));

        assertThat(refusal(reactSharing(other, sharing(TestInstallation.N2))).detail())
                .contains("homes here is another", "n2 is common", ".dcm-homes");
        assertThat(isMemberSharing(other, sharing(TestInstallation.N2))).isFalse();
        assertThat(react(HostState.UNKNOWN, other, sharing(TestInstallation.N2)))
                .hasOnlyElementsOfType(HostRegistered.class);
    }

    @Test
    void hostThatReportsNoHomesIsRefusedWhereHomesAreShared() {
        assertThat(refusal(reactSharing(N1)).detail()).contains("reports no directory of homes");
        assertThat(isMemberSharing(N1)).isFalse();
    }

    @Test
    void hostThatMapsRootOfContainersElsewhereIsRefusedWhereHomesAreShared() {
        HostReported other = N1.with(new HomeStorage("common", 200_000, 100_000));

        assertThat(refusal(reactSharing(other, sharing(TestInstallation.N2))).detail())
                .contains("to 200000:100000", "n2 to 100000:100000", "/etc/subuid");
    }

    @Test
    void hostWithTheSharedHomesJoins() {
        HostReported same = N1.with(new HomeStorage("common", 100_000, 100_000));

        assertThat(reactSharing(same, sharing(TestInstallation.N2))).hasOnlyElementsOfType(HostRegistered.class);
        assertThat(isMemberSharing(same, sharing(TestInstallation.N2))).isTrue();
    }

    @Test
    void homesOfASilentHostDoNotCount() {
        HostReported other = N1.with(new HomeStorage("another", 100_000, 100_000));
        HostSnapshot silent =
                TestInstallation.seen(sharing(TestInstallation.N2), TestInstallation.NOW.minusSeconds(60));

        assertThat(reactSharing(other, silent)).hasOnlyElementsOfType(HostRegistered.class);
    }

    private static HostSnapshot sharing(HostSnapshot host) {
        return HostSnapshot.of(
                host.name(),
                host.partition(),
                host.report().with(new HomeStorage("common", 100_000, 100_000)),
                host.lastSeen());
    }

    private static List<HostEvent> reactSharing(HostReported report, HostSnapshot... hosts) {
        return HostDecider.react(HostState.UNKNOWN, TestInstallation.N1.name(), report, sharingContext(hosts));
    }

    private static boolean isMemberSharing(HostReported report, HostSnapshot... hosts) {
        return HostDecider.isMember(JOINED, TestInstallation.N1.name(), report, sharingContext(hosts));
    }

    private static DecisionContext sharingContext(HostSnapshot... hosts) {
        DecisionContext context = TestInstallation.context(hosts);
        return new DecisionContext(
                context.now(),
                context.hosts(),
                context.catalog(),
                context.silenceCountsFrom(),
                TestInstallation.SHARED_STORAGE);
    }

    // ---- cordon, drain, removal ----

    @Test
    void hostIsCordonedDrainedAndUncordoned() {
        CordonHost cordon = new CordonHost("new disks");
        DrainHost drain = new DrainHost(TestInstallation.DEADLINE, null);

        assertThat(decide(JOINED, cordon)).isEqualTo(new HostCordoned(INTENT, "new disks", null));
        assertThat(decide(JOINED, drain)).isEqualTo(new HostCordoned(INTENT, null, TestInstallation.DEADLINE));
        HostState cordoned = HostFold.evolve(JOINED, decide(JOINED, cordon), TestInstallation.NOW);
        assertThat(cordoned.cordon()).isEqualTo(new Cordon("new disks", TestInstallation.NOW, null));
        assertThat(react(cordoned, N1, TestInstallation.N1)).isEmpty();
        assertThat(HostFold.evolve(cordoned, decide(cordoned, new UncordonHost()), TestInstallation.NOW))
                .isEqualTo(JOINED);
    }

    @Test
    void onlyASilentHostIsRemovedAndItCanRegisterAgain() {
        HostSnapshot silent = TestInstallation.seen(TestInstallation.N1, TestInstallation.NOW.minusSeconds(60));

        assertThat(decide(JOINED, new RemoveHost(), TestInstallation.N1))
                .isInstanceOfSatisfying(
                        IntentRejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.HOST_ALIVE));
        assertThat(decide(JOINED, new RemoveHost(), silent)).isEqualTo(new HostRemoved(INTENT));
        assertThat(HostFold.evolve(JOINED, new HostRemoved(INTENT), TestInstallation.NOW))
                .isEqualTo(HostState.UNKNOWN);
        assertThat(react(HostState.UNKNOWN, N1, silent.remove(TestInstallation.NOW)))
                .singleElement()
                .isInstanceOf(HostRegistered.class);
    }

    @Test
    void intentForAnUnknownHostIsRejected() {
        assertThat(decide(HostState.UNKNOWN, new CordonHost(null)))
                .isInstanceOfSatisfying(
                        IntentRejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.UNKNOWN_HOST));
    }

    private static final IntentId INTENT = TestInstallation.intent(1);

    private static HostEvent decide(HostState state, HostIntent intent, HostSnapshot... hosts) {
        return HostDecider.decide(state, TestInstallation.N1.name(), INTENT, intent, TestInstallation.context(hosts));
    }

    private static List<HostEvent> react(HostState state, HostReported report, HostSnapshot... hosts) {
        DecisionContext context = TestInstallation.context(hosts);
        return HostDecider.react(state, TestInstallation.N1.name(), report, context);
    }

    private static HostRefused refusal(List<HostEvent> events) {
        assertThat(events).singleElement().isInstanceOf(HostRefused.class);
        return (HostRefused) events.getFirst();
    }
}
