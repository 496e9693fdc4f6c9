package dcm.apigateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Merges the services' OpenAPI documents into one. Not thread-safe. */
final class ApiDescription {
    private static final String COMPONENTS = "components";
    private static final String SCHEMAS = "schemas";
    private static final String PATHS = "paths";
    private static final String TAGS = "tags";
    /** OpenAPI allows other keys beside methods in a path item, such as {@code parameters}. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

    /** Relative to the address of this document. */
    private static final JsonObject SERVER = new JsonObject().put("url", "/").put("description", "This API gateway");

    private static final JsonObject LICENSE =
            new JsonObject().put("name", "Apache License 2.0").put("identifier", "Apache-2.0");

    private static final Map<String, String> TAG_MEANINGS = Map.ofEntries(
            Map.entry("about", "This installation"),
            Map.entry("audit", "Who did what, for administrators"),
            Map.entry("catalog", "Base images, presets, groups and registries, for administrators"),
            Map.entry("changes", "Changes as they happen"),
            Map.entry("containers", "Your containers"),
            Map.entry("hosts", "Hosts, for administrators"),
            Map.entry("images", "The images that you may use"),
            Map.entry("intents", "Status of your requests"),
            Map.entry("me", "Your account, keys and quota"),
            Map.entry("ports", "The ports that your containers publish"),
            Map.entry("presets", "The presets that you may use"),
            Map.entry("quarantine", "Records that could not be processed, for administrators"),
            Map.entry("users", "Accounts, for administrators"),
            Map.entry("issuer", "The issuer of access tokens, for administrators"));

    private final JsonObject paths = new JsonObject();
    private final JsonObject components = new JsonObject().put(SCHEMAS, new JsonObject());
    private final JsonArray tags = new JsonArray();
    private final List<String> missing = new ArrayList<>();
    private String version = "3.1.0";

    /** Adds the document of {@code service}. Two services may share a path with different methods. */
    void add(BackendService service, JsonObject document) {
        JsonObject distinct = withDistinctSchemas(service, document);
        version = distinct.getString("openapi", version);
        paths.mergeIn(distinct.getJsonObject(PATHS, new JsonObject()), true);
        components.mergeIn(distinct.getJsonObject(COMPONENTS, new JsonObject()), true);
        distinct.getJsonArray(TAGS, new JsonArray()).stream()
                .map(tag -> described((JsonObject) tag))
                .filter(tag -> !tags.contains(tag))
                .forEach(tags::add);
    }

    private static JsonObject described(JsonObject tag) {
        String meaning = TAG_MEANINGS.get(tag.getString("name"));
        return meaning == null ? tag : tag.copy().put("description", meaning);
    }

    void addMissing(BackendService service) {
        missing.add(service.label());
    }

    JsonObject whole() {
        for (JsonObject own : List.of(SignInDocument.description(), SshHostKeys.description())) {
            paths.mergeIn(own.getJsonObject(PATHS), true);
            components.mergeIn(own.getJsonObject(COMPONENTS), true);
        }
        return new JsonObject()
                .put("openapi", version)
                .put("info", info())
                .put("servers", new JsonArray().add(SERVER))
                .put(TAGS, tags)
                .put(PATHS, paths)
                .put(COMPONENTS, components);
    }

    /** The methods that {@code document} has for {@code path}, in capitals. */
    static Set<String> methods(JsonObject document, String path) {
        Set<String> methods = new TreeSet<>();
        JsonObject paths = document.getJsonObject(PATHS, new JsonObject());
        for (String template : paths.fieldNames()) {
            if (fits(template.split("/", -1), path.split("/", -1))) {
                paths.getJsonObject(template).fieldNames().stream()
                        .map(name -> name.toUpperCase(Locale.ROOT))
                        .filter(METHODS::contains)
                        .forEach(methods::add);
            }
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    private static boolean fits(String[] template, String[] path) {
        return template.length == path.length
                && IntStream.range(0, path.length)
                        .allMatch(i -> template[i].startsWith("{") || template[i].equals(path[i]));
    }

    private JsonObject info() {
        String description = "Docker Container Manager: personal Docker containers on shared servers.";
        if (!missing.isEmpty()) {
            description += " Incomplete: no description from " + String.join(", ", missing) + ".";
        }
        return new JsonObject()
                .put("title", "DCM")
                .put("version", "1")
                .put("description", description)
                .put("license", LICENSE);
    }

    /**
     * Renames schemas whose name is already used for different content by another service. A renaming changes the
     * schemas that refer to it, so the check is repeated.
     */
    private JsonObject withDistinctSchemas(BackendService service, JsonObject document) {
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
