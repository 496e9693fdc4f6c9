package dcm.cli.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.shell.api.Documents;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** The tokens of each context, in files of their own. */
public final class StoredTokens {
    private static final JsonMapper JSON = new JsonMapper();

    private final ConfigDirectory directory;

    public StoredTokens(ConfigDirectory directory) {
        this.directory = directory;
    }

    /**
     * The tokens of a sign-in.
     *
     * @param access the access token
     * @param refresh the refresh token; empty if the issuer gave none
     * @param expiresAt when the access token expires
     */
    public record Tokens(String access, String refresh, Instant expiresAt) {
        /** Without the tokens, for messages. */
        @Override
        public String toString() {
            return "Tokens[expiresAt=" + expiresAt + "]";
        }
    }

    private record File(String access, String refresh, long expiresAt) {}

    /** The tokens of a context; empty if the user is not signed in. */
    public Optional<Tokens> read(String context) {
        return directory.read(file(context)).flatMap(StoredTokens::parsed);
    }

    private static Optional<Tokens> parsed(String text) {
        try {
            File file = Documents.parse(text, File.class);
            return file.access().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Tokens(file.access(), file.refresh(), Instant.ofEpochSecond(file.expiresAt())));
        } catch (JsonProcessingException damaged) {
            return Optional.empty(); // the user signs in again
        }
    }

    public void write(String context, Tokens tokens) {
        directory.write(
                file(context),
                JSON.valueToTree(new File(
                                        tokens.access(),
                                        tokens.refresh(),
                                        tokens.expiresAt().getEpochSecond()))
                                .toString()
                        + "\n");
    }

    public void delete(String context) {
        directory.delete(file(context));
    }

    /** Runs {@code action} while no other process changes the tokens of the context. */
    public <T> T locked(String context, Supplier<T> action) {
        return directory.locked("tokens/" + context + ".lock", action);
    }

    private static String file(String context) {
        return "tokens/" + context + ".json";
    }
}
