package dcm.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lists the libraries and servers of a release with their licenses, in {@code THIRD-PARTY.txt}, and copies the texts of licenses and notices that
 * they contain to {@code licenses}. Adds those that Maven does not know, which are Keycloak's libraries, the servers and the web console's
 * packages, to the bill of materials.
 */
final class ThirdParty {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String OWN_GROUP = "dcm";
    private static final Pattern SERVER = Pattern.compile("(keycloak|postgresql)-(.+)");
    private static final Pattern PACKAGE_TEXT = Pattern.compile("(?i)(licen[cs]e|notice|copying)([-._].*)?");

    private final Path release;
    private final Path console;
    private final ObjectNode bill;
    private final SortedSet<String> lines = new TreeSet<>();

    private ThirdParty(Path release, Path console, ObjectNode bill) {
        this.release = release;
        this.console = console;
        this.bill = bill;
    }

    /**
     * Does all of it.
     *
     * @param arguments the directory of the release; the bill of materials of Maven; the directory of the web console; the file for the complete
     *     bill of materials
     */
    public static void main(String[] arguments) throws IOException {
        var bill = (ObjectNode) JSON.readTree(Path.of(arguments[1]).toFile());
        var libraries = new ThirdParty(Path.of(arguments[0]), Path.of(arguments[2]), bill);
        libraries.write();
        JSON.writerWithDefaultPrettyPrinter().writeValue(Path.of(arguments[3]).toFile(), bill);
    }

    private void write() throws IOException {
        for (JsonNode component : bill.path("components")) {
            if (!component.path("group").asText().equals(OWN_GROUP)) {
                lines.add(line(
                        component.path("group").asText() + ":"
                                + component.path("name").asText(),
                        component.path("version").asText(),
                        licenses(component)));
            }
        }
        addServers();
        addPackages();
        copyTextsOfJars();
        Files.writeString(release.resolve("THIRD-PARTY.txt"), """
                DCM contains these libraries and servers. LICENSE is the license of DCM itself. The texts of licenses and notices that a library
                contains are in the directory licenses/NAME. A library without a license here names only a parent project, which has it.

                """ + String.join("\n", lines) + "\n");
    }

    private static String line(String name, String version, List<String> licenses) {
        return "%s %s: %s".formatted(name, version, licenses.isEmpty() ? "see licenses" : String.join(", ", licenses));
    }

    /** The ids, names or expressions of the licenses of a component in the format CycloneDX. */
    private static List<String> licenses(JsonNode component) {
        return StreamSupport.stream(component.path("licenses").spliterator(), false)
                .map(entry -> entry.has("expression")
                        ? entry.path("expression").asText()
                        : entry.at("/license/id")
                                .asText(entry.at("/license/name").asText()))
                .distinct()
                .toList();
    }

    private void addServers() throws IOException {
        for (Path server : list(release.resolve("servers"))) {
            Matcher name = SERVER.matcher(server.getFileName().toString());
            if (!name.matches()) {
                continue;
            }
            boolean isKeycloak = name.group(1).equals("keycloak");
            String license = isKeycloak ? "Apache-2.0" : "PostgreSQL";
            add(null, name.group(1), name.group(2), "pkg:generic/%s@%s", List.of(license));
            if (isKeycloak) {
                for (Path jar : jars(server)) {
                    LibraryJar library = LibraryJar.of(jar);
                    String url = library.group() == null ? "pkg:generic/%s@%s" : "pkg:maven/%s@%s";
                    add(library.group(), library.name(), library.version(), url, library.licenses());
                }
            }
        }
    }

    /** The packages of npm that are built into the web console. */
    private void addPackages() throws IOException {
        JsonNode lock = JSON.readTree(console.resolve("package-lock.json").toFile());
        for (Map.Entry<String, JsonNode> entry : lock.path("packages").properties()) {
            JsonNode described = entry.getValue();
            boolean isIncluded = !entry.getKey().isEmpty()
                    && !described.path("dev").asBoolean()
                    && !described.path("optional").asBoolean();
            if (isIncluded) {
                String name = entry.getKey().replaceFirst(".*node_modules/", "");
                String version = described.path("version").asText();
                add(
                        null,
                        name,
                        version,
                        "pkg:npm/%s@%s",
                        List.of(described.path("license").asText()));
                Path directory = console.resolve(entry.getKey());
                if (!Files.isDirectory(directory)) {
                    throw new IOException(
                            directory + " is missing, so its license is unknown. Build the web console first.");
                }
                for (Path file : list(directory)) {
                    if (PACKAGE_TEXT.matcher(file.getFileName().toString()).matches()) {
                        writeText(
                                "npm-" + name.replace('/', '-'),
                                file.getFileName().toString(),
                                Files.readAllBytes(file));
                    }
                }
            }
        }
    }

    private void add(@Nullable String group, String name, String version, String url, List<String> licenses) {
        String full = group == null ? name : group + ":" + name;
        lines.add(line(full, version, licenses));
        ObjectNode component = JSON.createObjectNode().put("type", "library");
        if (group != null) {
            component.put("group", group);
        }
        component.put("name", name).put("version", version);
        if (!licenses.isEmpty()) {
            ArrayNode list = component.putArray("licenses");
            licenses.forEach(license -> list.addObject().putObject("license").put("name", license));
        }
        component.put("purl", url.formatted(full.replace(':', '/').replace("@", "%40"), version));
        bill.withArray("components").add(component);
    }

    private void copyTextsOfJars() throws IOException {
        for (Path jar : jars(release)) {
            LibraryJar library = LibraryJar.of(jar);
            if (!OWN_GROUP.equals(library.group())) {
                for (Map.Entry<String, byte[]> text : library.texts().entrySet()) {
                    String name = library.group() == null ? library.name() : library.group() + "." + library.name();
                    writeText(name, text.getKey(), text.getValue());
                }
            }
        }
    }

    private void writeText(String library, String name, byte[] text) throws IOException {
        Path directory = Files.createDirectories(release.resolve("licenses").resolve(library));
        Files.write(directory.resolve(name), text);
    }

    private static List<Path> jars(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.sorted().forEach(found::add);
            }
        }
        return found;
    }
}
