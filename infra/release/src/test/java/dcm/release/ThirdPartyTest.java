package dcm.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThirdPartyTest {
    @TempDir
    private Path directory;

    private Path release;
    private Path complete;

    @BeforeEach
    void list() throws IOException {
        release = directory.resolve("release");
        complete = directory.resolve("sbom.json");
        Path bill = write("bom.json", """
                {"components": [
                  {"group": "org.example", "name": "a", "version": "1.2", "licenses": [{"license": {"id": "MIT"}}]},
                  {"group": "dcm", "name": "contract", "version": "0.10.0"}]}
                """);
        write("console/package-lock.json", """
                {"packages": {"": {"name": "console"},
                  "node_modules/@scope/view": {"version": "3.0", "license": "ISC"},
                  "node_modules/tool": {"version": "4.0", "license": "MIT", "dev": true}}}
                """);
        write("console/node_modules/@scope/view/LICENSE", "text of view");
        jar("release/lib/a-1.2.jar", Map.of("META-INF/LICENSE.txt", "text of a", "a/License.class", "-"));
        jar(
                "release/servers/keycloak-26/lib/org.example.b-2.0.jar",
                Map.of(
                        "META-INF/maven/org.example/b/pom.properties", "groupId=org.example\nartifactId=b\nversion=2.0",
                        "META-INF/maven/org.example/b/pom.xml",
                                "<project><licenses><license><name>EPL\n 2.0</name></license></licenses></project>",
                        "NOTICE", "notice of b"));
        jar("release/servers/keycloak-26/lib/org.example.c-3.0-linux.jar", Map.of());

        ThirdParty.main(new String[] {
            release.toString(), bill.toString(), directory.resolve("console").toString(), complete.toString()
        });
    }

    @Test
    void listNamesLibrariesServersAndPackagesWithTheirLicenses() throws IOException {
        List<String> lines = Files.readAllLines(release.resolve("THIRD-PARTY.txt"));

        assertEquals(
                List.of(
                        "@scope/view 3.0: ISC",
                        "keycloak 26: Apache-2.0",
                        "org.example.c 3.0-linux: see licenses",
                        "org.example:a 1.2: MIT",
                        "org.example:b 2.0: EPL 2.0"),
                lines.subList(lines.indexOf("") + 1, lines.size()));
    }

    @Test
    void textsAreCopied() throws IOException {
        assertEquals("text of a", Files.readString(release.resolve("licenses/a/LICENSE.txt")));
        assertEquals("notice of b", Files.readString(release.resolve("licenses/org.example.b/NOTICE")));
        assertEquals("text of view", Files.readString(release.resolve("licenses/npm-@scope-view/LICENSE")));
        try (Stream<Path> files = Files.walk(release.resolve("licenses"))) {
            assertEquals(3, files.filter(Files::isRegularFile).count());
        }
    }

    @Test
    void billOfMaterialsIsComplete() throws IOException {
        String text = Files.readString(complete);

        for (String url : List.of(
                "pkg:npm/%40scope/view@3.0",
                "pkg:generic/keycloak@26", "pkg:maven/org.example/b@2.0", "pkg:generic/org.example.c@3.0-linux")) {
            assertTrue(text.contains("\"" + url + "\""), text);
        }
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void jar(String name, Map<String, String> entries) throws IOException {
        Path file = write(name, "");
        try (var jar = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
