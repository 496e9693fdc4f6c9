package dcm.stack.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class HeldConnectionsTest {
    @Test
    void rulesHoldEachPortForALimitedTime() {
        String rules = HeldConnections.rules("inet t", Set.of(8080, 2222));

        assertTrue(rules.endsWith("held { 2222 timeout 60s, 8080 timeout 60s }"), rules);
        assertEquals(1, rules.lines().count());
    }

    @Test
    void redirectionIsForConnectionsToLoopbackOnly() {
        String rules = HeldConnections.redirection("inet t", 8082, 8096);

        assertTrue(rules.contains("ip daddr 127.0.0.1 redirect to :tcp dport map @moved"), rules);
        assertTrue(rules.endsWith("moved { 8082 timeout 60s : 8096 }"), rules);
    }
}
