package dcm.shell.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A list of documents, or a part of it.
 *
 * @param next the cursor of the next page; empty on the last page
 */
public record PageDocument(List<JsonNode> items, String next) {
    /** The documents in the page. */
    public <T> List<T> read(Class<T> type) {
        return items.stream().map(item -> Documents.read(item, type)).toList();
    }
}
