package dcm.worker.engine.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import dcm.worker.engine.EngineException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Translates docker-java's exceptions to {@link EngineException}s. */
final class DockerErrors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern MISSING_ADDRESS =
            Pattern.compile("listen \\w+ (\\S+):\\d+: bind: cannot assign requested address");

    private DockerErrors() {}

    static EngineException translate(RuntimeException e) {
        if (e instanceof EngineException translated) {
            return translated;
        }
        if (!(e instanceof DockerException docker)) {
            return new EngineException.Unreachable("The Docker Engine does not answer: " + rootMessage(e), e);
        }
        String message = message(docker);
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("port is already allocated") || lower.contains("address already in use")) {
            return new EngineException.PortTaken(message, e);
        }
        Matcher missing = MISSING_ADDRESS.matcher(message);
        if (missing.find()) {
            return new EngineException(
                    "This host does not have the address " + missing.group(1)
                            + " any more, on which ports of the container are published. An administrator can see 'dcm doctor'.",
                    e);
        }
        if (lower.contains("max depth exceeded")) {
            return new EngineException.TooManyLayers(message, e);
        }
        return e instanceof ConflictException && lower.contains("container name")
                ? new EngineException.AlreadyExists(message, e)
                : new EngineException(message, e);
    }

    /** Docker answers {@code {"message": "…"}}, which docker-java prefixes with the status. */
    private static String message(DockerException e) {
        String text = String.valueOf(e.getMessage());
        int brace = text.indexOf('{');
        if (brace < 0) {
            return text;
        }
        try {
            String message =
                    JSON.readTree(text.substring(brace)).path("message").asText();
            return message.isEmpty() ? text : message.strip();
        } catch (JsonProcessingException notJson) {
            return text;
        }
    }

    private static String rootMessage(Throwable e) {
        @Nullable Throwable root = e;
        String message = e.toString();
        while (root != null) {
            message = root.getMessage() == null ? message : root.getMessage();
            root = root.getCause();
        }
        return message;
    }
}
