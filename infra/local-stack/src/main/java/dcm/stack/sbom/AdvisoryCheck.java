package dcm.stack.sbom;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Compares libraries with advisories, which it reads one after another. */
public final class AdvisoryCheck {
    private static final String SUFFIX = ".json";
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, List<Library>> libraries;
    private final List<VulnerableLibrary> vulnerable = new ArrayList<>();
    private int advisories;
    private String newest = "";

    public AdvisoryCheck(List<Library> libraries) {
        this.libraries = libraries.stream().collect(Collectors.groupingBy(Library::name));
    }

    /**
     * Compares the libraries with all advisories of a directory or a zip file of OSV documents.
     *
     * @throws StackFailure if one cannot be read, or there are none about Maven's libraries
     */
    public void compare(Path export) {
        try {
            if (Files.isDirectory(export)) {
                compareDirectory(export);
            } else {
                compareZip(export);
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot read the advisories in %s: %s".formatted(export, e.getMessage()), e);
        }
        if (advisories == 0) {
            throw new StackFailure("There are no advisories about Maven libraries in %s.".formatted(export));
        }
    }

    /** The libraries with a vulnerability, in the order of the advisories. */
    public List<VulnerableLibrary> vulnerable() {
        return List.copyOf(vulnerable);
    }

    /** How many advisories were compared. */
    public int advisories() {
        return advisories;
    }

    /** When the newest advisory was changed, in RFC 3339. */
    public String newest() {
        return newest;
    }

    private void compareDirectory(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList()) {
                try (InputStream document = Files.newInputStream(file)) {
                    compare(file.toString(), document);
                }
            }
        }
    }

    private void compareZip(Path file) throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream()
                    .filter(entry -> entry.getName().endsWith(SUFFIX))
                    .toList()) {
                try (InputStream document = zip.getInputStream(entry)) {
                    compare(entry.getName(), document);
                }
            }
        }
    }

    private void compare(String name, InputStream document) throws IOException {
        Advisory advisory;
        try {
            advisory = new Advisory(JSON.readTree(document));
        } catch (IOException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
        if (!advisory.isUsable()) {
            return;
        }
        advisories++;
        newest = newest.compareTo(advisory.modified()) < 0 ? advisory.modified() : newest;
        for (String library : advisory.libraries().stream().distinct().toList()) {
            for (Library used : libraries.getOrDefault(library, List.of())) {
                advisory.about(used).ifPresent(vulnerable::add);
            }
        }
    }
}
