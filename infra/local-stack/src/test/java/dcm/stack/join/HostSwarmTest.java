package dcm.stack.join;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostSwarmTest {
    @ParameterizedTest
    @CsvSource({
        "inactive false, false",
        "active false 192.0.2.1:2377, false",
        "pending false 192.0.2.1:2377, true",
        "pending false, true",
        "error true, true",
        "pending false 192.0.2.9:2377, false"
    })
    void engineLeavesTheSwarmOfTheHostsIfItIsDisconnected(String membership, boolean mustLeave) {
        assertEquals(mustLeave, HostSwarm.mustLeave(membership, Optional.of("192.0.2.1:2377")));
    }
}
