package dcm.contract.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Message;
import dcm.contract.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Reads all topics of a log that an earlier version of DCM wrote while two users and an administrator worked: {@code
 * recorded/WHEN/TOPIC.jsonl}, one record per line.
 */
class RecordedLogTest {
    private static final Path LOG = Path.of("src/test/resources/recorded/2026-11");
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The topics of that version. */
    private static final Map<Topic, Family<?>> FAMILIES = Map.of(
            Topic.INTENTS, Families.INTENTS,
            Topic.EVENTS, Families.EVENTS,
            Topic.REPORTS, Families.REPORTS,
            Topic.NOTICES, Families.NOTICES,
            Topic.ORDERS, Families.ORDERS,
            Topic.WANTED, Families.WANTED,
            Topic.ACCOUNTS, Families.ACCOUNTS,
            Topic.HOSTS, Families.HOSTS,
            Topic.CATALOG, Families.CATALOG);

    @TestFactory
    Stream<DynamicTest> recordsOfEachTopicAreReadAndKeepTheirMeaning() {
        return FAMILIES.keySet().stream()
                .map(topic -> DynamicTest.dynamicTest(topic.topicName(), () -> {
                    Codec<?> codec = new Codec<>(FAMILIES.get(topic));
                    Path file = LOG.resolve(topic.topicName().substring("dcm.".length()) + ".jsonl");
                    int count = 0;
                    for (String line : Files.readAllLines(file)) {
                        JsonNode recorded = JSON.readTree(line);
                        if (!recorded.get("value").isNull()) {
                            check(codec, recorded);
                            count++;
                        }
                    }
                    assertThat(count).isPositive();
                }));
    }

    /** Every value that was written is read: writing the message again gives all of them. */
    private static <T> void check(Codec<T> codec, JsonNode recorded) throws IOException {
        Map<String, String> headers = JSON.convertValue(recorded.get("headers"), new TypeReference<>() {});
        String value = recorded.get("value").textValue();
        Message<T> message = codec.decode(new Encoded(headers, value.getBytes(StandardCharsets.UTF_8)));
        Encoded again = codec.encode(message);

        assertThat(again.headers()).containsAllEntriesOf(headers);
        assertThat(missing(JSON.readTree(value), JSON.readTree(again.value()), headers.get(Header.TYPE)))
                .isEmpty();
    }

    /** The values of {@code written} that {@code read} lacks, by their path. */
    private static Stream<String> missing(JsonNode written, JsonNode read, String path) {
        if (written.isObject()) {
            return written.propertyStream()
                    .flatMap(property ->
                            missing(property.getValue(), read.path(property.getKey()), path + "/" + property.getKey()));
        }
        return written.equals(read) || (written.isNull() && read.isMissingNode())
                ? Stream.empty()
                : Stream.of(path + ": " + written + " became " + read);
    }
}
