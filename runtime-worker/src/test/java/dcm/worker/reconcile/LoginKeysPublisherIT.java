package dcm.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.desired.ContainerSpec;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.Limits;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.report.AccountReport.LoginKeysReported;
import dcm.contract.report.HostReported;
import dcm.contract.report.Report;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.topic.Topic;
import dcm.worker.LogRecords;
import dcm.worker.intake.DesiredHostState;
import dcm.worker.intake.FinishedOrders;
import dcm.worker.storage.ContainerLogins;
import dcm.worker.storage.GatewayKeys;
import dcm.worker.storage.KeyDirectories;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root, because key directories change owners. */
class LoginKeysPublisherIT {
    private static final HostName N1 = new HostName("n1");
    private static final OwnerName ANN = new OwnerName("ann");
    private static final AccountSnapshot ACCOUNT =
            AccountSnapshot.opened(ANN, Profile.of("Ann", Role.USER), List.of(), null, Instant.EPOCH);

    @TempDir
    private Path root;

    private final List<Report> reported = new ArrayList<>();
    private DesiredHostState desired;
    private KeyDirectories keys;
    private LoginKeysPublisher publisher;
    private Instant now = Instant.EPOCH;

    @BeforeEach
    void createWorker() throws IOException {
        FinishedOrders finished = new FinishedOrders(root.resolve("finished"));
        finished.open();
        desired = new DesiredHostState(N1, finished);
        keys = new KeyDirectories(
                root.resolve("keys"),
                0,
                0,
                new GatewayKeys(Optional.empty()),
                ContainerLogins.of(N1, root.resolve("keys")));
        keys.open();
        keys.apply(List.of(ACCOUNT.forHost(N1)));
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        publisher = new LoginKeysPublisher(N1, desired, keys, (owner, report) -> reported.add(report), clock);
    }

    @Test
    void keysOfAnAccountWithContainersHereAreReportedUntilTheAccountContainsThem() throws Exception {
        publisher.applyHosts(host("n2"));
        place(DesiredStatus.STOPPED);

        publisher.publish();

        assertThat(reported).singleElement().isInstanceOf(LoginKeysReported.class);
        LoginKeysReported report = (LoginKeysReported) reported.getFirst();
        assertThat(report.keys().host()).isEqualTo(N1);
        keys.apply(List.of(ACCOUNT.with(report.keys()).forHost(N1)));
        publisher.publish();
        assertThat(reported).hasSize(1);
    }

    @Test
    void keysThatAdmissionDoesNotRecordAreReportedAgainAfterAPauseOrAnOrder() throws Exception {
        publisher.applyHosts(host("n2"));
        place(DesiredStatus.STOPPED);
        publisher.publish();

        now = now.plus(Duration.ofMinutes(9));
        publisher.publish();
        assertThat(reported).hasSize(1);
        now = now.plus(Duration.ofMinutes(1));
        publisher.publish();
        assertThat(reported).hasSize(2);
        place(DesiredStatus.RUNNING);
        publisher.publish();
        assertThat(reported).hasSize(3);
    }

    @Test
    void keysAreNotReportedOnTheOnlyHost() throws Exception {
        publisher.applyHosts(host("n1"));
        place(DesiredStatus.RUNNING);

        publisher.publish();

        assertThat(reported).isEmpty();
    }

    @Test
    void keysOfAnAccountWithoutContainersHereAreNotReported() throws Exception {
        publisher.applyHosts(host("n2"));
        publisher.publish();
        place(DesiredStatus.REMOVED);
        publisher.publish();

        assertThat(reported).isEmpty();
    }

    private void place(DesiredStatus status) {
        ContainerSpec spec = ContainerSpec.of(
                new ContainerName("web"),
                new Image(new ImageName("base:1"), new ImageDigest("sha256:" + "ab".repeat(32))),
                new Limits(1000, 512, 64, null));
        DesiredContainer container =
                new DesiredContainer(new ContainerId("aaaa000000000001"), ANN, N1, spec, status, 1, 1);
        desired.apply(LogRecords.of(
                new Codec<>(Families.WANTED),
                Topic.WANTED,
                container.key(),
                new Message<>(envelope(AggregateId.of(ANN)), container)));
    }

    private static ConsumerRecords<String, byte[]> host(String name) {
        HostReported report = new HostReported(
                "engine-" + name,
                "29",
                "1",
                1000,
                1000,
                List.of("192.0.2.1"),
                new PortRange(31_000, 31_999),
                List.of(),
                Map.of(),
                null,
                0,
                null,
                null,
                List.of(),
                null);
        HostName host = new HostName(name);
        return LogRecords.of(
                new Codec<>(Families.HOSTS),
                Topic.HOSTS,
                name,
                new Message<>(envelope(AggregateId.of(host)), HostSnapshot.of(host, 0, report, Instant.EPOCH)));
    }

    private static Envelope envelope(AggregateId aggregate) {
        return Envelope.first("1", "admission", aggregate, Instant.EPOCH, Actor.account(ANN), TraceParent.fresh());
    }
}
