package dcm.stack.join;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostSwarmTest {
    @ParameterizedTest
    @CsvSource({
        "inactive false, true, false",
        "active false 192.0.2.1:2377, true, false",
        "pending false 192.0.2.1:2377, false, true",
        "pending false, true, true",
        "pending false, false, false",
        "error true, true, true",
        "error true, false, false",
        "pending false 192.0.2.9:2377, true, false"
    })
    void engineLeavesTheSwarmOfTheHostsIfItIsDisconnected(String membership, boolean wasHost, boolean mustLeave) {
        assertEquals(mustLeave, HostSwarm.mustLeave(membership, Optional.of("192.0.2.1:2377"), wasHost));
    }
}
