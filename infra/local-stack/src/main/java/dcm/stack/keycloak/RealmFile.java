package dcm.stack.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Path;

/** The file with the realm {@code dcm}, which Keycloak imports only if the realm does not exist. */
record RealmFile(Path path) {
    static RealmFile of(Installation installation) {
        return new RealmFile(installation.programs().realm());
    }

    /**
     * The rules for passwords, in Keycloak's notation.
     *
     * @throws StackFailure if the file cannot be read or has none
     */
    String passwordPolicy() {
        try {
            JsonNode policy = new JsonMapper().readTree(path.toFile()).path("passwordPolicy");
            if (!policy.isTextual()) {
                throw new StackFailure("The realm in %s has no passwordPolicy.".formatted(path));
            }
            return policy.asText();
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(path, e.getMessage()), e);
        }
    }
}
