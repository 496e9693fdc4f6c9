package dcm.projection.host;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.JoinId;
import dcm.contract.identity.PortRange;
import dcm.contract.report.HostReported;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.LivenessSnapshot;
import dcm.contract.snapshot.LivenessSnapshot.Seen;
import dcm.rest.host.HostCache;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AvailableBaseImagesTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final PortRange PORTS = PortRange.parse("31000-31999");

    private final HostCache hosts = new HostCache();
    private final AvailableBaseImages images = new AvailableBaseImages(hosts);

    @Test
    void joinedHostDoesNotReplaceAnImageOfTheInstallationsOwnHost() {
        hosts.take(host("n1", "aa", NOON));
        hosts.take(host("n2", "bb", NOON.plusSeconds(60))
                .joined(new HostDeclaration(JoinId.fresh(), "e", "192.0.2.2", List.of("192.0.2.2"), PORTS)));

        assertThat(digest()).isEqualTo(digest("aa"));
    }

    @Test
    void amongOtherHostsTheOneSeenLastDecides() {
        hosts.take(host("n1", "aa", NOON));
        hosts.take(host("n2", "bb", NOON.plusSeconds(60)));

        assertThat(digest()).isEqualTo(digest("bb"));

        HostSnapshot first = hosts.find(new HostName("n1")).orElseThrow();
        Seen heartbeat = new Seen(NOON.plusSeconds(90), first.report().load());
        hosts.take(new LivenessSnapshot(Map.of(first.name(), heartbeat)));
        assertThat(digest()).isEqualTo(digest("aa"));
    }

    private ImageDigest digest() {
        assertThat(images.all()).hasSize(1);
        return images.all().getFirst().image().digest();
    }

    private static ImageDigest digest(String octet) {
        return new ImageDigest("sha256:" + octet.repeat(32));
    }

    private static HostSnapshot host(String name, String octet, Instant seen) {
        HostReported report = new HostReported(
                "engine",
                "29.0",
                "1",
                1000,
                1024,
                List.of("192.0.2.1"),
                PORTS,
                List.of(new Image(new ImageName("debian-ssh:13"), digest(octet))),
                Map.of(),
                null,
                0,
                null,
                null,
                List.of(),
                null);
        return HostSnapshot.of(new HostName(name), 0, report, seen);
    }
}
