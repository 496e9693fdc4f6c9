package dcm.shell.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/**
 * A preset.
 *
 * @param until when the user's grant ends; empty: no end date
 * @param options the Docker options that the preset sets
 */
public record PresetDocument(
        String name,
        int version,
        boolean retired,
        String description,
        List<Grantee> grantedTo,
        String until,
        JsonNode options) {
    public PresetDocument {
        options = options == null ? MissingNode.getInstance() : options;
    }

    /** An account or a group that may use the preset; the other field is empty. */
    public record Grantee(String account, String group) {
        @Override
        public String toString() {
            return group.isEmpty() ? account : "group " + group;
        }
    }
}
