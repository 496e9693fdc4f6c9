package dcm.user.homes;

import dcm.contract.identity.HostName;
import dcm.contract.identity.InvalidValueException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code PUT /v1/users/NAME/home-host}. */
public record HomeHostRequest(
        @Schema(
                description = "The host that gets the home directories and containers",
                examples = "n2",
                required = true)
        @Nullable
        String host) {

    HostName requiredHost() {
        if (host == null || host.isBlank()) {
            throw new InvalidValueException("host: The name of the new home host is required.");
        }
        return new HostName(host);
    }
}
