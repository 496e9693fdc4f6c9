package dcm.command.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.stream.RegisteredHosts;
import dcm.command.notification.LaunchNotifications.Launch;
import dcm.contract.authentication.ReportKey;
import dcm.contract.authentication.ReportSource;
import dcm.contract.authentication.ReportVerifier;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.JoinId;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.notification.ContainerLaunched;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaConnection;
import dcm.kafka.KafkaRecords;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LaunchNotificationsTest {
    private static final IntentId ID = IntentId.ofKey(new Actor("account/alice"), "k");
    private static final ContainerLaunched LAUNCHED = new ContainerLaunched(
            new HostName("n1"),
            new ContainerId("aaaa000000000001"),
            new SshEndpoint("192.0.2.10", new PortNumber(31_001)),
            List.of());

    private static final String SECRET = "the installation's secret";
    private static final ReportSource N1 = ReportSource.worker(new HostName("n1"));
    private static final ReportSource N2 = ReportSource.worker(new HostName("n2"));

    private final RegisteredHosts hosts = new RegisteredHosts();
    private final LaunchNotifications launches = new LaunchNotifications(
            KafkaConnection.of(Map.of("bootstrap.servers", "no-broker:1")), new ReportVerifier(SECRET), hosts);
    private final Launch launch = launches.expect(ID);

    @Test
    void noticeCompletesTheLaunchOfItsIntent() {
        launches.take(read(notice(ID)));

        assertThat(launch.completion()).isCompletedWithValue(LAUNCHED);
    }

    @Test
    void noticeOfAnotherIntentIsIgnored() {
        launches.take(read(notice(IntentId.ofKey(new Actor("account/bob"), "k"))));

        assertThat(launch.completion()).isNotDone();
    }

    @Test
    void closedLaunchIsNotCompleted() {
        launch.close();

        launches.take(read(notice(ID)));

        assertThat(launch.completion()).isNotDone();
    }

    @Test
    void noticeCompletesAllOpenLaunchesOfItsIntent() {
        Launch another = launches.expect(ID);
        launches.expect(ID).close();

        launches.take(read(notice(ID)));

        assertThat(launch.completion()).isCompletedWithValue(LAUNCHED);
        assertThat(another.completion()).isCompletedWithValue(LAUNCHED);
    }

    @Test
    void unreadableNoticeIsSkipped() {
        Encoded unreadable = new Encoded(Map.of("ce_type", "container-unknown"), new byte[] {'{', '}'});

        launches.take(read(unreadable, notice(ID)));

        assertThat(launch.completion()).isCompletedWithValue(LAUNCHED);
    }

    @Test
    void noticeInTheNameOfAnotherHostIsDiscarded() {
        Encoded written = notice(ID, N1);

        launches.take(read(authenticated(written, N2), written));

        assertThat(launch.completion()).isNotDone();
    }

    @Test
    void noticeOfAJoinedHostIsOnlyAboutItsAddresses() {
        ReportSource joined = ReportSource.worker(new HostName("n1"), Optional.of(JoinId.fresh()));
        hosts.update(host("192.0.2.11", joined.join().orElseThrow()));
        launches.take(read(authenticated(notice(ID, joined), joined), notice(ID)));
        assertThat(launch.completion()).isNotDone();

        hosts.update(host("192.0.2.10", joined.join().orElseThrow()));
        launches.take(read(notice(ID)));
        assertThat(launch.completion()).isNotDone();
        launches.take(read(authenticated(notice(ID, joined), joined)));
        assertThat(launch.completion()).isCompletedWithValue(LAUNCHED);
    }

    private static HostSnapshot host(String alias, JoinId join) {
        HostSnapshot host = TestInstallation.host("n1", 1);
        return host.joined(new HostDeclaration(
                join, "engine", alias, List.of(alias), host.report().sshPorts()));
    }

    @Test
    void noticeAboutAContainerOfAnotherHostIsDiscarded() {
        launches.take(read(authenticated(notice(ID, N2), N2)));

        assertThat(launch.completion()).isNotDone();
    }

    private static Encoded notice(IntentId intent) {
        return authenticated(notice(intent, N1), N1);
    }

    private static Encoded authenticated(Encoded notice, ReportSource source) {
        return ReportKey.derive(SECRET, source).authenticate(Topic.NOTICES, "owner/alice", notice);
    }

    private static Encoded notice(IntentId intent, ReportSource source) {
        Envelope envelope = Envelope.first(
                        intent.value(),
                        "command-service",
                        new AggregateId("owner/alice"),
                        Instant.EPOCH,
                        Actor.ADMISSION,
                        new TraceParent("00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"))
                .next(
                        "n1:aaaa000000000001:launched",
                        source.value(),
                        new AggregateId("owner/alice"),
                        Instant.EPOCH,
                        Actor.ADMISSION);
        return new Codec<>(Families.NOTICES).encode(new Message<>(envelope, LAUNCHED));
    }

    private static ConsumerRecords<String, byte[]> read(Encoded... notices) {
        TopicPartition partition = new TopicPartition("dcm.notices", 3);
        List<ConsumerRecord<String, byte[]>> records = Stream.of(notices)
                .map(notice -> new ConsumerRecord<>(
                        partition.topic(),
                        partition.partition(),
                        17,
                        0,
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        "owner/alice",
                        notice.value(),
                        KafkaRecords.headers(notice.headers()),
                        Optional.empty()))
                .toList();
        return new ConsumerRecords<>(Map.of(partition, records), Map.of());
    }
}
