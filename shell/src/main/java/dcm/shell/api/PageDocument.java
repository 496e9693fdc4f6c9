package dcm.shell.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One page of a list that the API returns; a short list is one page.
 *
 * @param next the cursor of the next page; empty on the last page
 */
public record PageDocument(List<JsonNode> items, String next) {
    /** The documents in the page. */
    public <T> List<T> read(Class<T> type) {
        return items.stream().map(item -> Documents.read(item, type)).toList();
    }
}
