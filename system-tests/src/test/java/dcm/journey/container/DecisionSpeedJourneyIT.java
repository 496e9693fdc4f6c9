package dcm.journey.container;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Settings;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.RenameContainer;
import dcm.contract.intent.OwnerIntent;
import dcm.journey.support.LogRecords;
import dcm.journey.support.LogRecords.Heartbeats;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A decision for an owner with many containers takes no longer than one for an owner with one container. */
@Tag("isolation")
class DecisionSpeedJourneyIT {
    private static final int MANY = 1_000;
    private static final int DECISIONS = 600;
    private static final int ROUNDS = 3;

    private final RunningStack stack = RunningStack.get();

    /** Only heartbeats of the host: its containers are decided and never made. */
    private final Heartbeats heartbeats = killWorker();

    private Heartbeats killWorker() {
        stack.kill("runtime-worker");
        return new Heartbeats("t1");
    }

    @AfterEach
    void startTheWorker() {
        heartbeats.close();
        stack.up();
    }

    @Test
    void decisionForAThousandContainersTakesNoLongerThanForOne() {
        TestUser one = withContainers("one", 1);
        TestUser many = withContainers("many", MANY);
        List<Duration> ofOne = new ArrayList<>();
        List<Duration> ofMany = new ArrayList<>();

        for (int round = 0; round < ROUNDS; round++) {
            ofOne.add(LogRecords.timeToDecide(new OwnerName(one.name()), renames(1, round)));
            ofMany.add(LogRecords.timeToDecide(new OwnerName(many.name()), renames(MANY, round)));
        }

        assertThat(fastest(ofMany))
                .as("%d decisions with %d containers %s, and with one %s", DECISIONS, MANY, ofMany, ofOne)
                .isLessThan(fastest(ofOne).multipliedBy(3).dividedBy(2));
    }

    private static Duration fastest(List<Duration> rounds) {
        return Collections.min(rounds);
    }

    private TestUser withContainers(String role, int count) {
        TestUser person = TestUser.joins(role);
        stack.people()
                .administrator()
                .put(
                        "/v1/users/" + person.name() + "/quota",
                        Map.of("containers", -1, "running", -1, "cpus", -1, "memoryMiB", -1, "pids", -1))
                .expectDone();
        LogRecords.timeToDecide(
                new OwnerName(person.name()),
                IntStream.range(0, count)
                        .mapToObj(n -> (OwnerIntent) new CreateContainer(
                                new ImageName("debian-ssh:13"),
                                new ContainerName(name(n, 0)),
                                null,
                                null,
                                List.of(),
                                null,
                                Settings.NONE,
                                null,
                                null))
                        .toList());
        assertThat(LogRecords.eventsOf(person.name()).stream()
                        .filter(event -> event.payload() instanceof ContainerPlaced))
                .hasSize(count);
        return person;
    }

    /** Renames of all containers in turn. Nothing but admission is needed to carry them out. */
    private static List<OwnerIntent> renames(int count, int round) {
        return IntStream.range(round * DECISIONS, (round + 1) * DECISIONS)
                .mapToObj(i -> (OwnerIntent) new RenameContainer(
                        new Handle(name(i % count, i / count)), new ContainerName(name(i % count, i / count + 1))))
                .toList();
    }

    private static String name(int container, int generation) {
        return "c" + container + "-" + generation;
    }
}
