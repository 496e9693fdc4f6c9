package dcm.worker.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.problem.ErrorCode;
import dcm.worker.operation.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A user's name and password at a registry; both empty for an anonymous request. */
public record RegistryCredentials(String username, String password) {
    private static final ObjectMapper JSON = RegistryJson.MAPPER;

    /** In bytes. Passwords of registries can be tokens of some KiB. */
    private static final int LARGEST = 1 << 16;

    /**
     * Reads {@code {"username": …, "password": …}}.
     *
     * @throws RegistryException if it is no such document
     */
    static RegistryCredentials read(InputStream document) throws RegistryException {
        try {
            JsonNode fields = JSON.readTree(document.readNBytes(LARGEST));
            if (fields.isObject() && fields.has("username") == fields.has("password")) {
                return new RegistryCredentials(
                        fields.path("username").asText(""),
                        fields.path("password").asText(""));
            }
        } catch (IOException e) {
            // Its message could contain a part of the password.
        }
        throw new RegistryException(
                ErrorCode.BAD_INPUT,
                "The credentials are not a JSON object with the fields username and password, or with none. Send them again with a new"
                        + " import.");
    }

    /**
     * Requires both a user name and a password, or none.
     *
     * @throws RegistryException if one is missing
     */
    void requireComplete() throws RegistryException {
        if (username.isEmpty() != password.isEmpty()) {
            throw new RegistryException(
                    ErrorCode.BAD_INPUT,
                    "The credentials have only a " + (username.isEmpty() ? "password" : "user name")
                            + ". Pass both a user name and a password, or none for an anonymous request.");
        }
    }

    /** The header for basic authentication; empty for an anonymous request. */
    Optional<String> basic() {
        return username.isEmpty()
                ? Optional.empty()
                : Optional.of("Basic "
                        + Base64.getEncoder()
                                .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    /** Without the values, so that no log shows them. */
    @Override
    public String toString() {
        return "RegistryCredentials[]";
    }
}
