package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An account as its person sees it. */
@Schema(examples = """
                {"name": "alice", "displayName": "Alice Liddell", "role": "user",
                 "keys": [{"fingerprint": "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
                  "line": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f alice@laptop"}],
                 "openedAt": "2026-11-25T14:00:00Z"}""")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccountView(
        @Schema(description = "Also the user in all containers")
        String name,

        String displayName,

        @Schema(enumeration = {"user", "administrator"}) Role role,

        @Schema(description = "The SSH keys with which all containers let the person in")
        List<OwnKey> keys,

        Instant openedAt) {

    /** A public key. */
    public record OwnKey(
            @Schema(description = "As OpenSSH prints it") String fingerprint, String line) {
        private static OwnKey of(PublicKey key) {
            return new OwnKey(key.fingerprint(), key.line());
        }
    }

    static AccountView of(AccountSnapshot account) {
        return new AccountView(
                account.name().value(),
                account.displayName(),
                account.role(),
                account.keys().stream().map(OwnKey::of).toList(),
                account.openedAt());
    }
}
