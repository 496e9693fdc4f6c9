package dcm.projection.rest;

import dcm.contract.identity.ImageName;
import dcm.contract.identity.ImageReference;
import dcm.contract.identity.InvalidValueException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/pushes}. The service forwards the credentials and stores no part of them. */
public record PushRequest(
        @Schema(description = "Your image", required = true, examples = "tools:1") @Nullable
        String image,

        @Schema(
                description = "Its name in a permitted registry, HOST[:PORT]/PATH[:TAG]",
                required = true,
                examples = "registry.lab.example/alice/tools:1")
        @Nullable
        String to,

        @Schema(description = "Your user name at the registry; absent: an anonymous request", examples = "alice")
        @Nullable
        String username,

        @Schema(description = "Your password or token at the registry", examples = "a token") @Nullable
        String password) {
    ImageName name() {
        return new ImageName(required("image", image));
    }

    ImageReference target() {
        ImageReference target = new ImageReference(required("to", to));
        if (target.hasDigest()) {
            throw new InvalidValueException("to: Use a tag. The digest is a result of the push.");
        }
        return target;
    }

    private static String required(String field, @Nullable String value) {
        if (value == null) {
            throw new InvalidValueException(field + ": The field is required.");
        }
        return value;
    }

    /** Without the password, so that no log shows it. */
    @Override
    public String toString() {
        return "PushRequest[image=" + image + ", to=" + to + "]";
    }
}
