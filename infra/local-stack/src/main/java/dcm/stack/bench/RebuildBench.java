package dcm.stack.bench;

import dcm.contract.identity.OwnerName;
import dcm.stack.installation.Installation;
import dcm.stack.kafka.KafkaBroker;
import dcm.stack.kafka.LogCompaction;
import dcm.stack.kafka.LogSize;
import dcm.stack.kafka.LogTopics;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import dcm.stack.postgres.PostgresServer;
import dcm.stack.service.AdmissionRebuild;
import dcm.stack.service.StackServices;
import dcm.stack.service.ViewsRebuild;
import dcm.stack.service.WorkerTokenKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * Measures what a long log costs: its size, the start of the broker and of the services that read it, the rebuilds of admission's state
 * and of the views, and the archive. A broker and a database of their own get a log that this benchmark writes; the running stack is not
 * used.
 */
public final class RebuildBench {
    private static final int CONTAINERS_PER_ROUND = 500;
    private static final int CONTAINERS_PER_OWNER = 10;

    /** So that a long log is one of years, and not of many containers. */
    private static final int RESTARTS_IN_LONG_LOG = 49;

    /** From the first port of the stack to that of the benchmark. */
    private static final int PORTS_AWAY = 40;

    private static final Set<String> READERS = Set.of("command-service", "projection-service");

    private static final double NANOS_PER_SECOND = 1e9;

    private final Installation installation;
    private final int owners;
    private final int restarts;

    private RebuildBench(Installation installation, int owners, int restarts) {
        this.installation = installation;
        this.owners = owners;
        this.restarts = restarts;
    }

    /** With a log of 500 containers in each round. */
    public static RebuildBench ofRounds(Installation installation, int rounds) {
        return new RebuildBench(installation, rounds * CONTAINERS_PER_ROUND / CONTAINERS_PER_OWNER, 1);
    }

    /** With a log of at least this number of intents, 100 for each container. */
    public static RebuildBench ofIntents(Installation installation, int intents) {
        int perOwner = CONTAINERS_PER_OWNER * RebuildLog.intentsPerContainer(RESTARTS_IN_LONG_LOG);
        return new RebuildBench(installation, Math.ceilDiv(intents, perOwner), RESTARTS_IN_LONG_LOG);
    }

    public BenchResult run(Consumer<String> progress) {
        SystemCommand.run(
                "rm", "-rf", installation.home().resolve("bench-rebuild").toString());
        Installation own = Installation.of(
                installation.programs(),
                Map.of(
                        "DCM_HOME",
                        installation.home().resolve("bench-rebuild").toString(),
                        "DCM_INSTALLATION",
                        installation.id() + "-rebuild",
                        "DCM_PORT_BASE",
                        Integer.toString(installation.portBase() + PORTS_AWAY)));
        KafkaBroker broker = new KafkaBroker(own);
        PostgresServer database = new PostgresServer(own);
        try {
            new WorkerTokenKey(own).step().action().accept(progress);
            broker.start();
            new LogTopics(own).step().action().accept(progress);
            database.start();
            return measure(own, broker, progress);
        } finally {
            database.stop();
            broker.stop();
            SystemCommand.run("rm", "-rf", own.home().toString());
        }
    }

    private BenchResult measure(Installation own, KafkaBroker broker, Consumer<String> progress) {
        Map<String, Double> figures = new LinkedHashMap<>();
        write(own);
        long containers = (long) owners * CONTAINERS_PER_OWNER;
        long intents = containers * RebuildLog.intentsPerContainer(restarts);
        progress.accept(String.format(
                Locale.ROOT,
                "%,d records are in the log",
                owners + containers * RebuildLog.recordsPerContainer(restarts)));
        figures.put("intents", (double) intents);
        figures.put("log, bytes per intent", (double) size(own).bytes() / intents);
        broker.stop();
        figures.put("start of Kafka, seconds", seconds(broker::start));
        progress.accept("Kafka was started again");
        figures.put(
                "rebuild of admission, seconds",
                seconds(() ->
                        progress.accept(new AdmissionRebuild(own, own.programs().service("command-service")).run())));
        ViewsRebuild views = new ViewsRebuild(own, own.programs().service("projection-service"));
        long began = System.nanoTime();
        ViewsRebuild.Result result = views.run(progress);
        figures.put("rebuild of the views, seconds", (System.nanoTime() - began) / NANOS_PER_SECOND);
        figures.put("records", (double) result.records());
        figures.put("records per second", result.perSecond());
        began = System.nanoTime();
        long archived = LogCompaction.archiveAll(own.kafka(), own.logArchive()).bytes();
        figures.put("archive, seconds", (System.nanoTime() - began) / NANOS_PER_SECOND);
        figures.put("archive, bytes per intent", (double) archived / intents);
        startServices(own, figures);
        return new BenchResult("rebuild", Map.of(), Map.of(), Map.of()).withFigures(figures);
    }

    /** Measures the second start of the services that read the log: the first one copies programs, and writes an archive of classes. */
    private static void startServices(Installation own, Map<String, Double> figures) {
        new StackServices(own, List.of(), Optional.empty())
                .all().stream().filter(part -> READERS.contains(part.name())).forEach(reader -> {
                    try {
                        reader.start();
                        reader.stop();
                        figures.put("start of %s, seconds".formatted(reader.name()), seconds(reader::start));
                    } finally {
                        reader.stop();
                    }
                });
    }

    private void write(Installation own) {
        try (RebuildLog log = new RebuildLog(own.kafka())) {
            for (int owner = 1; owner <= owners; owner++) {
                log.write(new OwnerName("user-" + owner), CONTAINERS_PER_OWNER, restarts);
            }
            log.flush();
        }
    }

    private static LogSize size(Installation own) {
        try (Admin admin = Admin.create(own.kafka().properties())) {
            return LogSize.of(admin);
        } catch (ExecutionException e) {
            throw new StackFailure("The size of the log cannot be read: %s".formatted(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while the size of the log was read.", e);
        }
    }

    private static double seconds(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / NANOS_PER_SECOND;
    }
}
