package dcm.auditor;

import static dcm.auditor.PlantedInstallation.ALICE;
import static dcm.auditor.PlantedInstallation.COMMIT;
import static dcm.auditor.PlantedInstallation.CREATE;
import static dcm.auditor.PlantedInstallation.HOST;
import static dcm.auditor.PlantedInstallation.MINE;
import static dcm.auditor.PlantedInstallation.NOW;
import static dcm.auditor.PlantedInstallation.OPEN;
import static dcm.auditor.PlantedInstallation.SSH;
import static dcm.auditor.PlantedInstallation.WEB;
import static dcm.auditor.PlantedInstallation.answer;
import static dcm.auditor.PlantedInstallation.containerRow;
import static dcm.auditor.PlantedInstallation.engineContainer;
import static dcm.auditor.PlantedInstallation.intent;
import static dcm.auditor.PlantedInstallation.placed;
import static dcm.auditor.PlantedInstallation.started;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.auditor.engine.AuditedEngines.UnreadHost;
import dcm.auditor.engine.ContainerInspection;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import dcm.auditor.log.OrderId;
import dcm.auditor.received.ReceivedAnswer.State;
import dcm.auditor.views.AuditedViews.ImageRow;
import dcm.auditor.views.AuditedViews.IntentRow;
import dcm.auditor.views.AuditedViews.PortRow;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredImage;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.desired.OwnerRemovalRequested;
import dcm.contract.event.AccountEvent.AccountRemovalBegun;
import dcm.contract.event.AccountEvent.QuotaSet;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerStopped;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.HandOverEvent.HandOverBegun;
import dcm.contract.event.HomesMoveEvent.FormerHomesRemoved;
import dcm.contract.event.HomesMoveEvent.HomesMoved;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.ContainerIntent.StopContainer;
import dcm.contract.problem.ErrorCode;
import dcm.contract.transfer.TransferItem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditorTest {
    private static final IntentId OTHER = intent(9);
    private static final ContainerId OTHER_CONTAINER = ContainerId.of(OTHER);

    private final PlantedInstallation installation = new PlantedInstallation();

    @Test
    void agreeingInstallationHasNoFinding() {
        assertThat(installation.audit().findings()).isEmpty();
        assertThat(installation.audit().isClean()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void plantedDamageIsFound(FindingKind kind) {
        plant(kind);

        AuditReport report = installation.audit();

        assertThat(report.findings()).extracting(AuditFinding::kind).contains(kind);
        assertThat(report.isClean()).isEqualTo(!kind.isDamage());
    }

    private void plant(FindingKind kind) {
        switch (kind) {
            case PENDING_INTENT -> recordStop(NOW.minusSeconds(10));
            case UNDECIDED_INTENT -> recordStop(NOW.minusSeconds(600));
            case UNENDED_INTENT -> removeLastEvent();
            case INTENT_ENDED_TWICE -> installation.happened(6, null, PlantedInstallation.committed());
            case ANSWER_WITHOUT_INTENT ->
                installation.happened(6, 9L, new IntentRejected(OTHER, ErrorCode.NAME_TAKEN, "It is taken.", Map.of()));
            case ACKNOWLEDGED_INTENT_MISSING -> installation.received.add(answer(OTHER, State.RECORDED, null, null));
            case ANSWER_DIFFERS ->
                installation.received.add(answer(CREATE, State.FAILED, ErrorCode.ENGINE_FAILED.code(), null));
            case SEQUENCE_MISSING -> installation.happened(7, null, stopped(WEB));
            case SEQUENCE_DOUBLED -> installation.happened(5, null, stopped(WEB));
            case INPUT_DECIDED_TWICE -> installation.happened(6, 1L, stopped(WEB));
            case UNREADABLE_EVENT -> installation.happened(6, null, stopped(OTHER_CONTAINER));
            case ORDER_DOUBLED -> installation.orders.add(new OrderId(WEB, 2));
            case ORDER_MISSING -> installation.orders.remove(new OrderId(WEB, 2));
            case ORDER_WITHOUT_EVENT -> installation.orders.add(new OrderId(WEB, 3));
            case WANTED_MISSING -> installation.wanted.remove(DesiredImage.key(MINE));
            case WANTED_WITHOUT_EVENT -> installation.want(new OwnerRemovalRequested(ALICE, HOST));
            case WANTED_DIFFERS ->
                installation.want(new DesiredContainer(
                        WEB, ALICE, HOST, placed(CREATE, WEB, "web").spec(), DesiredStatus.STOPPED, 2, 2));
            case PORT_HELD_TWICE -> {
                installation.happened(6, null, placed(OTHER, OTHER_CONTAINER, "other"));
                installation.happened(7, null, started(OTHER, OTHER_CONTAINER, SSH));
            }
            case QUOTA_EXCEEDED -> {
                installation.happened(6, null, new QuotaSet(OTHER, PlantedInstallation.noContainer()));
                installation.happened(7, null, placed(OTHER, OTHER_CONTAINER, "other"));
            }
            case USAGE_DIFFERS -> installation.containerRows.put(WEB.value(), containerRow(128));
            case VIEWS_BEHIND -> installation.behind = true;
            case ROW_MISSING -> installation.containerRows.clear();
            case ROW_WITHOUT_EVENT ->
                installation.portRows.add(new PortRow(WEB.value(), "alice", "127.0.0.1", 9090, "tcp"));
            case ROW_DIFFERS ->
                installation.imageRows.put(
                        MINE.value(), new ImageRow(MINE.value(), "bob", "mine:1", "ready", "n1", false));
            case CONTAINER_UNKNOWN ->
                installation.engine.put(OTHER_CONTAINER, engineContainer(OTHER_CONTAINER, "running", 256, 31001));
            case CONTAINER_MISSING -> installation.engine.clear();
            case CONTAINER_DOUBLED -> installation.otherEngine.put(WEB, engineContainer(WEB, "running", 256, 31000));
            case CONTAINER_MISPLACED -> installation.otherEngine.put(WEB, installation.engine.remove(WEB));
            case CONTAINER_WITHOUT_HOST -> installation.hosts.remove(HOST);
            case HOST_UNREADABLE ->
                installation.unread.add(new UnreadHost(PlantedInstallation.OTHER_HOST, "Connection refused"));
            case CONTAINER_STATE_DIFFERS -> installation.engine.put(WEB, engineContainer(WEB, "exited", 256, 31000));
            case CONTAINER_SHAPE_DIFFERS -> installation.engine.put(WEB, engineContainer(WEB, "running", 512, 31000));
            case IMAGE_UNKNOWN ->
                installation.engineImages.add(ImageId.of(OTHER).value());
            case IMAGE_MISSING -> installation.engineImages.clear();
        }
    }

    @Test
    void containerThatIsLostWithARemovedHostAgreesUntilAHostRunsIt() {
        installation.happened(6, null, new ContainerLost(WEB, "The host n1 was removed permanently.", HOST));
        installation.happened(7, null, new ImageRemoved(null, MINE));
        installation.happened(8, null, new ImageDeleted(MINE));
        installation.sequences.put("alice", 8L);
        installation.hosts.remove(HOST);
        installation.engine.clear();
        installation.engineImages.clear();
        installation.wanted.clear();
        installation.portRows.clear();
        installation.imageRows.put(MINE.value(), new ImageRow(MINE.value(), "alice", "mine:1", "removed", "n1", true));
        installation.containerRows.put(WEB.value(), PlantedInstallation.lostRow(6));

        assertThat(installation.audit().findings()).isEmpty();

        installation.otherEngine.put(WEB, engineContainer(WEB, "running", 256, 31000));
        assertThat(installation.audit().findings())
                .extracting(AuditFinding::kind)
                .contains(FindingKind.CONTAINER_MISPLACED);
    }

    @Test
    void formerHomeHostMayHaveContainersAndHomesUntilItHasDeletedThem() {
        installation.happened(6, null, new ContainerLost(WEB, "The home directories were moved.", HOST));
        installation.happened(7, null, new HomesMoved(OTHER, HOST, new HostName("n2"), List.of(WEB), List.of(WEB)));
        installation.want(new DesiredContainer(
                WEB, ALICE, HOST, placed(CREATE, WEB, "web").spec(), DesiredStatus.REMOVED, 2, 2));
        installation.want(new OwnerRemovalRequested(ALICE, HOST));

        assertThat(installation.audit().findings())
                .extracting(AuditFinding::kind)
                .doesNotContain(FindingKind.WANTED_WITHOUT_EVENT, FindingKind.CONTAINER_MISPLACED);

        installation.happened(8, null, new FormerHomesRemoved(HOST));

        assertThat(installation.audit().findings())
                .extracting(AuditFinding::kind)
                .contains(FindingKind.WANTED_WITHOUT_EVENT, FindingKind.CONTAINER_MISPLACED);
    }

    @Test
    void changedLabelAndScatteredHomesOfAnotherHostAreFound() {
        ObjectNode changed = PlantedInstallation.inspected(WEB, "running", 256, 31000);
        ((ObjectNode) changed.path("Config").path("Labels")).put("dcm.owner", "bob");
        ArrayNode binds = (ArrayNode) changed.path("HostConfig").path("Binds");
        binds.set(0, binds.textNode("/elsewhere/alice/root:/root:rw"));
        installation.engine.put(WEB, ContainerInspection.container(WEB, changed, PlantedInstallation.IMAGE_SETTINGS));

        assertThat(installation.audit().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence())
                        .contains("the label dcm.owner", "the home directories are in different places"));
    }

    @Test
    void removalWithoutDeadlineIsPendingHoweverOld() {
        installation.record(OTHER, new StopContainer(new Handle("web")));
        installation.happened(6, 3L, new OperationOrdered(OTHER, WEB, StateOperation.REMOVE, 3, null));

        assertThat(installation.audit().findings())
                .filteredOn(finding -> finding.subject().equals("intent/" + OTHER))
                .extracting(AuditFinding::kind)
                .contains(FindingKind.PENDING_INTENT)
                .doesNotContain(FindingKind.UNENDED_INTENT);
    }

    @Test
    void handOverDuringARemovalNeedsNoRecordedIntent() {
        installation.happened(6, null, new AccountRemovalBegun(OPEN, false, null, null));
        installation.happened(
                7,
                null,
                new HandOverBegun(
                        OTHER,
                        new OwnerName("bob"),
                        new TransferItem(new ImageName("mine:1"), HOST, 1L, null),
                        MINE,
                        null,
                        false));

        assertThat(installation.audit().findings())
                .extracting(AuditFinding::kind)
                .doesNotContain(FindingKind.ANSWER_WITHOUT_INTENT);
    }

    @Test
    void promotionThatARemovalBeginsIsNotRecorded() {
        installation.happened(6, null, new AccountRemovalBegun(OPEN, false, null, null));
        installation.happened(
                7,
                null,
                new ImagePromoted(
                        OTHER,
                        MINE,
                        new ImageName("kept:1"),
                        new ImageDigest("sha256:" + "ab".repeat(32)),
                        HOST,
                        "",
                        List.of()));

        assertThat(installation.audit().findings())
                .extracting(AuditFinding::kind)
                .doesNotContain(FindingKind.ANSWER_WITHOUT_INTENT);
    }

    @Test
    void repeatedIntentWithOneAnswerIsNoDamage() {
        installation.record(COMMIT, new StopContainer(new Handle("web")));

        assertThat(installation.audit().findings()).isEmpty();
    }

    @Test
    void imageOfAHostThatWasRemovedIsPulledWhenItIsNeeded() {
        installation.engineImages.clear();
        installation.hostRemoved(1, PlantedInstallation.EARLIER.minusSeconds(60));
        assertThat(installation.audit().findings())
                .as("the image is newer")
                .extracting(AuditFinding::kind)
                .contains(FindingKind.IMAGE_MISSING);

        installation.hostRemoved(2, PlantedInstallation.NOW);

        assertThat(installation.audit().findings())
                .extracting(AuditFinding::kind)
                .doesNotContain(FindingKind.IMAGE_MISSING);
    }

    @Test
    void imageThatItsHostDeletedMustNotBeInTheEngine() {
        installation.happened(6, null, new ImageDeleted(MINE));

        assertThat(installation.audit().findings())
                .extracting(AuditFinding::kind)
                .contains(FindingKind.IMAGE_UNKNOWN, FindingKind.WANTED_WITHOUT_EVENT);
    }

    @Test
    void viewsMustShowThatAHostDeletedAnImage() {
        installation.happened(6, null, new ImageRemoved(COMMIT, MINE));
        installation.happened(7, null, new ImageDeleted(MINE));
        installation.imageRows.put(MINE.value(), new ImageRow(MINE.value(), "alice", "mine:1", "removed", "n1", false));
        assertThat(imageRowFindings()).containsExactly("'deleted' is true in the log, but false was found.");

        installation.imageRows.put(MINE.value(), new ImageRow(MINE.value(), "alice", "mine:1", "removed", "n1", true));
        assertThat(imageRowFindings()).isEmpty();
    }

    private List<String> imageRowFindings() {
        return installation.audit().findings().stream()
                .filter(finding -> finding.subject().equals("image-row/" + MINE))
                .map(AuditFinding::sentence)
                .toList();
    }

    private void recordStop(Instant time) {
        installation.record(OTHER, new StopContainer(new Handle("web")), time);
        installation.intentRows.put(OTHER.value(), new IntentRow(OTHER.value(), "recorded", true, false));
        installation.audited.add(OTHER.value());
    }

    private void removeLastEvent() {
        installation.events.removeLast();
    }

    private static ContainerStopped stopped(ContainerId container) {
        return new ContainerStopped(null, container, null, 0, false, null);
    }
}
