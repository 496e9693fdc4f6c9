package dcm.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.desired.ContainerSpec;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredImage;
import dcm.contract.desired.DesiredState;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.desired.HomesTransferRequested;
import dcm.contract.desired.OwnerRemovalRequested;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.Limits;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.order.Order;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.topic.Topic;
import dcm.worker.LogRecords;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DesiredHostStateTest {
    private static final HostName N1 = new HostName("n1");
    private static final HostName N2 = new HostName("n2");
    private static final OwnerName ANN = new OwnerName("ann");
    private static final ContainerId WEB = new ContainerId("00112233445566aa");
    private static final ImageId MINE = new ImageId("8899aabbccddeeff");
    private static final ImageDigest DIGEST = new ImageDigest("sha256:" + "5a".repeat(32));

    private final FinishedOrders finished = new FinishedOrders(Path.of("/nowhere"));
    private final DesiredHostState desired = new DesiredHostState(N1, finished);

    @Test
    void containerIsDesiredUntilItsTombstone() {
        assertThat(read(container(N1))).isFalse();
        assertThat(desired.container(WEB)).isPresent();
        assertThat(desired.includes(new Order.Start(N1, ANN, WEB, 7, null))).isTrue();

        remove(container(N1));

        assertThat(desired.containers()).isEmpty();
        assertThat(desired.includes(new Order.Start(N1, ANN, WEB, 7, null))).isFalse();
    }

    @Test
    void finishedOrdersThatAdmissionKnowsAreLearned() {
        read(container(N1));

        assertThat(finished.last(WEB)).isEqualTo(5);
    }

    @Test
    void recordsOfAnotherHostInThePartitionAreIgnored() {
        assertThat(read(container(N2))).isFalse();
        assertThat(read(new DesiredImage(MINE, ANN, N2, true, null))).isFalse();
        assertThat(read(new OwnerRemovalRequested(ANN, N2))).isFalse();

        assertThat(desired.containers()).isEmpty();
        assertThat(desired.imagesToRemove()).isEmpty();
        assertThat(desired.ownerRemovals()).isEmpty();
        assertThat(finished.last(WEB)).isZero();
    }

    @Test
    void imageCreatedUnderItsIdNeedsNoWork() {
        assertThat(read(new DesiredImage(MINE, ANN, N1, false, null))).isFalse();

        assertThat(desired.imagesToTag()).isEmpty();
        assertThat(desired.imagesToRemove()).isEmpty();
    }

    @Test
    void imageCreatedUnderAnotherIdMustBeTagged() {
        DesiredImage image = new DesiredImage(MINE, ANN, N1, false, DIGEST);

        assertThat(read(image)).isTrue();

        assertThat(desired.imagesToTag()).containsExactly(image);
        assertThat(desired.imagesToRemove()).isEmpty();
    }

    @Test
    void removedImageIsListedForRemovalUntilItsTombstoneIsRead() {
        DesiredImage image = new DesiredImage(MINE, ANN, N1, true, DIGEST);

        assertThat(read(image)).isTrue();
        assertThat(desired.imagesToTag()).isEmpty();
        assertThat(desired.imagesToRemove()).containsExactly(image);

        remove(image);
        assertThat(desired.imagesToRemove()).isEmpty();
    }

    @Test
    void transferOfHomesReplacesTheirRemoval() {
        assertThat(read(new OwnerRemovalRequested(ANN, N1))).isTrue();
        HomesTransferRequested transfer = new HomesTransferRequested(ANN, N1, new OwnerName("bob"));

        assertThat(read(transfer)).isTrue();

        assertThat(desired.ownerRemovals()).containsExactly(transfer);
        remove(transfer);
        assertThat(desired.ownerRemovals()).isEmpty();
    }

    @Test
    void removalIsNotEndedByThatOfTheSameOwnerOnAnotherHost() {
        OwnerRemovalRequested here = new OwnerRemovalRequested(ANN, N1);
        read(here);

        remove(new OwnerRemovalRequested(ANN, new HostName("n7")));

        assertThat(desired.ownerRemovals()).containsExactly(here);
    }

    @Test
    void accountsNeedNoWork() {
        AccountSnapshot ann = AccountSnapshot.opened(ANN, Profile.of("Ann", Role.USER), List.of(), null, Instant.EPOCH);

        assertThat(read(ann.forHost(N1))).isFalse();
        remove(ann.forHost(N1));

        assertThat(desired.ownerRemovals()).isEmpty();
    }

    private boolean read(DesiredState state) {
        Envelope envelope = Envelope.first(
                "1", "admission", AggregateId.of(ANN), Instant.EPOCH, Actor.ADMISSION, TraceParent.fresh());
        return desired.apply(
                LogRecords.of(new Codec<>(Families.WANTED), Topic.WANTED, state.key(), new Message<>(envelope, state)));
    }

    private void remove(DesiredState state) {
        assertThat(desired.apply(LogRecords.tombstone(Topic.WANTED, state.key())))
                .isFalse();
    }

    private static DesiredContainer container(HostName host) {
        ContainerSpec spec = ContainerSpec.of(
                new ContainerName("web"),
                new Image(new ImageName("debian-ssh:13"), DIGEST),
                new Limits(1000, 128, 64, null));
        return new DesiredContainer(WEB, ANN, host, spec, DesiredStatus.RUNNING, 6, 5);
    }
}
