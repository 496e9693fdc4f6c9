package dcm.contract.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Message;
import dcm.contract.intent.AccountIntent.ResumeAccount;
import dcm.contract.intent.Intent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every version of every type has a golden file, written when that version was current and never changed since. Run
 * with {@code -Dgolden.write=true} to write missing files; existing files are not changed. When a type gets an optional
 * component, its current file moves to {@code golden/earlier}, with the missing component in the file's name.
 */
class GoldenFilesTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/golden");

    record Golden<T>(Family<T> family, String type, int version) {
        Path file() {
            return DIRECTORY.resolve(type + ".v" + version + ".json");
        }

        @Override
        public String toString() {
            return type + ".v" + version;
        }
    }

    static Stream<Golden<?>> everyVersionOfEveryType() {
        return Families.ALL.stream().flatMap(GoldenFilesTest::versionsOf);
    }

    private static <T> Stream<Golden<T>> versionsOf(Family<T> family) {
        return family.versions().entrySet().stream()
                .flatMap(type -> IntStream.rangeClosed(1, type.getValue())
                        .mapToObj(version -> new Golden<>(family, type.getKey(), version)));
    }

    @ParameterizedTest
    @MethodSource("everyVersionOfEveryType")
    <T> void goldenFileIsDecodedToItsSample(Golden<T> golden) {
        Message<T> sample = sample(golden);
        if (Boolean.getBoolean("golden.write") && !Files.exists(golden.file())) {
            write(golden.file(), new Codec<>(golden.family()).encode(sample));
        }

        Message<T> read = new Codec<>(golden.family()).decode(read(golden.file()));

        assertThat(read.payload()).isEqualTo(sample.payload());
        assertThat(read.envelope()).isEqualTo(sample.envelope());
    }

    @ParameterizedTest
    @MethodSource("everyVersionOfEveryType")
    <T> void sampleIsEncodedAsTheGoldenFileOfTheCurrentVersion(Golden<T> golden) {
        if (golden.version() < golden.family().versions().get(golden.type())) {
            return;
        }

        Encoded written = new Codec<>(golden.family()).encode(sample(golden));

        assertThat(tree(written)).isEqualTo(tree(read(golden.file())));
    }

    static List<Path> earlierShapes() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY.resolve("earlier"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("earlierShapes")
    void recordWithoutALaterComponentIsDecodedWithAllItsFields(Path file) {
        Encoded earlier = read(file);
        String type = String.valueOf(earlier.headers().get(Header.TYPE));
        Family<?> family = Families.ALL.stream()
                .filter(each -> each.versions().containsKey(type))
                .findFirst()
                .orElseThrow();

        JsonNode now = tree(readAndWrite(family, earlier));

        JsonNode both = now.deepCopy();
        overlay((ObjectNode) both, (ObjectNode) tree(earlier));
        assertThat(now).isEqualTo(both);
    }

    private static <T> Encoded readAndWrite(Family<T> family, Encoded earlier) {
        Codec<T> codec = new Codec<>(family);
        return codec.encode(codec.decode(earlier));
    }

    /** Copies all fields of {@code other} into {@code tree}. */
    private static void overlay(ObjectNode tree, ObjectNode other) {
        other.properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode inner && tree.get(entry.getKey()) instanceof ObjectNode mine) {
                overlay(mine, inner);
            } else {
                tree.set(entry.getKey(), entry.getValue());
            }
        });
    }

    @Test
    void originOfAnIntentIsEncodedAndDecoded() {
        Message<Intent> withoutOrigin = Samples.message(new ResumeAccount(), false);
        Message<Intent> withOrigin = new Message<>(withoutOrigin.envelope().from("192.0.2.7"), withoutOrigin.payload());
        Codec<Intent> codec = new Codec<>(Families.INTENTS);

        assertThat(codec.decode(codec.encode(withOrigin))).isEqualTo(withOrigin);
        assertThat(codec.encode(withoutOrigin).headers()).doesNotContainKey(Header.ORIGIN);
    }

    @Test
    void unknownTypeIsReportedAsUnreadable() {
        Encoded known = read(DIRECTORY.resolve("container-started.v1.json"));
        Map<String, String> headers = new LinkedHashMap<>(known.headers());
        headers.put(Header.TYPE, "container-teleported");

        assertThatThrownBy(() -> new Codec<>(Families.EVENTS).decode(new Encoded(headers, known.value())))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("container-teleported");
    }

    @Test
    void unknownSchemaVersionIsReportedAsUnreadable() {
        Encoded known = read(DIRECTORY.resolve("container-started.v1.json"));
        Map<String, String> headers = new LinkedHashMap<>(known.headers());
        headers.put(Header.SCHEMA_VERSION, "2");

        assertThatThrownBy(() -> new Codec<>(Families.EVENTS).decode(new Encoded(headers, known.value())))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("versions 1 to 1");
    }

    @Test
    void missingComponentIsReportedAsUnreadable() {
        Encoded known = read(DIRECTORY.resolve("container-started.v1.json"));

        assertThatThrownBy(() -> new Codec<>(Families.EVENTS)
                        .decode(new Encoded(known.headers(), "{\"container\":\"00112233445566aa\"}".getBytes(UTF_8))))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("ssh is missing");
    }

    @Test
    void typeNamesAreUniqueAcrossFamilies() {
        assertThat(Families.ALL.stream().flatMap(family -> family.versions().keySet().stream()))
                .doesNotHaveDuplicates();
    }

    private static <T> Message<T> sample(Golden<T> golden) {
        T payload = Samples.of(golden.family(), payloads(golden.family())).get(golden.type());
        assertThat(payload).as("a sample of " + golden.type() + " in Samples").isNotNull();
        return Samples.message(payload, golden.family() == Families.EVENTS);
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> payloads(Family<T> family) {
        return (List<T>) Samples.ALL.get(family);
    }

    private static JsonNode tree(Encoded encoded) {
        try {
            ObjectNode tree = Json.MAPPER.createObjectNode();
            ObjectNode headers = tree.putObject("headers");
            new TreeMap<>(encoded.headers()).forEach(headers::put);
            tree.set("value", Json.MAPPER.readTree(encoded.value()));
            return tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, Encoded encoded) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, tree(encoded).toPrettyString() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Encoded read(Path file) {
        try {
            JsonNode tree = Json.MAPPER.readTree(Files.readAllBytes(file));
            Map<String, String> headers = new LinkedHashMap<>();
            tree.get("headers")
                    .properties()
                    .forEach(h -> headers.put(h.getKey(), h.getValue().textValue()));
            return new Encoded(headers, Json.MAPPER.writeValueAsBytes(tree.get("value")));
        } catch (IOException e) {
            throw new UncheckedIOException("the golden file of this version is missing or damaged: " + file, e);
        }
    }
}
