package dcm.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Merges the services' OpenAPI documents into one. Not thread-safe. */
final class ApiDescription {
    private static final String COMPONENTS = "components";
    private static final String SCHEMAS = "schemas";
    private static final String PATHS = "paths";
    private static final String TAGS = "tags";

    private final JsonObject paths = new JsonObject();
    private final JsonObject components = new JsonObject().put(SCHEMAS, new JsonObject());
    private final JsonArray tags = new JsonArray();
    private final List<String> missing = new ArrayList<>();
    private String version = "3.1.0";

    /** Adds the document of {@code service}. Two services may share a path with different methods. */
    void add(Service service, JsonObject document) {
        JsonObject distinct = withDistinctSchemas(service, document);
        version = distinct.getString("openapi", version);
        paths.mergeIn(distinct.getJsonObject(PATHS, new JsonObject()), true);
        components.mergeIn(distinct.getJsonObject(COMPONENTS, new JsonObject()), true);
        distinct.getJsonArray(TAGS, new JsonArray()).stream()
                .filter(tag -> !tags.contains(tag))
                .forEach(tags::add);
    }

    void addMissing(Service service) {
        missing.add(service.label());
    }

    JsonObject whole() {
        return new JsonObject()
                .put("openapi", version)
                .put("info", info())
                .put(TAGS, tags)
                .put(PATHS, paths)
                .put(COMPONENTS, components);
    }

    private JsonObject info() {
        String description = "Docker Container Manager: personal Docker containers on shared servers.";
        if (!missing.isEmpty()) {
            description += " Incomplete: no description from " + String.join(", ", missing) + ".";
        }
        return new JsonObject().put("title", "DCM").put("version", "1").put("description", description);
    }

    /**
     * Renames schemas whose name is already used for different content by another service. A renaming changes the
     * schemas that refer to it, so the check is repeated.
     */
    private JsonObject withDistinctSchemas(Service service, JsonObject document) {
        JsonObject distinct = document;
        Optional<String> clash = clash(distinct);
        while (clash.isPresent()) {
            distinct = renamed(distinct, clash.get(), clash.get() + "-" + service.label());
            clash = clash(distinct);
        }
        return distinct;
    }

    private Optional<String> clash(JsonObject document) {
        JsonObject taken = components.getJsonObject(SCHEMAS);
        JsonObject own = schemas(document);
        return own.fieldNames().stream()
                .filter(name ->
                        taken.containsKey(name) && !taken.getJsonObject(name).equals(own.getJsonObject(name)))
                .findFirst();
    }

    private static JsonObject renamed(JsonObject document, String from, String to) {
        String reference = "\"#/components/schemas/%s\"";
        var result = new JsonObject(document.encode().replace(reference.formatted(from), reference.formatted(to)));
        JsonObject schemas = schemas(result);
        schemas.put(to, schemas.remove(from));
        return result;
    }

    private static JsonObject schemas(JsonObject document) {
        return document.getJsonObject(COMPONENTS, new JsonObject()).getJsonObject(SCHEMAS, new JsonObject());
    }
}
