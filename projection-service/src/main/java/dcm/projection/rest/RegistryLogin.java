package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code PUT /v1/uploads/INTENT/credentials}. The service forwards it and stores no part of it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegistryLogin(
        @Schema(description = "Your user name at the registry; absent: an anonymous request", examples = "alice")
        @Nullable
        String username,

        @Schema(description = "Your password or token at the registry", examples = "a token") @Nullable
        String password) {
    /** Without the password, so that no log shows it. */
    @Override
    public String toString() {
        return "RegistryLogin[username=" + username + "]";
    }
}
