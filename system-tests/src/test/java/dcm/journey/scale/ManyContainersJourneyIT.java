package dcm.journey.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.OwnerName;
import dcm.journey.support.Eventually;
import dcm.journey.support.LogRecords;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.stack.bench.RebuildLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A million containers of 10,000 owners, compared with 1,000 containers of ten. Their log is written as admission would have written it;
 * no host has them. {@code -Ddcm.scale.owners} selects another number of owners.
 */
@Tag("scale")
class ManyContainersJourneyIT {
    private static final int OWNERS = Integer.getInteger("dcm.scale.owners", 10_000);
    private static final int FEW_OWNERS = 10;
    private static final int CONTAINERS_OF_OWNER = 100;

    private static final int REQUESTS = 200;
    private static final int WARM_UP = 1_000;
    private static final Duration CATCH_UP = Duration.ofMinutes(20);

    private static final double MOST_GROWTH = 1.3;
    private static final Duration LONGEST_RESTART = Duration.ofSeconds(60);

    private final RunningStack stack = RunningStack.get();

    @BeforeEach
    void startExtraLarge() {
        stack.restartWith(Map.of("DCM_SIZE", "xlarge"));
    }

    /** Otherwise later journeys would have the million containers, and remove those of the reader. */
    @AfterEach
    void discardStack() {
        TestUser.forgetAll();
        RunningStack.discard();
    }

    /**
     * What was measured with a number of owners.
     *
     * @param logMiB the files of the broker
     * @param views until the views had all records
     * @param list a list of the owner's containers, median
     * @param decision a renamed container, until the outcome, median
     * @param restart of command-service, until it decides
     */
    private record Row(
            int owners,
            long logMiB,
            Duration views,
            Duration rebuild,
            Duration restart,
            Duration list,
            Duration decision,
            PartLoad load) {}

    @Test
    void aListIsAsFastAmongAMillionContainersAsAmongAThousand() {
        TestUser reader = TestUser.joins("reader");
        // Administrators have no limit of requests per second.
        stack.people()
                .administrator()
                .patch("/v1/users/" + reader.name(), Map.of("role", "administrator"))
                .expectDone();
        List<Row> rows = new ArrayList<>();

        rows.add(measure(reader, FEW_OWNERS, 1));
        rows.add(measure(reader, OWNERS, FEW_OWNERS));

        print(rows);
        Row few = rows.getFirst();
        Row many = rows.getLast();
        assertThat(many.list().toNanos())
                .isLessThanOrEqualTo((long) (MOST_GROWTH * few.list().toNanos()));
        assertThat(many.restart()).isLessThanOrEqualTo(LONGEST_RESTART);
    }

    /** @param present how many owners there are; the first one is the reader */
    private Row measure(TestUser reader, int owners, int present) {
        long start = System.nanoTime();
        try (RebuildLog log = new RebuildLog(stack.installation().kafka())) {
            if (present == 1) {
                long newest = LogRecords.eventsOf(reader.name()).getLast().sequence();
                log.writeCreated(new OwnerName(reader.name()), CONTAINERS_OF_OWNER, newest);
            }
            IntStream.range(present, owners)
                    .forEach(number -> log.writeCreated(new OwnerName("many-" + number), CONTAINERS_OF_OWNER, 0));
            log.flush();
        }
        Eventually.that(
                "all containers are in the views", CATCH_UP, () -> containers() == owners * CONTAINERS_OF_OWNER);
        Duration views = since(start);

        start = System.nanoTime();
        ShellRunner.run(stack.launcher("rebuild", "admission"));
        Duration rebuild = since(start);

        stack.kill("command-service");
        start = System.nanoTime();
        stack.up();
        decide(reader, 1);
        Duration restart = since(start);

        list(reader, WARM_UP);
        decide(reader, WARM_UP);
        return new Row(
                owners,
                logMiB(),
                views,
                rebuild,
                restart,
                list(reader, REQUESTS),
                decide(reader, REQUESTS),
                new PartLoad.Meter(stack).read());
    }

    private long logMiB() {
        String size =
                ShellRunner.run("du", "-sm", stack.installation().data("kafka").toString());
        return Long.parseLong(size.split("\\s")[0]);
    }

    private int containers() {
        var answer = stack.people().administrator().get("/v1/containers?scope=all&limit=1");
        return answer.status() == 200 ? answer.body().path("total").asInt() : -1; // the views are behind
    }

    private static Duration list(TestUser reader, int requests) {
        var client = reader.client();
        return median(
                requests,
                number -> assertThat(client.get("/v1/containers?limit=500")
                                .expectDone()
                                .path("items"))
                        .hasSize(CONTAINERS_OF_OWNER));
    }

    private static Duration decide(TestUser reader, int requests) {
        var client = reader.client();
        String container = client.get("/v1/containers?limit=1")
                .expectDone()
                .at("/items/0/id")
                .asText();
        return median(
                requests,
                number -> client.post(
                                "/v1/containers/" + container + "/rename",
                                Map.of("name", "n" + System.nanoTime()),
                                TestUser.TIMEOUT)
                        .expectDone());
    }

    private interface Request {
        void send(int number);
    }

    private static Duration median(int requests, Request request) {
        return IntStream.range(0, requests)
                .mapToObj(number -> {
                    long start = System.nanoTime();
                    request.send(number);
                    return since(start);
                })
                .sorted()
                .skip(requests / 2)
                .findFirst()
                .orElseThrow();
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void print(List<Row> rows) {
        System.out.printf(
                "%n%d containers of each owner, %d records of each container, %d processors, everything on one machine.%n%n",
                CONTAINERS_OF_OWNER,
                RebuildLog.RECORDS_PER_CREATED_CONTAINER,
                Runtime.getRuntime().availableProcessors());
        System.out.println(
                "| owners | log | views written | admission rebuilt | command-service restarted | list | decision | memory |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (Row row : rows) {
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | %,d MiB | %d s | %d s | %.1f s | %.1f ms | %.1f ms | %s |%n",
                    row.owners(),
                    row.logMiB(),
                    row.views().toSeconds(),
                    row.rebuild().toSeconds(),
                    row.restart().toMillis() / 1e3,
                    row.list().toNanos() / 1e6,
                    row.decision().toNanos() / 1e6,
                    row.load().memoryMiB().entrySet().stream()
                            .map(part -> part.getKey() + " " + part.getValue() + " MiB")
                            .collect(Collectors.joining(", ")));
        }
    }
}
