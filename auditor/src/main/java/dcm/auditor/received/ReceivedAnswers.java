package dcm.auditor.received;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.auditor.finding.AuditFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The file to which clients write the answers that they receive: each line is one response's body. */
public final class ReceivedAnswers {
    private static final JsonMapper JSON = new JsonMapper();

    private ReceivedAnswers() {}

    /**
     * The line for a response; empty if its body is not an answer about an intent.
     *
     * @param body the body of the response
     */
    public static Optional<String> line(String body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return ReceivedAnswer.of(tree).map(answer -> tree + "\n");
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a file.
     *
     * @throws AuditFailure if it cannot be read, or if a line is not valid JSON
     */
    public static List<ReceivedAnswer> read(Path file) {
        List<ReceivedAnswer> answers = new ArrayList<>();
        try {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                answers.add(answer(line, file + ":" + number));
            }
        } catch (IOException e) {
            throw new AuditFailure("Cannot read the file with received answers: " + e, e);
        }
        return answers;
    }

    private static ReceivedAnswer answer(String line, String place) {
        try {
            return ReceivedAnswer.of(JSON.readTree(line))
                    .orElseThrow(() -> new AuditFailure(place + " is not an answer about a request."));
        } catch (JsonProcessingException e) {
            throw new AuditFailure(place + " is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }
}
