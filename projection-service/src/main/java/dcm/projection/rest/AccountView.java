package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An account as its owner sees it. */
@Schema(examples = """
                {"name": "alice", "displayName": "Alice Liddell", "role": "user",
                 "keys": [{"fingerprint": "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
                  "line": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f alice@laptop"}],
                 "openedAt": "2026-11-25T14:00:00Z", "group": "students", "warnings": []}""")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccountView(
        @Schema(description = "Also the user name in all containers")
        String name,

        String displayName,

        @Schema(enumeration = {"user", "administrator"}) Role role,

        @Schema(description = "SSH keys that all containers accept")
        List<OwnKey> keys,

        Instant openedAt,

        @Nullable String email,

        @Schema(description = "Group whose limits and grants also apply to the account", examples = "students")
        @Nullable
        String group,

        @Schema(description = "When the account expires; absent if never") @Nullable
        Instant expiresAt,

        @Schema(
                description = "Warnings, such as an upcoming expiry or a nearly exceeded limit",
                examples = "[\"Your account expires on 2026-12-01 at 00:00 UTC, in 5 days. Then your containers are"
                        + " stopped.\"]")
        List<String> warnings) {

    private static final Duration AHEAD = Duration.ofDays(30);
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd 'at' HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    /** A public key. */
    public record OwnKey(
            @Schema(description = "SHA-256 fingerprint, as OpenSSH prints it")
            String fingerprint,

            String line) {
        private static OwnKey of(PublicKey key) {
            return new OwnKey(key.fingerprint(), key.line());
        }
    }

    static AccountView of(AccountSnapshot account, Instant now, List<String> more) {
        return new AccountView(
                account.name().value(),
                account.displayName(),
                account.role(),
                account.keys().stream().map(OwnKey::of).toList(),
                account.openedAt(),
                account.email(),
                account.group() == null ? null : account.group().value(),
                account.expiresAt(),
                Stream.concat(ending(account.expiresAt(), now).stream(), more.stream())
                        .toList());
    }

    private static Optional<String> ending(@Nullable Instant end, Instant now) {
        if (end == null || Duration.between(now, end).compareTo(AHEAD) > 0) {
            return Optional.empty();
        }
        long days = Duration.between(now, end).toDays();
        String in = days == 0 ? "in less than a day" : days == 1 ? "in a day" : "in " + days + " days";
        return Optional.of("Your account expires on " + WHEN.format(end) + ", " + in
                + ". Then your containers are stopped and you cannot log in. Ask an administrator for more time.");
    }

    /** A warning for the owner of these containers if their host is being drained. */
    static Optional<String> departure(HostSnapshot host, List<String> containers) {
        Cordon cordon = host.cordon();
        if (cordon == null || cordon.drainAt() == null) {
            return Optional.empty();
        }
        return Optional.of("The host " + host.name() + " is being drained"
                + (cordon.reason() == null ? "" : " (" + cordon.reason() + ")") + ". Its containers are stopped on "
                + WHEN.format(cordon.drainAt()) + ". Your containers on it: " + String.join(", ", containers) + ".");
    }
}
