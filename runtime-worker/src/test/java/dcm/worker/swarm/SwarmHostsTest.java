package dcm.worker.swarm;

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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.api.Test;

class SwarmHostsTest {
    private final SwarmHosts hosts = new SwarmHosts(Optional.of("192.0.2.1"));

    @Test
    void addressesAreThoseOfTheManagerAndOfTheWorkers() {
        hosts.apply(records(host("n1", "http://127.0.0.1:8084")));
        hosts.apply(records(host("n2", "https://192.0.2.2:8084")));
        hosts.apply(records(host("n3", "https://host.example:8084")));
        hosts.apply(records(host("n4", "https://[2001:db8::4]:8084")));

        assertThat(hosts.addresses()).containsExactly("192.0.2.1", "192.0.2.2");
    }

    @Test
    void addressOfARemovedHostIsRemoved() {
        hosts.apply(records(host("n2", "https://192.0.2.2:8084")));

        hosts.apply(records(host("n2", "https://192.0.2.2:8084").remove(Instant.EPOCH)));

        assertThat(hosts.addresses()).containsExactly("192.0.2.1");
    }

    @Test
    void firewallIsNotifiedOfChanges() {
        StringBuilder notified = new StringBuilder();
        hosts.onChange(() -> notified.append(hosts.addresses()));

        hosts.apply(records(host("n2", "https://192.0.2.2:8084")));

        assertThat(notified).hasToString("[192.0.2.1, 192.0.2.2]");
    }

    @Test
    void firewallIsNotNotifiedOfHeartbeatsWithTheSameAddress() {
        StringBuilder notified = new StringBuilder();
        hosts.apply(records(host("n2", "https://192.0.2.2:8084")));
        hosts.onChange(() -> notified.append(hosts.addresses()));

        hosts.apply(records(host("n2", "https://192.0.2.2:8084")));

        assertThat(notified).isEmpty();
    }

    @Test
    void declaredAddressReplacesTheReportedOneAndAMalformedUrlHasNone() {
        HostDeclaration declaration = new HostDeclaration(
                JoinId.fresh(), "engine-n2", "192.0.2.2", List.of("192.0.2.9"), new PortRange(31_000, 31_999));

        hosts.apply(records(host("n2", "https://192.0.2.77:8084").joined(declaration)));
        hosts.apply(records(host("n3", "https://x y")));

        assertThat(hosts.addresses()).containsExactly("192.0.2.1", "192.0.2.2");
    }

    private static HostSnapshot host(String name, String url) {
        return HostSnapshot.of(
                new HostName(name),
                0,
                new HostReported(
                        "engine-" + name,
                        "26",
                        "1",
                        1000,
                        1000,
                        List.of("192.0.2.9"),
                        new PortRange(31_000, 31_999),
                        List.of(),
                        Map.of(),
                        url,
                        0,
                        null,
                        null,
                        List.of(),
                        null),
                Instant.EPOCH);
    }

    private static ConsumerRecords<String, byte[]> records(HostSnapshot host) {
        Envelope envelope = Envelope.first(
                "1", "admission", AggregateId.of(host.name()), Instant.EPOCH, Actor.ADMISSION, TraceParent.fresh());
        return LogRecords.of(
                new Codec<>(Families.HOSTS), Topic.HOSTS, host.name().value(), new Message<>(envelope, host));
    }
}
