package dcm.user.key;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.PublicKey;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A public key of an account. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(examples = KeyView.EXAMPLE)
public record KeyView(
        @Schema(description = "SHA-256 fingerprint, as OpenSSH prints it")
        String fingerprint,

        String line,

        @Schema(description = "A warning about the key") @Nullable
        String warning) {
    /** An example response. */
    public static final String EXAMPLE = """
            {"fingerprint": "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
             "line": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f alice@laptop",
             "warning": "This key also belongs to another account: 'bob'."}""";

    public static KeyView of(PublicKey key, @Nullable String warning) {
        return new KeyView(key.fingerprint(), key.line(), warning);
    }
}
