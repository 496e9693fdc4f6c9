package dcm.contract.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.codec.Header;
import dcm.contract.envelope.Encoded;
import dcm.contract.identity.HostName;
import dcm.contract.identity.JoinId;
import dcm.contract.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportKeyTest {
    private static final String SECRET = "the installation's secret";
    private static final ReportSource N1 = ReportSource.worker(new HostName("n1"));
    private static final ReportSource N2 = ReportSource.worker(new HostName("n2"));
    private static final ReportVerifier VERIFIER = new ReportVerifier(SECRET);

    private final ReportKey key = ReportKey.parse(ReportKey.derive(SECRET, N1).text());
    private final Encoded written = key.authenticate(Topic.REPORTS, "owner/alice", record(N1.value(), "{}"));

    @Test
    void writtenRecordHasItsSource() {
        assertThat(VERIFIER.source(Topic.REPORTS, "owner/alice", written)).contains(N1);
        ReportKey userService = ReportKey.derive(SECRET, ReportSource.USER_SERVICE);
        assertThat(VERIFIER.source(
                        Topic.REPORTS,
                        "owner/alice",
                        userService.authenticate(Topic.REPORTS, "owner/alice", record("user-service", "{}"))))
                .contains(ReportSource.USER_SERVICE);
    }

    @Test
    void changedRecordHasNoSource() {
        assertThat(VERIFIER.source(Topic.NOTICES, "owner/alice", written)).isEmpty();
        assertThat(VERIFIER.source(Topic.REPORTS, "owner/bob", written)).isEmpty();
        assertThat(VERIFIER.source(Topic.REPORTS, null, written)).isEmpty();
        assertThat(VERIFIER.source(Topic.REPORTS, "owner/alice", new Encoded(written.headers(), bytes("{ }"))))
                .isEmpty();
        written.headers().forEach((name, value) -> {
            assertThat(VERIFIER.source(Topic.REPORTS, "owner/alice", with(name, value + "x")))
                    .as("another %s", name)
                    .isEmpty();
        });
        assertThat(VERIFIER.source(Topic.REPORTS, "owner/alice", with("ce_actor", "account/admin")))
                .as("another header")
                .isEmpty();
    }

    @Test
    void recordInTheNameOfAnotherSourceHasNoSource() {
        for (String claimed : new String[] {N2.value(), "user-service", "runtime-worker/", "runtime-worker/N1", "x"}) {
            assertThat(VERIFIER.source(
                            Topic.REPORTS,
                            "owner/alice",
                            key.authenticate(Topic.REPORTS, "owner/alice", record(claimed, "{}"))))
                    .as(claimed)
                    .isEmpty();
        }
    }

    @Test
    void recordWithoutAuthenticationHasNoSource() {
        assertThat(VERIFIER.source(Topic.REPORTS, "owner/alice", record(N1.value(), "{}")))
                .isEmpty();
        assertThat(VERIFIER.source(Topic.REPORTS, "owner/alice", with(Header.AUTHENTICATION, "")))
                .isEmpty();
        assertThat(VERIFIER.source(Topic.REPORTS, "owner/alice", new Encoded(Map.of(), bytes("{}"))))
                .isEmpty();
    }

    @Test
    void keysDifferBetweenSourcesAndInstallations() {
        assertThat(key.text())
                .isNotEqualTo(ReportKey.derive(SECRET, N2).text())
                .isNotEqualTo(ReportKey.derive("another secret", N1).text());
    }

    @Test
    void hostThatJoinsAgainIsAnotherSource() {
        ReportSource first = ReportSource.worker(new HostName("n1"), Optional.of(JoinId.fresh()));
        ReportSource second = ReportSource.worker(new HostName("n1"), Optional.of(JoinId.fresh()));
        ReportKey old = ReportKey.derive(SECRET, first);

        assertThat(VERIFIER.source(
                        Topic.REPORTS,
                        "owner/alice",
                        old.authenticate(Topic.REPORTS, "owner/alice", record(first.value(), "{}"))))
                .contains(first);
        for (ReportSource later : List.of(second, N1)) {
            assertThat(VERIFIER.source(
                            Topic.REPORTS,
                            "owner/alice",
                            old.authenticate(Topic.REPORTS, "owner/alice", record(later.value(), "{}"))))
                    .as(later.value())
                    .isEmpty();
        }
        assertThat(ReportSource.parse("runtime-worker/n1/")).isEmpty();
        assertThat(ReportSource.parse(first.value() + "/x")).isEmpty();
    }

    @Test
    void shortKeyIsInvalid() {
        assertThatThrownBy(() -> ReportKey.parse("c2hvcnQ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReportVerifier(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    private Encoded with(String header, String value) {
        Map<String, String> headers = new HashMap<>(written.headers());
        headers.put(header, value);
        return new Encoded(headers, written.value());
    }

    private static Encoded record(String source, String value) {
        return new Encoded(Map.of(Header.ID, "1", Header.SOURCE, source), bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
