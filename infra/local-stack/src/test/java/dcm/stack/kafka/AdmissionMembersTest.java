package dcm.stack.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AdmissionMembersTest {
    @Test
    void threadsOfAnInstanceAreNotThoseOfTheSecondInstance() {
        assertTrue(AdmissionMembers.isOf("command-service-1", "command-service"));
        assertTrue(AdmissionMembers.isOf("command-service-2", "command-service"));
        assertFalse(AdmissionMembers.isOf("command-service-2-1", "command-service"));
        assertTrue(AdmissionMembers.isOf("command-service-2-1", "command-service-2"));
        assertFalse(AdmissionMembers.isOf("command-service-2", "command-service-2"));
    }
}
