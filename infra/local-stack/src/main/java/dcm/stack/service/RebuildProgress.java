package dcm.stack.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.stack.part.PartProcess;
import java.util.List;
import java.util.Optional;

/**
 * The progress of admission's rebuild, from the log of command-service, which answers no requests before its end.
 */
final class RebuildProgress {
    private static final String MESSAGE = "rebuild ";
    private static final int LINES = 300;
    private static final JsonMapper JSON = new JsonMapper();

    private final PartProcess commandService;

    RebuildProgress(PartProcess commandService) {
        this.commandService = commandService;
    }

    /** The last message about a rebuild, without its time: the same message again is no progress. */
    Optional<String> latest() {
        List<String> lines = commandService.lastLines(LINES);
        return lines.reversed().stream()
                .filter(line -> line.contains(MESSAGE))
                .flatMap(line -> message(line).stream())
                .findFirst();
    }

    private static Optional<String> message(String line) {
        try {
            String message = JSON.readTree(line).path("message").asText();
            return message.startsWith(MESSAGE) ? Optional.of(message) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty(); // a line that was cut
        }
    }
}
