package dcm.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.HostName;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.junit.jupiter.api.Test;

class BrokerUserProvisionerTest {
    @Test
    void workerReadsOnlyTheTopicsOfItsHost() {
        LogPrincipal worker = LogPrincipal.worker(new HostName("n1"));

        assertThat(topics(worker, AclOperation.READ))
                .containsExactlyInAnyOrder(
                        "dcm.orders.n1", "dcm.wanted.n1", "dcm.accounts", "dcm.hosts", "dcm.catalog");
        assertThat(topics(worker, AclOperation.WRITE)).containsExactlyInAnyOrder("dcm.reports", "dcm.notices");
        assertThat(BrokerUserProvisioner.acls(worker))
                .extracting(acl -> acl.pattern().patternType())
                .containsOnly(PatternType.LITERAL);
    }

    @Test
    void onlyAdmissionWritesAndCreatesTheTopicsOfAllHosts() {
        assertThat(LogPrincipal.SERVICES)
                .filteredOn(service -> topics(service, AclOperation.CREATE).anyMatch("dcm.orders."::equals))
                .containsExactly(LogPrincipal.COMMAND_SERVICE);
        assertThat(topics(LogPrincipal.COMMAND_SERVICE, AclOperation.WRITE)).contains("dcm.orders.", "dcm.wanted.");
        assertThat(topics(LogPrincipal.COMMAND_SERVICE, AclOperation.READ)).doesNotContain("dcm.orders.");
    }

    private static Stream<String> topics(LogPrincipal principal, AclOperation operation) {
        return BrokerUserProvisioner.acls(principal).stream()
                .filter(acl -> acl.entry().operation() == operation)
                .map(AclBinding::pattern)
                .map(pattern -> pattern.name());
    }
}
