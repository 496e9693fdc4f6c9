package dcm.stack.service;

import dcm.contract.topic.Topic;
import dcm.kafka.archive.LogArchive;
import dcm.stack.installation.Installation;
import dcm.stack.machine.PollDelay;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.DetachedProcess;
import dcm.stack.part.Java;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Builds the views again from the log, in a schema of their own, and replaces the views by them. Other processes of projection-service build
 * them, each for its share of the partitions; the usual one answers queries from the old views meanwhile, and continues with the new ones.
 */
public final class ViewsRebuild {
    static final String NEXT = "views_next";
    private static final String FORMER = "views_former";

    private static final int MAX_PROCESSES = 4;
    /** One process reads so many in ten seconds, which is longer than the start of another one. */
    private static final long RECORDS_PER_PROCESS = 100_000;

    private static final int HEAP_MIB = 192;

    /** Without progress. */
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private static final double NANOS_PER_SECOND = 1e9;

    private final Installation installation;
    private final Path application;
    private final List<DetachedProcess> processes;

    /** @param application the directory of projection-service, as built */
    public ViewsRebuild(Installation installation, Path application) {
        this.installation = installation;
        this.application = application;
        this.processes = processes(installation);
    }

    private static List<DetachedProcess> processes(Installation installation) {
        return IntStream.rangeClosed(1, MAX_PROCESSES)
                .mapToObj(number -> new DetachedProcess(installation, "views-rebuild-" + number))
                .toList();
    }

    /** Stops the processes of a rebuild that was killed. */
    public static void stopAbandoned(Installation installation) {
        processes(installation).parallelStream().forEach(DetachedProcess::stop);
        new DetachedProcess(installation, "views-rebuild").stop(); // of versions before 0.11
    }

    /**
     * How a rebuild went.
     *
     * @param records how many records were projected
     * @param perSecond records per second, from the first transaction on
     */
    public record Result(long records, double perSecond) {}

    /**
     * Builds the views and replaces the old ones.
     *
     * @throws StackFailure if the rebuild does not advance; the old views are unchanged then
     */
    public Result run(Consumer<String> report) {
        Thread interruption = new Thread(this::stop);
        Runtime.getRuntime().addShutdownHook(interruption);
        try {
            return build(report);
        } finally {
            stop();
            Runtime.getRuntime().removeShutdownHook(interruption);
        }
    }

    private Result build(Consumer<String> report) {
        try (Admin log = Admin.create(installation.kafka().properties());
                Connection database = DriverManager.getConnection(
                        installation.viewsDatabase().url(),
                        installation.viewsDatabase().properties());
                Statement sql = database.createStatement()) {
            stopAbandoned(installation);
            sql.execute("drop schema if exists " + NEXT + " cascade");
            ViewsSpace.refusal(installation).ifPresent(reason -> {
                throw new StackFailure(reason);
            });
            sql.execute("create schema " + NEXT);
            List<DetachedProcess> started = launch(sum(ends(log)));
            Result result = awaitBuilt(started, log, sql, report);
            replace(database, sql, ends(log));
            report.accept("the new views have replaced the old ones");
            return result;
        } catch (SQLException e) {
            throw new StackFailure("The views were not rebuilt: %s".formatted(e.getMessage()), e);
        } catch (ExecutionException e) {
            throw new StackFailure("Cannot read the end of the log: %s".formatted(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while the views were rebuilt.", e);
        }
    }

    private void stop() {
        processes.parallelStream().forEach(DetachedProcess::stop);
    }

    /** Starts as many processes as are worth it for this number of records. */
    private List<DetachedProcess> launch(long records) {
        int most = Math.min(MAX_PROCESSES, Runtime.getRuntime().availableProcessors());
        int count = Math.clamp(records / RECORDS_PER_PROCESS, 1, most);
        List<DetachedProcess> started = processes.subList(0, count);
        for (int number = 1; number <= count; number++) {
            DetachedProcess process = started.get(number - 1);
            Map<String, String> environment = environment(process.name());
            environment.put("DCM_VIEWS_REBUILD_SHARE", number + "/" + count);
            process.launch(
                    Java.command(
                            installation.size(),
                            HEAP_MIB,
                            List.of(
                                    "-jar",
                                    application.resolve("quarkus-run.jar").toString())),
                    environment);
        }
        return started;
    }

    private Map<String, String> environment(String name) {
        Map<String, String> environment = new HashMap<>(new ServiceEnvironments(installation).projectionService(name));
        environment.put("DCM_INSTALLATION", installation.id());
        environment.put("DCM_VIEWS_REBUILD", "true");
        environment.put(LogArchive.VARIABLE, installation.logArchive().toString());
        environment.put(
                "QUARKUS_DATASOURCE_JDBC_URL", installation.viewsDatabase().urlOfSchema(NEXT));
        // They answer no requests.
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", "0");
        environment.put("QUARKUS_OIDC_TENANT_ENABLED", "false");
        environment.put("DCM_GATEWAY_ENABLED", "false");
        return environment;
    }

    private Result awaitBuilt(List<DetachedProcess> started, Admin log, Statement sql, Consumer<String> report)
            throws SQLException, ExecutionException, InterruptedException {
        Meter meter = new Meter();
        String reported = "";
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            long end = sum(ends(log));
            long done = reached(sql);
            if (meter.advanced(done)) {
                deadline = System.nanoTime() + TIMEOUT.toNanos();
            }
            String line = String.format(
                    Locale.ROOT, "%,d of %,d records (%d %%)", done, end, end == 0 ? 100 : done * 100 / end);
            if (!line.equals(reported)) {
                report.accept(line);
                reported = line;
            }
            if (done >= end) {
                return meter.result();
            }
            Optional<DetachedProcess> ended =
                    started.stream().filter(process -> process.pid().isEmpty()).findFirst();
            if (ended.isPresent() || System.nanoTime() > deadline) {
                // If none has ended, any of them may hang.
                String logs = ended.map(List::of).orElse(started).stream()
                        .map(process ->
                                "%n%s:%n    %s".formatted(process.log(), String.join("\n    ", process.lastLines(15))))
                        .collect(Collectors.joining());
                throw new StackFailure(
                        "The rebuild of the views stopped at %s. The last lines of its log:%s".formatted(line, logs));
            }
            pause(done == 0);
        }
    }

    private static long sum(Map<TopicPartition, Long> positions) {
        return positions.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Looks often at first, so that the first transaction is noticed at once, and then seldom. */
    private static void pause(boolean first) {
        if (first) {
            PollDelay.briefly();
        } else {
            PollDelay.whileAllIsClearedAway();
        }
    }

    /** Measures from the first transaction on, so that the start of the process does not count. */
    private static final class Meter {
        private long first;
        private long last;
        private long began;
        private long ended;

        boolean advanced(long done) {
            if (done == last) {
                return false;
            }
            ended = System.nanoTime();
            if (first == 0) {
                first = done;
                began = ended;
            }
            last = done;
            return true;
        }

        Result result() {
            return new Result(last, ended == began ? 0 : (last - first) * NANOS_PER_SECOND / (ended - began));
        }
    }

    private static Map<TopicPartition, Long> ends(Admin log) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        Stream.of(Topic.INTENTS, Topic.EVENTS)
                .forEach(topic -> IntStream.range(0, topic.partitions())
                        .forEach(partition ->
                                partitions.put(new TopicPartition(topic.topicName(), partition), OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        log.listOffsets(partitions, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get()
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private static long reached(Statement sql) throws SQLException {
        return exists(sql) ? number(sql, "select coalesce(sum(next_offset), 0) from " + NEXT + ".replay_position") : 0;
    }

    /** Whether the process has created the tables. */
    private static boolean exists(Statement sql) throws SQLException {
        return number(sql, "select count(to_regclass('" + NEXT + ".replay_position'))") == 1;
    }

    /**
     * Replaces the old views in one transaction. Projection-service cannot change the old ones meanwhile, so the new ones contain whatever a
     * query has seen.
     */
    private void replace(Connection database, Statement sql, Map<TopicPartition, Long> ends) throws SQLException {
        sql.execute("drop schema if exists " + FORMER + " cascade");
        boolean hadViews = number(sql, "select count(to_regclass('public.replay_position'))") == 1;
        database.setAutoCommit(false);
        if (hadViews) {
            sql.execute("lock table public.replay_position in access exclusive mode");
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (behindOld(sql, ends)) {
                if (System.nanoTime() > deadline) {
                    throw new StackFailure("The new views did not reach the old ones within %s.".formatted(TIMEOUT));
                }
                PollDelay.briefly();
            }
        }
        stop();
        sql.execute("alter schema public rename to " + FORMER);
        sql.execute("alter schema " + NEXT + " rename to public");
        database.commit();
        database.setAutoCommit(true);
        sql.execute("drop schema " + FORMER + " cascade");
    }

    /** Positions beyond the end of the log are those of views that are older than a restored log. */
    private static boolean behindOld(Statement sql, Map<TopicPartition, Long> ends) throws SQLException {
        try (ResultSet rows = sql.executeQuery("""
                select topic, partition, old.next_offset, coalesce(new.next_offset, 0)
                from public.replay_position old left join %s.replay_position new using (topic, partition)
                """.formatted(NEXT))) {
            while (rows.next()) {
                long end = ends.getOrDefault(new TopicPartition(rows.getString(1), rows.getInt(2)), 0L);
                if (rows.getLong(4) < Math.min(rows.getLong(3), end)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static long number(Statement sql, String query) throws SQLException {
        try (ResultSet row = sql.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
