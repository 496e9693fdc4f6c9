package dcm.shell.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** A line about a push: a step, the digest or the problem; the other fields are empty. */
public record PushLineDocument(String step, String reference, String digest, JsonNode problem) {
    public PushLineDocument {
        problem = problem == null ? MissingNode.getInstance() : problem;
    }
}
