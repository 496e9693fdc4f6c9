package dcm.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.desired.ContainerSpec;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredState;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Limits;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.order.Order;
import dcm.contract.report.ContainerReport.ContainerObserved;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.Observation;
import dcm.contract.report.Report;
import dcm.contract.topic.Topic;
import dcm.worker.LogRecords;
import dcm.worker.engine.FakeEngine;
import dcm.worker.engine.FakeEngine.Call;
import dcm.worker.engine.NewContainer;
import dcm.worker.intake.DesiredHostState;
import dcm.worker.intake.FinishedOrders;
import dcm.worker.intake.OrderQueue;
import dcm.worker.operation.ContainerObserver;
import dcm.worker.ports.AliasPorts;
import dcm.worker.ports.HostPorts;
import dcm.worker.ports.SshPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerReconcilerTest {
    private static final HostName N1 = new HostName("n1");
    private static final OwnerName ANN = new OwnerName("ann");
    private static final ContainerId WEB = new ContainerId("00112233445566aa");
    private static final ContainerId OTHER = new ContainerId("00112233445566bb");
    private static final Path NOWHERE = Path.of("/nowhere");
    private static final ContainerSpec SPEC =
            ContainerSpec.of(new ContainerName("web"), FakeEngine.SSH, new Limits(1000, 128, 64, null));

    private final FakeEngine engine = new FakeEngine();
    private final FinishedOrders finished = new FinishedOrders(NOWHERE);
    private final DesiredHostState desired = new DesiredHostState(N1, finished);
    private final OrderQueue queue = new OrderQueue(finished);
    private final SshPorts ports = new SshPorts("127.0.0.1", oneFreePort(), InstantSource.fixed(Instant.EPOCH));
    private final SshEndpoint ssh = ports.take(WEB).orElseThrow();
    private final List<Report> reported = new CopyOnWriteArrayList<>();
    private final ContainerReconciler reconciler = reconciler(queue);

    private static PortRange oneFreePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new PortRange(socket.getLocalPort(), socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() {
        queue.close();
        engine.close();
    }

    @Test
    void stateOfASettledContainerIsReportedOnce() throws Exception {
        create();
        engine.start(WEB);
        desire(DesiredStatus.RUNNING, 3, 3);

        reconcile();
        reconcile();

        assertThat(reported).hasSize(1);
        assertThat(observed().number()).isEqualTo(3);
        assertThat(observed().observation().status()).isEqualTo(ContainerStatus.RUNNING);
    }

    @Test
    void stateThatTheOutcomeOfAnOrderHasIsNotReported(@TempDir Path directory) throws Exception {
        create();
        engine.start(WEB);
        desire(DesiredStatus.RUNNING, 3, 3);
        try (OrderQueue orders = new OrderQueue(new FinishedOrders(directory))) {
            ContainerReconciler afterOrder = reconciler(orders);
            Observation started = ContainerObserver.now(engine, WEB);
            orders.finish(new Order.Start(N1, ANN, WEB, 3, null), new OrderDone(N1, WEB, 3, started));

            afterOrder.reconcile(Set.of(WEB));
            assertThat(reported).isEmpty();

            engine.pause(WEB);
            afterOrder.reconcile(Set.of(WEB));
            engine.unpause(WEB);
            afterOrder.reconcile(Set.of(WEB));
            assertThat(reported)
                    .extracting(
                            report -> ((ContainerObserved) report).observation().status())
                    .containsExactly(ContainerStatus.PAUSED, ContainerStatus.RUNNING);
        }
    }

    @Test
    void changedContainerIsReportedAgain() throws Exception {
        create();
        engine.start(WEB);
        desire(DesiredStatus.RUNNING, 3, 3);
        reconcile();

        engine.exitFirstProcess(WEB, 137);
        reconcile();

        assertThat(reported).hasSize(2);
        assertThat(observed().observation().status()).isEqualTo(ContainerStatus.STOPPED);
        assertThat(observed().observation().exitCode()).isEqualTo(137);
    }

    @Test
    void onlyTheNamedContainersAreReconciled() throws Exception {
        create();
        engine.start(WEB);
        desire(DesiredStatus.RUNNING, 3, 3);
        reconcile();
        engine.exitFirstProcess(WEB, 137);

        assertThat(reconciler.reconcile(Set.of(OTHER))).isEmpty();
        assertThat(reported).hasSize(1);

        assertThat(reconciler.reconcile(Set.of(WEB, OTHER))).isEmpty();
        assertThat(reported).hasSize(2);
        assertThat(observed().observation().status()).isEqualTo(ContainerStatus.STOPPED);
    }

    @Test
    void namedContainersThatCannotBeReconciledYetAreLeft() throws Exception {
        desire(DesiredStatus.RUNNING, 4, 3);
        assertThat(reconciler.reconcile(Set.of(WEB)))
                .as("an order is under way")
                .containsExactly(WEB);

        desire(DesiredStatus.RUNNING, 4, 4);
        engine.cutOff();
        assertThat(reconciler.reconcile(Set.of(WEB))).as("no answer").containsExactly(WEB);

        assertThat(reported).isEmpty();
    }

    @Test
    void stateBeforeAnOrderIsReportedAgainAfterIt() throws Exception {
        desire(DesiredStatus.RUNNING, 3, 3);
        reconciler.reconcile(Set.of(WEB));
        assertThat(observed().observation().status()).isEqualTo(ContainerStatus.ABSENT);

        desire(DesiredStatus.RUNNING, 4, 3); // is created again
        reconciler.reconcile(Set.of(WEB));
        desire(DesiredStatus.RUNNING, 4, 4); // and is removed before it was seen
        reconciler.reconcile(Set.of(WEB));

        assertThat(reported).hasSize(2);
        assertThat(observed().observation().status()).isEqualTo(ContainerStatus.ABSENT);
    }

    /** Admission ignores a report if an order is under way when it arrives. */
    @Test
    void stateIsReportedAgainAfterAnOrderThatEndedBetweenTwoReconciliations() throws Exception {
        create();
        desire(DesiredStatus.RUNNING, 3, 3);
        reconcile();

        desire(DesiredStatus.RUNNING, 4, 4);
        reconcile();
        reconcile();

        assertThat(reported).hasSize(2);
        assertThat(observed().number()).isEqualTo(4);
    }

    @Test
    void missingContainerIsReportedAsAbsent() throws Exception {
        desire(DesiredStatus.RUNNING, 3, 3);

        reconcile();

        assertThat(observed().observation().status()).isEqualTo(ContainerStatus.ABSENT);
    }

    @Test
    void containerWithAnUnfinishedOrderIsNotReported() throws Exception {
        desire(DesiredStatus.RUNNING, 4, 3);

        reconcile();

        assertThat(reported).isEmpty();
    }

    @Test
    void removedContainerThatStillExistsIsRemovedAndItsPortIsFreed() throws Exception {
        create();
        desire(DesiredStatus.REMOVED, 4, 4);
        assertThat(ports.take(OTHER)).isEmpty();

        reconcile();

        assertThat(engine.list()).isEmpty();
        assertThat(ports.take(OTHER)).contains(ssh);
        assertThat(observed().observation().status()).isEqualTo(ContainerStatus.ABSENT);
    }

    @Test
    void failedRemovalIsRetriedWithoutAReport() throws Exception {
        create();
        desire(DesiredStatus.REMOVED, 4, 4);
        engine.refuse(Call.REMOVE);

        assertThat(reconciler.reconcile()).contains(Set.of(WEB));
        assertThat(reported).isEmpty();
        assertThat(engine.list()).hasSize(1);

        reconcile();
        assertThat(engine.list()).isEmpty();
        assertThat(reported).hasSize(1);
    }

    @Test
    void unknownContainerIsKept() throws Exception {
        create();

        reconcile();

        assertThat(engine.list()).hasSize(1);
        assertThat(reported).isEmpty();
    }

    @Test
    void portOfAContainerThatWasRemovedWithDockerIsFreed() throws Exception {
        desire(DesiredStatus.REMOVED, 4, 4);
        assertThat(ports.take(OTHER)).isEmpty();

        reconcile();

        assertThat(ports.take(OTHER)).contains(ssh);
    }

    @Test
    void containerThatCannotBeInspectedIsNotReportedAsAbsent() throws Exception {
        create();
        desire(DesiredStatus.RUNNING, 3, 3);
        engine.damage(WEB);

        assertThat(reconcile()).containsExactly(WEB);
        assertThat(reported).isEmpty();

        engine.repair(WEB);
        assertThat(reconcile()).isEmpty();
        assertThat(observed().observation().status()).isEqualTo(ContainerStatus.STOPPED);
    }

    @Test
    void containerThatCannotBeInspectedCanBeRemoved() throws Exception {
        create();
        desire(DesiredStatus.REMOVED, 4, 4);
        engine.damage(WEB);

        assertThat(reconcile()).isEmpty();

        assertThat(engine.owners()).isEmpty();
        assertThat(observed().observation().status()).isEqualTo(ContainerStatus.ABSENT);
        assertThat(ports.take(OTHER)).contains(ssh);
    }

    @Test
    void nothingIsReportedWhileTheEngineIsUnreachable() throws Exception {
        desire(DesiredStatus.RUNNING, 3, 3);
        engine.cutOff();

        reconcile();

        assertThat(reported).isEmpty();
    }

    @Test
    void containerThatChangedDuringItsOrderIsReconciledAfterIt() {
        desire(DesiredStatus.RUNNING, 3, 3);
        Reconciler running = reconcilerOfAll().start();
        try {
            await("the first reconciliation").until(() -> reported.size() == 1);
            desire(DesiredStatus.RUNNING, 4, 3);
            running.hint(WEB);
            await("it is left, because an order is under way")
                    .during(Duration.ofMillis(1000))
                    .until(() -> reported.size() == 1);

            desire(DesiredStatus.RUNNING, 4, 4);

            await("it is reconciled without another hint").until(() -> reported.size() == 2);
        } finally {
            running.loop().close();
        }
    }

    @Test
    void everythingIsReconciledAgainAfterTheEngineDidNotAnswer() {
        desire(DesiredStatus.RUNNING, 3, 3);
        engine.cutOff();
        Reconciler running = reconcilerOfAll().start();
        try {
            await("the engine does not answer").during(Duration.ofMillis(300)).until(reported::isEmpty);
            engine.reconnect();

            running.hint();

            await("a report").until(() -> reported.size() == 1);
        } finally {
            running.loop().close();
        }
    }

    @SuppressWarnings("NullAway") // there are no images and homes to reconcile
    private Reconciler reconcilerOfAll() {
        return new Reconciler(
                desired,
                reconciler,
                new ImageReconciler(N1, engine, desired, null, (owner, report) -> {}),
                new OwnerReconciler(N1, engine, desired, null, (owner, report) -> {}));
    }

    /** As the worker does: first all at once, then those that are left. */
    private Set<ContainerId> reconcile() throws InterruptedException {
        return reconciler.reconcile(reconciler.reconcile().orElse(Set.of()));
    }

    private ContainerReconciler reconciler(OrderQueue orders) {
        return new ContainerReconciler(
                N1,
                engine,
                desired,
                orders,
                new HostPorts(ports, new AliasPorts(List.of("127.0.0.1"), List.of())),
                (owner, report) -> reported.add(report));
    }

    private void create() {
        engine.create(new NewContainer(WEB, ANN, SPEC, ssh, List.of(), NOWHERE, NOWHERE, NOWHERE, null, List.of()));
    }

    private void desire(DesiredStatus status, int ordered, int lastFinished) {
        DesiredContainer container = new DesiredContainer(WEB, ANN, N1, SPEC, status, ordered, lastFinished);
        Envelope envelope = Envelope.first(
                "1", "admission", AggregateId.of(ANN), Instant.EPOCH, Actor.ADMISSION, TraceParent.fresh());
        Message<DesiredState> message = new Message<>(envelope, container);
        desired.apply(LogRecords.of(new Codec<>(Families.WANTED), Topic.WANTED, container.key(), message));
    }

    private ContainerObserved observed() {
        return (ContainerObserved) reported.getLast();
    }
}
