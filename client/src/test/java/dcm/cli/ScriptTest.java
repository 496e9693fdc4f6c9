package dcm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script before the archive. A script stands for Java: it prints its arguments to standard error, and names. */
class ScriptTest {
    private static final Path SCRIPT = Path.of("src/main/sh/dcm").toAbsolutePath();

    @TempDir
    private Path home;

    private Path names;
    private Path cache;

    @BeforeEach
    void createJava() throws IOException {
        names = Files.writeString(home.resolve("names"), "web\n");
        cache = Files.createDirectories(home.resolve("cache/dcm"));
        permissions(cache, "rwx------");
        Files.createDirectories(home.resolve("java/bin"));
        Files.writeString(home.resolve("java/release"), "JAVA_VERSION=\"25.0.1\"\n");
        Path java =
                Files.writeString(home.resolve("java/bin/java"), "#!/bin/sh\necho \"$@\" >&2\ncat '" + names + "'\n");
        permissions(java, "rwx------");
    }

    private static void permissions(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private Typed runs(String cacheHome, String... words) throws Exception {
        var builder = new ProcessBuilder("sh", SCRIPT.toString());
        builder.command().addAll(List.of(words));
        builder.environment().put("JAVA_HOME", home.resolve("java").toString());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("XDG_CACHE_HOME", cacheHome);
        Path err = home.resolve("err");
        Process process =
                builder.directory(home.toFile()).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Typed(process.waitFor(), out.strip(), Files.readString(err));
    }

    @Test
    void cachedNamesAreOnlyThoseThatAShellDoesNotExecute() throws Exception {
        Files.writeString(names, "web\n\\\\`touch x`\na b\nalice/tools:1\n");

        Typed first = runs(home.resolve("cache").toString(), "complete", "containers");
        Typed second = runs(home.resolve("cache").toString(), "complete", "containers");

        assertThat(first.out()).isEqualTo("web\nalice/tools:1");
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.err()).as("Java does not run again").isEmpty();
        assertThat(cache.resolve("names-containers")).hasContent(first.out());
        Files.writeString(cache.resolve("names-containers"), "$(touch x)\ndb\n");
        assertThat(runs(home.resolve("cache").toString(), "complete", "containers")
                        .out())
                .isEqualTo("db");
    }

    @ParameterizedTest
    @CsvSource({"rwx------, true", "rwxr-xr-x, true", "rwxrwxr-x, false", "rwxr-xrwx, false"})
    void directoryThatOthersCanWriteToIsNotUsed(String permissions, boolean used) throws Exception {
        permissions(cache, permissions);

        assertThat(runs(home.resolve("cache").toString(), "show").err().contains("SharedArchiveFile=" + cache))
                .isEqualTo(used);
    }

    @Test
    void symbolicLinkAndRelativeDirectoryAreNotUsed() throws Exception {
        Path other = Files.createDirectories(home.resolve("other"));
        Files.createSymbolicLink(other.resolve("dcm"), cache);

        assertThat(runs(other.toString(), "show").err()).doesNotContain("SharedArchiveFile");
        assertThat(runs("cache", "show").err()).contains("SharedArchiveFile=" + home.resolve(".cache/dcm/"));
    }
}
