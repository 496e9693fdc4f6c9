package dcm.stack.sbom;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.artifact.versioning.ComparableVersion;

/** An advisory in the OSV format, see https://ossf.github.io/osv-schema. */
record Advisory(JsonNode document) {
    private static final String ECOSYSTEM = "Maven";

    /** Whether it concerns libraries from Maven repositories, and was not withdrawn. */
    boolean isUsable() {
        return !document.has("withdrawn") && affected().findAny().isPresent();
    }

    /** When it was changed last, in RFC 3339. */
    String modified() {
        return document.path("modified").asText();
    }

    /** The names of the libraries that it concerns. */
    List<String> libraries() {
        return affected().map(Advisory::name).toList();
    }

    /** How it concerns a library; empty if it does not. */
    Optional<VulnerableLibrary> about(Library library) {
        return affected()
                .filter(affected -> name(affected).equals(library.name()))
                .filter(affected -> isAffected(affected, library.version()))
                .map(affected -> new VulnerableLibrary(library, ids(), fixed(affected, library.version()), summary()))
                .findFirst();
    }

    private Stream<JsonNode> affected() {
        return document.path("affected")
                .valueStream()
                .filter(affected ->
                        affected.path("package").path("ecosystem").asText().equals(ECOSYSTEM));
    }

    private static String name(JsonNode affected) {
        return affected.path("package").path("name").asText();
    }

    private static boolean isAffected(JsonNode affected, String version) {
        return affected.path("versions")
                        .valueStream()
                        .anyMatch(listed -> listed.asText().equals(version))
                || ranges(affected).anyMatch(events -> contains(events, version));
    }

    /** The events of each range, by version. */
    private static Stream<List<Event>> ranges(JsonNode affected) {
        return affected.path("ranges")
                .valueStream()
                .filter(range -> range.path("type").asText().equals("ECOSYSTEM"))
                .map(range -> range.path("events")
                        .valueStream()
                        .flatMap(Event::of)
                        .sorted(Comparator.comparing(Event::version))
                        .toList());
    }

    private static boolean contains(List<Event> events, String version) {
        var candidate = new ComparableVersion(version);
        boolean inside = false;
        for (Event event : events) {
            int order = candidate.compareTo(event.version());
            inside = switch (event.kind()) {
                case INTRODUCED -> inside || order >= 0;
                case FIXED -> inside && order < 0;
                case LAST_AFFECTED -> inside && order <= 0;
            };
        }
        return inside;
    }

    private static String fixed(JsonNode affected, String version) {
        var candidate = new ComparableVersion(version);
        return ranges(affected)
                .flatMap(List::stream)
                .filter(event -> event.kind() == Event.Kind.FIXED)
                .map(Event::version)
                .filter(fixed -> fixed.compareTo(candidate) > 0)
                .min(Comparator.naturalOrder())
                .map(ComparableVersion::toString)
                .orElse("");
    }

    private List<String> ids() {
        List<String> ids = new ArrayList<>(List.of(document.path("id").asText()));
        document.path("aliases").valueStream().map(JsonNode::asText).forEach(ids::add);
        return List.copyOf(ids);
    }

    private String summary() {
        return Objects.requireNonNullElse(document.path("summary").textValue(), "");
    }

    /** An end of a range of affected versions. */
    private record Event(Kind kind, ComparableVersion version) {
        enum Kind {
            INTRODUCED,
            FIXED,
            LAST_AFFECTED
        }

        static Stream<Event> of(JsonNode event) {
            return Stream.of(Kind.values())
                    .filter(kind -> event.has(key(kind)))
                    .map(kind -> new Event(
                            kind, new ComparableVersion(event.path(key(kind)).asText())));
        }

        private static String key(Kind kind) {
            return switch (kind) {
                case INTRODUCED -> "introduced";
                case FIXED -> "fixed";
                case LAST_AFFECTED -> "last_affected";
            };
        }
    }
}
