package dcm.stack.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.contract.report.Finding;
import dcm.stack.installation.ForeignIssuer;
import dcm.stack.installation.Installation;
import dcm.stack.machine.Http;
import dcm.stack.machine.StackFailure;
import dcm.stack.service.IssuerProbe;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Checks that the issuer publishes keys, with which services verify tokens, and that its clock is the same. */
final class IssuerChecks {
    private static final String KEYS = "issuer-keys";
    private static final Duration CLOCK_WARNING = Duration.ofSeconds(3);
    private static final Duration CLOCK_PROBLEM = Duration.ofSeconds(30);

    private IssuerChecks() {}

    static List<Finding> of(Installation installation) {
        try {
            HttpResponse<String> answer = keys(installation);
            Finding keys = keys(answer.statusCode(), answer.body());
            // The installation's own issuer has the clock of this machine.
            return installation
                    .foreignIssuer()
                    .flatMap(_ -> clock(answer.headers(), Instant.now()))
                    .map(clock -> List.of(keys, clock))
                    .orElse(List.of(keys));
        } catch (IOException | StackFailure e) {
            return List.of(Findings.problem(
                    KEYS,
                    "The keys of the issuer cannot be read: " + Findings.reason(e),
                    installation.foreignIssuer().isPresent()
                            ? "Check DCM_ISSUER and the network to the issuer. Until then, nobody can sign in."
                            : "Run ./dcm up. The log of the issuer: ./dcm logs keycloak"));
        }
    }

    private static HttpResponse<String> keys(Installation installation) throws IOException {
        Optional<ForeignIssuer> foreign = installation.foreignIssuer();
        return foreign.isPresent()
                ? new IssuerProbe(foreign.get()).keys()
                : Http.send(Http.request(installation.localIssuer() + "/protocol/openid-connect/certs")
                        .timeout(Duration.ofSeconds(5))
                        .build());
    }

    static Finding keys(int status, String body) {
        int count = 0;
        try {
            count = new JsonMapper().readTree(body).path("keys").size();
        } catch (JsonProcessingException noKeys) {
            // reported below
        }
        return status == 200 && count > 0
                ? Findings.ok(KEYS, "The issuer publishes %d %s.".formatted(count, count == 1 ? "key" : "keys"))
                : Findings.problem(
                        KEYS,
                        "The issuer publishes no keys (status %d), so that no token can be verified.".formatted(status),
                        "Check the signing keys in the settings of the issuer, such as Realm settings, Keys in Keycloak.");
    }

    /** Tokens are valid for a short time, by the clock of the issuer. Empty if it does not state its time. */
    static Optional<Finding> clock(HttpHeaders headers, Instant now) {
        return headers.firstValue("Date").flatMap(IssuerChecks::time).map(issuers -> {
            Duration off = Duration.between(issuers, now).abs();
            String detail = "The clocks of this machine and of the issuer differ by %d s.".formatted(off.toSeconds());
            String remedy = "Synchronize the clocks with NTP, for example with chrony or systemd-timesyncd.";
            if (off.compareTo(CLOCK_WARNING) < 0) {
                return Findings.ok("clock", "The clocks of this machine and of the issuer agree.");
            }
            return off.compareTo(CLOCK_PROBLEM) > 0
                    ? Findings.problem("clock", detail + " Valid tokens are rejected.", remedy)
                    : Findings.warning("clock", detail, remedy);
        });
    }

    private static Optional<Instant> time(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }
}
