package dcm.stack.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class HeldConnectionsTest {
    @Test
    void rulesHoldEachPortForALimitedTime() {
        String rules = HeldConnections.rules(Set.of(8080, 2222));

        assertTrue(rules.endsWith("held { 2222 timeout 40s, 8080 timeout 40s }"), rules);
        assertEquals(1, rules.lines().count());
    }
}
