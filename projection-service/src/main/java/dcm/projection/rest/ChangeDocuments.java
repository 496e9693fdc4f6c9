package dcm.projection.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.contract.identity.OwnerName;
import dcm.projection.change.ViewChange;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes changes as the documents of the live stream. Thread-safe. */
@Singleton
class ChangeDocuments {
    private final ObjectMapper json;

    ChangeDocuments(ObjectMapper json) {
        this.json = json;
    }

    /** The new state of a resource: the same document as a query returns. */
    ViewChange present(@Nullable OwnerName owner, String event, Object view) {
        return new ViewChange(owner, event, text(view));
    }

    /**
     * The removal of a resource.
     *
     * @param key the field that identifies it in its view
     */
    ViewChange removed(@Nullable OwnerName owner, String event, String key, String id) {
        ObjectNode document = json.createObjectNode().put("removed", true).put(key, id);
        return new ViewChange(owner, event, text(document));
    }

    private String text(Object document) {
        try {
            return json.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
