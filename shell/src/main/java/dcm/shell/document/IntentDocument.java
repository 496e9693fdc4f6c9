package dcm.shell.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dcm.contract.view.IntentStatus;
import dcm.contract.view.ViewValue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An intent of the user.
 *
 * @param container the id of its container; empty if it has none or several
 * @param containers with a count, each container
 * @param sequence the number with which a query waits for the result
 * @param problem why the intent was rejected or failed, as the API sent it
 */
public record IntentDocument(
        String intent,
        String status,
        String container,
        List<Member> containers,
        @Nullable Long sequence,
        JsonNode problem) {
    public IntentDocument {
        problem = problem == null ? MissingNode.getInstance() : problem;
    }

    /** One of several containers of an intent. */
    public record Member(String container, String status, JsonNode problem) {
        public Member {
            problem = problem == null ? MissingNode.getInstance() : problem;
        }

        public boolean isDone() {
            return IntentStatus.DONE.is(status);
        }
    }

    /** The status; empty if this version does not know it. */
    public Optional<IntentStatus> knownStatus() {
        return ViewValue.find(IntentStatus.class, status);
    }

    /** Whether each of several containers has its own outcome. */
    public boolean isBatch() {
        return !containers.isEmpty();
    }

    /** The query parameter with which a query waits until the views include the result. */
    public String after() {
        return "?after=" + (sequence == null ? "" : sequence);
    }
}
