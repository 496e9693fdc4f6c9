package dcm.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.HostName;
import dcm.contract.identity.JoinId;
import dcm.kafka.LogPrincipal.WorkerName;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;

class BrokerUserProvisionerTest {
    @Test
    void workerHasAclsOfItsOwnTopicsOnly() {
        LogPrincipal worker = LogPrincipal.worker(new HostName("n1"));

        assertThat(BrokerUserProvisioner.acls(worker))
                .extracting(BrokerUserProvisionerTest::text)
                .containsExactlyInAnyOrder(
                        "ALLOW READ dcm.orders.n1 LITERAL User:worker-n1",
                        "ALLOW READ dcm.wanted.n1 LITERAL User:worker-n1");
    }

    @Test
    void whatAllWorkersUseIsAllowedToEverybody() {
        assertThat(BrokerUserProvisioner.sharedByWorkers())
                .extracting(BrokerUserProvisionerTest::text)
                .containsExactlyInAnyOrder(
                        "ALLOW READ dcm.accounts LITERAL User:*",
                        "ALLOW READ dcm.hosts LITERAL User:*",
                        "ALLOW READ dcm.catalog LITERAL User:*",
                        "ALLOW WRITE dcm.reports LITERAL User:*",
                        "ALLOW WRITE dcm.heartbeats LITERAL User:*",
                        "ALLOW WRITE dcm.notices LITERAL User:*");
    }

    @Test
    void serviceIsDeniedWhatOnlyWorkersNeed() {
        assertThat(BrokerUserProvisioner.acls(LogPrincipal.SSH_GATEWAY))
                .extracting(BrokerUserProvisionerTest::text)
                .filteredOn(acl -> acl.startsWith("DENY"))
                .containsExactlyInAnyOrder(
                        "DENY ALL dcm.catalog LITERAL User:ssh-gateway",
                        "DENY ALL dcm.reports LITERAL User:ssh-gateway",
                        "DENY ALL dcm.heartbeats LITERAL User:ssh-gateway",
                        "DENY ALL dcm.notices LITERAL User:ssh-gateway");
        assertThat(BrokerUserProvisioner.acls(LogPrincipal.COMMAND_SERVICE))
                .extracting(BrokerUserProvisionerTest::text)
                .filteredOn(acl -> acl.startsWith("DENY"))
                .as("reads these topics")
                .containsExactlyInAnyOrder(
                        "DENY WRITE dcm.reports LITERAL User:command-service",
                        "DENY WRITE dcm.heartbeats LITERAL User:command-service",
                        "DENY WRITE dcm.notices LITERAL User:command-service");
    }

    @Test
    void onlyAdmissionWritesAndCreatesTheTopicsOfAllHosts() {
        assertThat(LogPrincipal.SERVICES)
                .filteredOn(service -> topics(service, AclOperation.CREATE).anyMatch("dcm.orders."::equals))
                .containsExactly(LogPrincipal.COMMAND_SERVICE);
        assertThat(topics(LogPrincipal.COMMAND_SERVICE, AclOperation.WRITE)).contains("dcm.orders.", "dcm.wanted.");
        assertThat(topics(LogPrincipal.COMMAND_SERVICE, AclOperation.READ)).doesNotContain("dcm.orders.");
    }

    @Test
    void onlyCommandServiceDeletesUsers() {
        assertThat(LogPrincipal.SERVICES)
                .filteredOn(service -> topics(service, AclOperation.ALTER).anyMatch("kafka-cluster"::equals))
                .containsExactly(LogPrincipal.COMMAND_SERVICE);
    }

    @Test
    void eachInvitationHasAUserOfItsOwn() {
        HostName n1 = new HostName("n1");
        JoinId join = new JoinId("01a22212-733d-7500-ae16-bd534cde11c9");

        LogPrincipal worker = LogPrincipal.worker(n1, Optional.of(join));

        assertThat(worker.name()).isEqualTo("worker-n1@01a22212-733d-7500-ae16-bd534cde11c9");
        assertThat(topics(worker, AclOperation.READ)).contains("dcm.orders.n1");
        assertThat(WorkerName.parse(worker.name())).contains(new WorkerName(n1, Optional.of(join)));
        assertThat(WorkerName.parse("worker-n1")).contains(new WorkerName(n1, Optional.empty()));
        for (String other : new String[] {"launcher", "worker-", "worker-n1@", "worker-n1@x", "worker-N1"}) {
            assertThat(WorkerName.parse(other)).as(other).isEmpty();
        }
    }

    @Test
    void onlyProjectionServiceJoinsTheGroupOfTheViews() {
        assertThat(LogPrincipal.SERVICES)
                .filteredOn(service -> topics(service, AclOperation.READ).anyMatch(LogPrincipal.VIEWS_GROUP::equals))
                .containsExactly(LogPrincipal.PROJECTION_SERVICE);
    }

    private static String text(AclBinding acl) {
        return String.join(
                " ",
                acl.entry().permissionType().name(),
                acl.entry().operation().name(),
                acl.pattern().name(),
                acl.pattern().patternType().name(),
                acl.entry().principal());
    }

    private static Stream<String> topics(LogPrincipal principal, AclOperation operation) {
        return BrokerUserProvisioner.acls(principal).stream()
                .filter(acl -> acl.entry().operation() == operation)
                .map(AclBinding::pattern)
                .map(pattern -> pattern.name());
    }
}
