package dcm.stack.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SbomCommandTest {
    private static final String ADVISORY = """
            {"id": "GHSA-%1$s", "modified": "2026-11-01T00:00:00Z", "aliases": ["CVE-2026-1"], "summary": "Bad input",
             "affected": [{"package": {"ecosystem": "%2$s", "name": "%3$s"},
                           "ranges": [{"type": "ECOSYSTEM", "events": [%4$s]}]}]}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();

    @TempDir
    Path directory;

    private Path bom;
    private Path advisories;

    @BeforeEach
    void writeBillOfMaterials() throws IOException {
        advisories = Files.createDirectory(directory.resolve("osv"));
        writeBillOfMaterials("2.21.8");
    }

    private void writeBillOfMaterials(String version) throws IOException {
        bom = Files.writeString(directory.resolve("bom.json"), """
                {"bomFormat": "CycloneDX", "components": [
                 {"type": "library", "group": "org.lib", "name": "core", "version": "%1$s",
                  "purl": "pkg:maven/org.lib/core@%1$s?type=jar"},
                 {"type": "library", "group": "org.lib", "name": "other", "version": "1.0",
                  "purl": "pkg:maven/org.lib/other@1.0?type=jar"}]}
                """.formatted(version));
    }

    @Test
    void vulnerableLibraryIsListedAndTheCheckFails() throws IOException {
        advisory("a", "Maven", "org.lib:core", "{'introduced': '2.0'}, {'fixed': '2.21.9'}");

        assertEquals(1, check(advisories));
        assertEquals(
                "org.lib:core 2.21.8: GHSA-a CVE-2026-1, fixed in 2.21.9: Bad input\n"
                        + "Libraries: 2, advisories: 1 (the newest of 2026-11-01T00:00:00Z), vulnerabilities: 1\n",
                out.toString());
    }

    @Test
    void advisoriesInAZipFileAreRead() throws IOException {
        Path file = directory.resolve("all.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("GHSA-a.json"));
            zip.write(text("a", "Maven", "org.lib:core", "{'introduced': '0'}").getBytes());
        }

        assertEquals(1, check(file));
        assertTrue(out.toString().contains("GHSA-a CVE-2026-1, no fixed version"), out.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "1.9.9, false",
        "2.0, true",
        "2.0-rc1, false",
        "2.5, true",
        "2.9.9, true",
        "2.10, false",
        "2.10-rc1, true",
        "3.0, false",
        "4.0, true",
        "4.2.Final, true",
        "4.2.1, false"
    })
    void versionsAreComparedLikeMaven(String version, boolean vulnerable) throws IOException {
        writeBillOfMaterials(version);
        // Not in the order of the versions, as the format permits.
        advisory(
                "a",
                "Maven",
                "org.lib:core",
                "{'introduced': '4.0'}, {'last_affected': '4.2'}, {'introduced': '2.0'}, {'fixed': '2.10'}");

        assertEquals(vulnerable ? 1 : 0, check(advisories), out::toString);
    }

    @Test
    void otherLibrariesEcosystemsAndWithdrawnAdvisoriesDoNotCount() throws IOException {
        advisory("a", "Maven", "org.lib:core2", "{'introduced': '0'}");
        advisory("b", "npm", "org.lib:core", "{'introduced': '0'}");
        Files.writeString(
                advisories.resolve("c.json"),
                text("c", "Maven", "org.lib:core", "{'introduced': '0'}")
                        .replace("\"modified\"", "\"withdrawn\": \"2026-11-02T00:00:00Z\", \"modified\""));

        assertEquals(0, check(advisories), out::toString);
        assertTrue(out.toString().contains("advisories: 1 "), out.toString());
    }

    @Test
    void checkWithoutReadableAdvisoriesFails() throws IOException {
        assertEquals(1, check(advisories));
        assertTrue(error.toString().contains("There are no advisories"), error.toString());

        Files.writeString(advisories.resolve("a.json"), "{\"id\": ");

        assertEquals(1, check(advisories));
        assertTrue(error.toString().contains("a.json"), error.toString());
    }

    private void advisory(String id, String ecosystem, String name, String events) throws IOException {
        Files.writeString(advisories.resolve(id + ".json"), text(id, ecosystem, name, events));
    }

    private static String text(String id, String ecosystem, String name, String events) {
        return ADVISORY.formatted(id, ecosystem, name, events.replace('\'', '"'));
    }

    private int check(Path export) {
        return new CommandLine(new SbomCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(error))
                .setExecutionExceptionHandler((failure, command, result) -> {
                    command.getErr().println(failure.getMessage());
                    return 1;
                })
                .execute("--check", export.toString(), "--bom", bom.toString());
    }
}
