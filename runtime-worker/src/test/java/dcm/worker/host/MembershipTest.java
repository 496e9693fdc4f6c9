package dcm.worker.host;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.identity.JoinId;
import dcm.contract.identity.PortRange;
import dcm.contract.report.HostReported;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.topic.Topic;
import dcm.worker.LogRecords;
import dcm.worker.lifecycle.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final HostName N1 = new HostName("n1");
    private static final HostName N2 = new HostName("n2");
    private static final String OURS = "0badcafe";
    private static final String OTHER = "1badcafe";

    private final Membership membership = new Membership(N1, "engine-1", OURS, Optional.empty());

    @Test
    void hostWithThisEngineIsAdmitted() throws InterruptedException {
        read(host(N1, "engine-1", OURS));

        assertThat(membership.isAdmitted()).isTrue();
        membership.awaitAdmitted();
        assertThat(membership.refusal()).isEmpty();
    }

    @Test
    void heartbeatsAreLessFrequentWithManyHosts() {
        read(host(N1, "engine-1", OURS));
        assertThat(membership.heartbeatInterval()).isEqualTo(Duration.ofSeconds(3));

        for (int i = 0; i < 499; i++) {
            read(host(new HostName("other" + i), "engine", OURS));
        }

        assertThat(membership.heartbeatInterval()).isEqualTo(Duration.ofSeconds(12));

        for (int i = 0; i < 400; i++) {
            read(host(new HostName("other" + i), "engine", OURS).remove(NOON));
        }
        assertThat(membership.heartbeatInterval()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void hostWithAnotherEngineIsNotAdmitted() {
        read(host(N1, "engine-2", OURS));

        assertThat(membership.isAdmitted()).isFalse();
    }

    @Test
    void hostThatWasRemovedOrJoinedDifferentlyIsNotAdmitted() {
        read(host(N1, "engine-1", OURS).remove(NOON));
        read(host(N1, "engine-1", OURS).joined(declaration(JoinId.fresh())));

        assertThat(membership.isAdmitted()).isFalse();
    }

    @Test
    void refusalOfAHeartbeatIsShownAndPermanentWhenItIsRepeated() {
        read(refused(NOON));
        assertThat(membership.refusal()).contains(Problem.temporary("Other SSH ports."));

        read(refused(NOON));
        assertThat(membership.refusal()).contains(Problem.temporary("Other SSH ports."));

        read(refused(NOON.plusSeconds(3)));
        assertThat(membership.refusal()).contains(Problem.permanent("Other SSH ports."));

        read(host(N1, "engine-1", OURS));
        assertThat(membership.refusal()).isEmpty();
    }

    @Test
    void removalIsShownOnTheHostThatJoinedAndNotOnTheOneThatReturnsByItself() {
        JoinId join = JoinId.fresh();
        Membership joined = new Membership(N1, "engine-1", OURS, Optional.of(join));

        read(joined, host(N1, "engine-1", OURS).joined(declaration(join)).remove(NOON));
        assertThat(joined.refusal()).hasValueSatisfying(problem -> {
            assertThat(problem.reason())
                    .contains("this host was removed at " + NOON, "dcm host invite n1", "dcm host join");
            assertThat(problem.isPermanent()).isTrue();
        });

        read(
                joined,
                host(N1, "engine-1", OURS).joined(declaration(JoinId.fresh())).remove(NOON));
        assertThat(joined.refusal()).isEmpty();
        read(host(N1, "engine-1", OURS).remove(NOON));
        assertThat(membership.refusal()).isEmpty();
    }

    @Test
    void rejectionByTheBrokerMeansThatTheHostWasRemoved() {
        Membership joined = new Membership(N1, "engine-1", OURS, Optional.of(JoinId.fresh()));

        for (ApiException rejection : List.of(
                new SaslAuthenticationException("invalid credentials"), new TopicAuthorizationException("dcm.hosts"))) {
            assertThat(joined.lostAccess(rejection))
                    .hasValueSatisfying(problem -> assertThat(problem.reason())
                            .contains("this host was removed", rejection.getMessage(), "dcm host invite n1"));
            assertThat(membership.lostAccess(rejection)).isEmpty();
        }
        for (ApiException other :
                List.of(new SslAuthenticationException("expired"), new TimeoutException("no answer"))) {
            assertThat(joined.lostAccess(other)).isEmpty();
        }
    }

    @Test
    void publishedRevisionIsThatOfThisHostWhileItIsAccepted() {
        read(revised(N2, "engine-2", "other"));
        assertThat(membership.publishedRevision()).isEmpty();

        read(revised(N1, "engine-1", "r1"));
        assertThat(membership.publishedRevision()).contains("r1");

        read(revised(N1, "engine-1", "r1").refused(new HostSnapshot.Refusal("Other SSH ports.", NOON, null)));
        assertThat(membership.publishedRevision()).isEmpty();

        read(revised(N1, "engine-1", "r2"));
        read(revised(N1, "engine-1", "r2").remove(NOON));
        assertThat(membership.publishedRevision()).isEmpty();
    }

    /** After the engine was replaced under a running worker, the host is removed and registered again. */
    @Test
    void publishedRevisionIsKnownWithANewEngineButNotWithAnotherJoin() {
        read(revised(N1, "engine-1", "r1"));

        read(revised(N1, "engine-2", "r2"));
        assertThat(membership.publishedRevision()).contains("r2");

        read(revised(N1, "engine-2", "r3").joined(declaration(JoinId.fresh())));
        assertThat(membership.publishedRevision()).isEmpty();
    }

    @Test
    void revisionThatAnEarlierAdmissionPublishedIsNotComplete() {
        HostReported report = host(N1, "engine-1", OURS).report();

        read(HostSnapshot.of(N1, 0, report.revised("r1"), NOON));

        assertThat(membership.publishedRevision()).isEmpty();
    }

    private static HostSnapshot revised(HostName name, String engineId, String revision) {
        HostReported report = host(name, engineId, OURS).report();
        return HostSnapshot.of(name, 0, report.readingAccounts().revised(revision), NOON);
    }

    @Test
    void hostOfAnotherInstallationIsRefused() {
        read(host(N1, "engine-1", OTHER));

        assertThat(membership.isAdmitted()).isFalse();
        assertThat(membership.refusal())
                .hasValueSatisfying(problem -> assertThat(problem.reason())
                        .contains("belong to the installation " + OTHER)
                        .contains("DCM_INSTALLATION=" + OTHER));
    }

    @Test
    void refusalEndsWhenTheHostBelongsToThisInstallationAgain() throws InterruptedException {
        read(host(N1, "engine-1", OTHER));

        read(host(N1, "engine-1", OURS));

        assertThat(membership.refusal()).isEmpty();
        membership.awaitAdmitted();
    }

    @Test
    void refusalEndsWhenTheOtherInstallationsHostIsRemoved() {
        read(host(N2, "engine-2", OTHER));
        assertThat(membership.refusal()).isPresent();

        read(host(N2, "engine-2", OTHER).remove(NOON));

        assertThat(membership.refusal()).isEmpty();
    }

    @Test
    void refusalLastsWhileAnyHostBelongsToAnotherInstallation() {
        read(host(N1, "engine-1", OTHER));
        read(host(N2, "engine-2", OTHER));

        read(host(N1, "engine-1", OURS));

        assertThat(membership.refusal()).isPresent();
    }

    private static HostSnapshot refused(Instant at) {
        return host(N1, "engine-1", OURS).refused(new HostSnapshot.Refusal("Other SSH ports.", at, "engine-1"));
    }

    private static HostDeclaration declaration(JoinId join) {
        return new HostDeclaration(join, "engine-1", "192.0.2.7", List.of("192.0.2.7"), new PortRange(31_000, 31_999));
    }

    private void read(HostSnapshot host) {
        read(membership, host);
    }

    private static void read(Membership membership, HostSnapshot host) {
        Envelope envelope = Envelope.first(
                "1", "admission", AggregateId.of(host.name()), NOON, Actor.ADMISSION, TraceParent.fresh());
        membership.apply(LogRecords.of(
                new Codec<>(Families.HOSTS), Topic.HOSTS, host.name().value(), new Message<>(envelope, host)));
    }

    private static HostSnapshot host(HostName name, String engineId, String installation) {
        HostReported report = new HostReported(
                engineId,
                "29.0.1",
                "1",
                4000,
                8192,
                List.of("127.0.0.2"),
                new PortRange(31_000, 31_999),
                List.of(),
                Map.of(),
                null,
                0,
                null,
                null,
                List.of(),
                installation);
        return HostSnapshot.of(name, 0, report, NOON);
    }
}
