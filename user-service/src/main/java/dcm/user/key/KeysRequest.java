package dcm.user.key;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.PublicKey;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST} and {@code PUT /v1/users/NAME/keys}. */
public record KeysRequest(
        @Schema(
                description = "SSH public keys, each one line of a .pub file, without options",
                implementation = String[].class,
                required = true,
                examples =
                        "[\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f alice@laptop\"]")
        @Nullable
        List<PublicKey> keys) {

    List<PublicKey> requiredKeys() {
        if (keys == null || keys.stream().anyMatch(Objects::isNull)) {
            throw new InvalidValueException(
                    "keys: A list of lines of .pub files is required. It may be empty only to replace all keys.");
        }
        return keys;
    }
}
