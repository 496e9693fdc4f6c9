package dcm.contract.identity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @Test
    void settingsWithinTheLimitsAreAccepted() {
        assertThatCode(() -> new Settings(
                        Map.of("A_1", "a value, with = and \"quotes\"", "_", ""),
                        List.of("sh", "-c", "echo one\necho two"),
                        "/srv/my data",
                        Map.of("user.course", "Operating Systems", "user.a.b-c_d", ""),
                        "America/Argentina/Buenos_Aires"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1A", "A-B", "A B", "A=B", "Ä", "DCM_USER", "TZ"})
    void invalidOrReservedVariableNameIsRejected(String name) {
        assertRejected(environment(Map.of(name, "x")), "environment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "\0", "bell\u0007"})
    void variableWithControlCharactersIsRejected(String value) {
        assertRejected(environment(Map.of("A", value)), "one line");
    }

    @Test
    void environmentOverTheLimitsIsRejected() {
        assertRejected(environment(many(65, n -> "A" + n)), "64");
        assertRejected(environment(Map.of("A", "x".repeat(32 * 1024))), "32768");
    }

    @Test
    void invalidCommandIsRejected() {
        assertRejected(command(Collections.nCopies(65, "x")), "63");
        assertRejected(command(List.of("x".repeat(4097))), "4096");
        assertRejected(command(List.of("x\0")), "NUL");
        assertRejected(command(List.of(" ", "x")), "program");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "srv", "./srv", "/srv\n"})
    void invalidWorkingDirectoryIsRejected(String directory) {
        assertRejected(new Parts(Map.of(), List.of(), directory, Map.of(), null), "workingDirectory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"course", "user.", "user.A", "dcm.owner", "com.docker.x", "user.-a"})
    void labelOutsideTheUserNamespaceIsRejected(String name) {
        assertRejected(labels(Map.of(name, "x")), "labels");
    }

    @Test
    void labelsOverTheLimitsAreRejected() {
        assertRejected(labels(many(33, n -> "user.a" + n)), "32");
        assertRejected(labels(Map.of("user.a", "x".repeat(1025))), "1024");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../etc/passwd", "/etc/localtime", "Europe/Berlin\n", "A/B/C/D"})
    void invalidTimeZoneIsRejected(String zone) {
        assertRejected(new Parts(Map.of(), List.of(), null, Map.of(), zone), "timeZone");
    }

    private record Parts(
            Map<String, String> environment,
            List<String> command,
            @Nullable String workingDirectory,
            Map<String, String> labels,
            @Nullable String timeZone) {}

    private static Parts environment(Map<String, String> environment) {
        return new Parts(environment, List.of(), null, Map.of(), null);
    }

    private static Parts command(List<String> command) {
        return new Parts(Map.of(), command, null, Map.of(), null);
    }

    private static Parts labels(Map<String, String> labels) {
        return new Parts(Map.of(), List.of(), null, labels, null);
    }

    private static Map<String, String> many(int count, Function<Integer, String> name) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(name, n -> ""));
    }

    private static void assertRejected(Parts parts, String word) {
        assertThatThrownBy(() -> new Settings(
                        parts.environment(),
                        parts.command(),
                        parts.workingDirectory(),
                        parts.labels(),
                        parts.timeZone()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(word);
    }
}
