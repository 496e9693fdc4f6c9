package dcm.worker.rest;

import dcm.worker.registry.RegistryCredentials;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/pushes}.
 *
 * @param image the id of the image
 * @param name the name of the image for its owner
 * @param to the name of the image in the registry
 * @param username null for an anonymous request
 */
public record PushRequest(
        String image,
        String name,
        String to,
        @Nullable String username,
        @Nullable String password) {
    RegistryCredentials credentials() {
        return new RegistryCredentials(
                Objects.requireNonNullElse(username, ""), Objects.requireNonNullElse(password, ""));
    }

    /** Without the password, so that no log shows it. */
    @Override
    public String toString() {
        return "PushRequest[image=" + image + ", to=" + to + "]";
    }
}
