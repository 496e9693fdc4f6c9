package dcm.apigateway.certificate;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The challenges with which an ACME server verifies at present that the gateway controls its host name. Thread-safe. */
@Singleton
public class AcmeChallenges {
    /** Below it, the ACME server requests the answers over HTTP, by token (RFC 8555, section 8.3). */
    public static final String PATH = "/.well-known/acme-challenge/";

    private final Map<String, String> answers = new ConcurrentHashMap<>();

    void put(String token, String answer) {
        answers.put(token, answer);
    }

    void remove(String token) {
        answers.remove(token);
    }

    /** The answer to a request for {@code path}; empty if no such challenge is in progress. */
    public Optional<String> answer(String path) {
        return path.startsWith(PATH)
                ? Optional.ofNullable(answers.get(path.substring(PATH.length())))
                : Optional.empty();
    }
}
