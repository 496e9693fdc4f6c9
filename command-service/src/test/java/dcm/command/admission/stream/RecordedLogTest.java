package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.command.admission.state.OwnerState;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Message;
import dcm.contract.event.AccountEvent.AccountRemovalBegun;
import dcm.contract.event.Event;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rebuilds admission's state from a log that an earlier version of DCM wrote. */
class RecordedLogTest {
    private static final Path EVENTS = Path.of("../contract/src/test/resources/recorded/2026-11/events.jsonl");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Codec<Event> CODEC = new Codec<>(Families.EVENTS);

    private static final OwnerName ALICE = new OwnerName("alice");

    private final Map<Integer, PartitionFold> partitions = new HashMap<>();

    @Test
    void eventsOfAnEarlierVersionAreFolded() throws IOException {
        OwnerState alice = OwnerState.unknown(ALICE);
        for (String line : Files.readAllLines(EVENTS)) {
            Message<Event> message = add(JSON.readTree(line));
            if (message.payload() instanceof AccountRemovalBegun
                    && message.envelope().aggregate().equals(AggregateId.of(ALICE))) {
                alice = stateOf(ALICE);
            }
        }

        assertThat(alice.all())
                .extracting(container -> container.spec().name().value())
                .containsExactly("web");
        assertThat(alice.hasNamed(new ImageName("bob-second:from-alice"))).isTrue();
        assertThat(alice.open().snapshot().profile().role()).isEqualTo(Role.USER);
        assertThat(stateOf(ALICE).open().snapshot().isRemoved()).isTrue();
        assertThat(stateOf(ALICE).all()).isEmpty();
        assertThat(stateOf(ALICE).images()).isEmpty();
        assertThat(stateOf(new OwnerName("admin")).open().snapshot().profile().role())
                .isEqualTo(Role.ADMINISTRATOR);
    }

    private Message<Event> add(JsonNode recorded) {
        Map<String, String> headers = JSON.convertValue(recorded.get("headers"), new TypeReference<>() {});
        byte[] value = recorded.get("value").textValue().getBytes(StandardCharsets.UTF_8);
        Message<Event> message = CODEC.decode(new Encoded(headers, value));
        partitions
                .computeIfAbsent(recorded.get("partition").intValue(), partition -> new PartitionFold())
                .add(message);
        return message;
    }

    /** The state of an owner in the only partition that has one. */
    private OwnerState stateOf(OwnerName owner) {
        return partitions.values().stream()
                .map(fold -> new AdmissionStateStore(KeyValueTable.of(new TreeMap<>(fold.entries())))
                        .owners()
                        .get(owner))
                .filter(state -> !state.equals(OwnerState.unknown(owner)))
                .findAny()
                .orElseGet(() -> OwnerState.unknown(owner));
    }
}
