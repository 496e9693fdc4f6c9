package dcm.command.admission.host;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.HostState;
import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.desired.ContainerSpec;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.HostEvent;
import dcm.contract.event.HostEvent.HostJoined;
import dcm.contract.event.HostEvent.HostRefused;
import dcm.contract.event.HostEvent.HostRegistered;
import dcm.contract.event.HostEvent.HostRemoved;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.JoinId;
import dcm.contract.identity.Limits;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.Settings;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.intent.HostIntent;
import dcm.contract.intent.HostIntent.CordonHost;
import dcm.contract.intent.HostIntent.JoinHost;
import dcm.contract.intent.HostIntent.RemoveHost;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.AccountReport.HomeSizeReported;
import dcm.contract.report.ContainerReport.CommitDone;
import dcm.contract.report.ContainerReport.ContainerObserved;
import dcm.contract.report.ContainerReport.DiskSeen;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.HostCapacity;
import dcm.contract.report.HostReported;
import dcm.contract.report.Observation;
import dcm.contract.report.Report;
import dcm.contract.snapshot.BaseImageSnapshot;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.HostSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a host may report that has joined with a declaration. */
class HostDeclarationTest {
    private static final HostName N5 = new HostName("n5");
    private static final IntentId INTENT = TestInstallation.intent(1);
    private static final HostDeclaration DECLARATION = new HostDeclaration(
            JoinId.fresh(), "engine-5", "192.0.2.5", List.of("192.0.2.6", "2001:db8::6"), ports(35));
    private static final HostState JOINED =
            HostFold.evolve(HostState.UNKNOWN, new HostJoined(INTENT, DECLARATION), TestInstallation.NOW);

    // ---- joining ----

    @Test
    void machineJoinsAndItsFirstHeartbeatRegistersIt() {
        assertThat(decide(HostState.UNKNOWN, new JoinHost(DECLARATION))).isEqualTo(new HostJoined(INTENT, DECLARATION));
        assertThat(JOINED.declaration()).isEqualTo(DECLARATION);
        assertThat(react(report("engine-5", 35, "https://192.0.2.5:8085", "192.0.2.6", "2001:db8:0:0:0:0:0:6")))
                .hasOnlyElementsOfType(HostRegistered.class);
    }

    @Test
    void machineWithTheAddressesOrPortsOfAnotherHostCannotJoin() {
        HostSnapshot n2 = TestInstallation.joined(TestInstallation.N2, JoinId.fresh());
        assertThat(join("192.0.2.5", "127.0.0.1", 35, n2)).contains("127.0.0.1", "n2");
        assertThat(join("192.0.2.5", "192.0.2.1", 35, n2)).contains("192.0.2.1", "n2");
        assertThat(join("192.0.2.1", "192.0.2.6", 35, n2)).contains("192.0.2.1", "n2");
        assertThat(join("192.0.2.5", "127.0.0.1", 35, TestInstallation.N1)).contains("127.0.0.1", "n1");
        assertThat(join("192.0.2.5", "192.0.2.6", 32, n2)).contains("32000-32999", "n2");
        assertThat(decide(HostState.UNKNOWN, new JoinHost(DECLARATION), n2.remove(TestInstallation.NOW)))
                .isInstanceOf(HostJoined.class);
    }

    @Test
    void nameOfAnotherEngineIsRejected() {
        HostState known = new HostState(new HostRegistered("engine-4", 0, ports(35)), null, null, List.of());

        assertThat(rejection(decide(known, new JoinHost(DECLARATION)))).contains("engine-4", "engine-5", "n5");
    }

    @Test
    void hostThatJoinedAndNeverReportedIsRemoved() {
        assertThat(decide(JOINED, new RemoveHost())).isEqualTo(new HostRemoved(INTENT));
        assertThat(decide(JOINED, new CordonHost(null)))
                .isInstanceOfSatisfying(
                        IntentRejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.UNKNOWN_HOST));
    }

    // ---- heartbeats ----

    @Test
    void heartbeatWithOtherPortsAddressesEngineOrUrlIsRefused() {
        assertThat(refusal(report("engine-6", 35, null, "192.0.2.6"))).contains("engine-5", "engine-6");
        assertThat(refusal(report("engine-5", 36, null, "192.0.2.6"))).contains("35000-35999", "36000-36999");
        for (String alias : List.of("127.0.0.1", "::1", "169.254.1.1", "192.0.2.5", "192.0.2.1", "localhost")) {
            assertThat(refusal(report("engine-5", 35, null, "192.0.2.6", alias)))
                    .contains(alias, "192.0.2.6");
        }
        for (String url : List.of("http://192.0.2.5:8085", "https://192.0.2.7:8085", "https://127.0.0.1", "x y")) {
            assertThat(refusal(report("engine-5", 35, url, "192.0.2.6"))).contains(url, "192.0.2.5");
        }
    }

    @Test
    void registeredHostIsNoMemberWithAnotherAddress() {
        HostState registered =
                HostFold.evolve(JOINED, new HostRegistered("engine-5", 0, ports(35)), TestInstallation.NOW);

        assertThat(isMember(registered, report("engine-5", 35, null, "192.0.2.6")))
                .isTrue();
        assertThat(isMember(registered, report("engine-5", 35, null, "127.0.0.1")))
                .isFalse();
    }

    @Test
    void hostWhoseHeartbeatsAreRefusedStillReports() {
        Instant now = TestInstallation.NOW;
        HostSnapshot silent = TestInstallation.seen(TestInstallation.host("n5", 5), now.minusSeconds(60));
        HostState registered = HostFold.evolve(JOINED, new HostRegistered("engine-5", 0, ports(35)), now);

        HostSnapshot refused = silent.refused(refused("engine-of-n5", now.minusSeconds(3)));
        assertThat(rejection(decide(registered, new RemoveHost(), refused)))
                .contains("still running", "Other SSH ports.");

        HostSnapshot ended = silent.refused(refused("engine-of-n5", now.minusSeconds(16)));
        assertThat(decide(registered, new RemoveHost(), ended)).isEqualTo(new HostRemoved(INTENT));
    }

    @Test
    void hostWhoseEngineWasReplacedIsRemovedAlthoughItsWorkerRuns() {
        Instant now = TestInstallation.NOW;
        HostSnapshot host = TestInstallation.host("n5", 5);
        HostState registered = HostFold.evolve(JOINED, new HostRegistered("engine-5", 0, ports(35)), now);
        HostSnapshot.Refusal refusal = refused("engine-6", now.minusSeconds(3));

        HostSnapshot silent = TestInstallation.seen(host, now.minusSeconds(16)).refused(refusal);
        assertThat(decide(registered, new RemoveHost(), silent)).isEqualTo(new HostRemoved(INTENT));

        HostSnapshot live = TestInstallation.seen(host, now.minusSeconds(6)).refused(refusal);
        assertThat(rejection(decide(registered, new RemoveHost(), live))).contains("still running");
    }

    @Test
    void changingReasonIsRecordedOnceUntilTheHostJoinsAgain() {
        HostRefused first =
                (HostRefused) react(report("engine-6", 35, null, "192.0.2.6")).getFirst();
        HostState refused = HostFold.evolve(JOINED, first, TestInstallation.NOW);

        assertThat(HostDecider.react(
                        refused, N5, report("engine-7", 35, null, "192.0.2.6"), TestInstallation.context()))
                .isEmpty();
        assertThat(HostFold.evolve(refused, new HostJoined(INTENT, DECLARATION), TestInstallation.NOW)
                        .refused())
                .isNull();
    }

    @Test
    void controlCharactersOfAReportAreEscaped() {
        assertThat(refusal(report("engine-5", 35, "https://a\nb", "192.0.2.6"))).doesNotContain("\n");
        assertThat(refusal(report("engine\n", 35, null, "192.0.2.6"))).doesNotContain("\n");
        assertThat(refusal(report("engine-5", 35, null, "a\nb"))).doesNotContain("\n");
    }

    @Test
    void firstHeartbeatWithTheAddressOfAHostThatReportedFirstIsRefused() {
        HostSnapshot other = TestInstallation.host("n6", 6)
                .joined(new HostDeclaration(JoinId.fresh(), "engine-6", "192.0.2.7", List.of("192.0.2.6"), ports(36)));

        assertThat(HostDecider.refusal(
                        JOINED, N5, report("engine-5", 35, null, "192.0.2.6"), TestInstallation.context(other)))
                .hasValueSatisfying(reason -> assertThat(reason).contains("192.0.2.6", "n6"));
    }

    @Test
    void hostThatNeverReportedIsPublishedAsRemovedWithItsInvitation() {
        HostSnapshot removed = DeclarationRules.neverReported(N5, DECLARATION, TestInstallation.NOW)
                .remove(TestInstallation.NOW);

        assertThat(removed.declaration()).isEqualTo(DECLARATION);
        assertThat(removed.removedAt()).isEqualTo(TestInstallation.NOW);
    }

    // ---- other reports ----

    @Test
    void containerThatIsOlderThanTheDeclarationKeepsItsEndpoint() {
        ContainerObserved running = observed("192.0.2.99", 39_001, "192.0.2.99");
        ContainerObserved stopped = new ContainerObserved(
                N5,
                CONTAINER,
                1,
                new Observation(
                        ContainerStatus.STOPPED,
                        running.observation().ssh(),
                        running.observation().ports(),
                        null,
                        null,
                        0,
                        false));

        assertThat(objection(stopped)).isEmpty();
        assertThat(objection(running)).contains("192.0.2.99");
        assertThat(objection(running, container("192.0.2.99", 39_001, "8080/tcp")))
                .isEmpty();
        assertThat(objection(running, container("192.0.2.99", 39_002, "8080/tcp")))
                .contains("39001");
        assertThat(objection(running, container("192.0.2.99", 39_001, "8081/tcp")))
                .contains("8080");
    }

    @Test
    void containersAreOnlyAtDeclaredAddresses() {
        assertThat(objection(observed("192.0.2.6", 35_001, "2001:db8::6"))).isEmpty();
        assertThat(objection(observed("127.0.0.1", 35_001, "192.0.2.6"))).contains("127.0.0.1", "35001");
        assertThat(objection(observed("192.0.2.5", 35_001, "192.0.2.6"))).contains("192.0.2.5", "35001");
        assertThat(objection(observed("192.0.2.6", 22, "192.0.2.6"))).contains("192.0.2.6", "22");
        assertThat(objection(observed("192.0.2.6", 35_001, "0.0.0.0"))).contains("0.0.0.0", "8080");
    }

    @Test
    void sizesAreLimited() {
        assertThat(objection(new HomeSizeReported(N5, 1000, false))).isEmpty();
        assertThat(objection(new HomeSizeReported(N5, 1001, false))).contains("1001 MiB", "1000 MiB");
        assertThat(DeclarationRules.isUnverifiable(new HomeSizeReported(N5, 1, false), null))
                .isTrue();
        assertThat(objection(new DiskSeen(N5, CONTAINER, 5))).isEmpty();
        assertThat(objection(new DiskSeen(N5, CONTAINER, -5))).contains("negative");
        assertThat(objection(new CommitDone(
                        N5,
                        CONTAINER,
                        2,
                        new ImageId("aaaa000000000001"),
                        new ImageDigest("sha256:" + "ab".repeat(32)),
                        new ImageFacts(100, -1, 3, TestInstallation.NOW))))
                .contains("negative");
    }

    @Test
    void hostOffersBaseImagesOfTheCatalogAndOfTheInstallationOnly() {
        Image catalogued = TestInstallation.image("cuda:12");
        Image foreign = TestInstallation.image("debian-ssh-2:13");
        HostReported report = TestInstallation.heartbeat("engine-5", 35, TestInstallation.DEBIAN, catalogued, foreign);
        BaseImageSnapshot entry = new BaseImageSnapshot(
                catalogued.name(),
                1,
                new BaseImageSource(BaseImageSource.Kind.REGISTRY, "registry.example.org/cuda:12", null),
                "",
                List.of(GroupName.EVERYBODY),
                false,
                TestInstallation.NOW);
        DecisionContext context = new DecisionContext(
                TestInstallation.NOW,
                List.of(
                        TestInstallation.N1,
                        TestInstallation.joined(TestInstallation.host("n6", 6, foreign), JoinId.fresh()),
                        TestInstallation.host("n7", 7, foreign).remove(TestInstallation.NOW)),
                Catalog.of(List.of(entry)),
                Instant.EPOCH,
                TestInstallation.POLICY);

        HostReported believed = DeclarationRules.withoutForeignImages(DECLARATION, report, context);

        assertThat(believed.baseImages()).containsExactly(TestInstallation.DEBIAN, catalogued);
        assertThat(believed.findings()).isNotNull();
        assertThat(believed.findings().getLast().detail())
                .contains("debian-ssh-2:13")
                .doesNotContain("cuda");
        assertThat(DeclarationRules.withoutForeignImages(null, report, context)).isEqualTo(report);
    }

    private static final ContainerId CONTAINER = new ContainerId("aaaa000000000001");

    private static ContainerObserved observed(String ssh, int port, String published) {
        return new ContainerObserved(
                N5,
                CONTAINER,
                1,
                new Observation(
                        ContainerStatus.RUNNING,
                        new SshEndpoint(ssh, new PortNumber(port)),
                        List.of(new PublishedPort(published, ContainerPort.parse("8080/tcp"))),
                        "SHA256:key",
                        TestInstallation.NOW,
                        null,
                        false));
    }

    private static ContainerState container(String ssh, int port, String published) {
        ContainerSpec spec = new ContainerSpec(
                new ContainerName("web"),
                new Image(new ImageName("base:1"), new ImageDigest("sha256:" + "ab".repeat(32))),
                new Limits(1000, 512, 64, null),
                List.of(ContainerPort.parse(published)),
                null,
                Settings.NONE,
                null);
        return new ContainerState(
                CONTAINER,
                spec,
                N5,
                0,
                ContainerState.Phase.RUNNING,
                DesiredStatus.RUNNING,
                1,
                List.of(),
                Set.of(),
                List.of(),
                null,
                new SshEndpoint(ssh, new PortNumber(port)),
                null,
                null,
                null);
    }

    private static String objection(Report report, @Nullable ContainerState container) {
        return DeclarationRules.objection(DECLARATION, report, container, null).orElse("");
    }

    private static String objection(Report report) {
        return DeclarationRules.objection(
                        DECLARATION, report, null, new HostCapacity(null, 10, 0, 0, null, 1000L, null))
                .orElse("");
    }

    private static HostReported report(String engine, int thousand, @Nullable String url, String... aliases) {
        return new HostReported(
                engine,
                "29.0",
                "0.1",
                16_000,
                8192,
                List.of(aliases),
                ports(thousand),
                List.of(),
                Map.of(),
                url,
                0,
                null,
                null,
                List.of(),
                TestInstallation.ID);
    }

    private static HostSnapshot.Refusal refused(String engineId, Instant at) {
        return new HostSnapshot.Refusal("Other SSH ports.", at, engineId);
    }

    private static PortRange ports(int thousand) {
        return new PortRange(thousand * 1000, thousand * 1000 + 999);
    }

    private static String join(String address, String alias, int thousand, HostSnapshot other) {
        return rejection(decide(
                HostState.UNKNOWN,
                new JoinHost(new HostDeclaration(JoinId.fresh(), "engine-5", address, List.of(alias), ports(thousand))),
                other));
    }

    private static HostEvent decide(HostState state, HostIntent intent, HostSnapshot... hosts) {
        return HostDecider.decide(state, N5, INTENT, intent, TestInstallation.context(hosts));
    }

    private static List<HostEvent> react(HostReported report) {
        return HostDecider.react(JOINED, N5, report, TestInstallation.context());
    }

    private static boolean isMember(HostState state, HostReported report) {
        return HostDecider.isMember(state, N5, report, TestInstallation.context());
    }

    private static String refusal(HostReported report) {
        assertThat(react(report)).singleElement().isInstanceOf(HostRefused.class);
        return ((HostRefused) react(report).getFirst()).detail();
    }

    private static String rejection(HostEvent event) {
        assertThat(event).isInstanceOf(IntentRejected.class);
        return ((IntentRejected) event).detail();
    }
}
