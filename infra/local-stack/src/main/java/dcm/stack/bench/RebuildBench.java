package dcm.stack.bench;

import dcm.contract.identity.OwnerName;
import dcm.stack.installation.Installation;
import dcm.stack.kafka.KafkaBroker;
import dcm.stack.kafka.LogTopics;
import dcm.stack.machine.SystemCommand;
import dcm.stack.postgres.PostgresServer;
import dcm.stack.service.ViewsRebuild;
import dcm.stack.service.WorkerTokenKey;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures how fast projection-service builds the views from the log. A broker and a database of their own get a log that this benchmark
 * writes; the running stack is not used.
 */
public final class RebuildBench {
    private static final int CONTAINERS_PER_ROUND = 500;
    private static final int CONTAINERS_PER_OWNER = 10;

    /** From the first port of the stack to that of the benchmark. */
    private static final int PORTS_AWAY = 40;

    private final Installation installation;
    private final int rounds;

    public RebuildBench(Installation installation, int rounds) {
        this.installation = installation;
        this.rounds = rounds;
    }

    public BenchResult run(Consumer<String> progress) {
        Path home = installation.home().resolve("bench-rebuild");
        SystemCommand.run("rm", "-rf", home.toString());
        Installation own = Installation.of(
                installation.programs(),
                Map.of(
                        "DCM_HOME",
                        home.toString(),
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
            int records = write(own);
            progress.accept(String.format(Locale.ROOT, "%,d records are in the log", records));
            Path application = own.programs().service("projection-service");
            ViewsRebuild.Result result = new ViewsRebuild(own, application).run(progress);
            return new BenchResult("rebuild", Map.of(), Map.of(), Map.of())
                    .withFigures(
                            Map.of("records", (double) result.records(), "records per second", result.perSecond()));
        } finally {
            database.stop();
            broker.stop();
            SystemCommand.run("rm", "-rf", home.toString());
        }
    }

    private int write(Installation own) {
        int owners = rounds * CONTAINERS_PER_ROUND / CONTAINERS_PER_OWNER;
        try (RebuildLog log = new RebuildLog(own.kafka())) {
            for (int owner = 1; owner <= owners; owner++) {
                log.write(new OwnerName("user-" + owner), CONTAINERS_PER_OWNER);
            }
            log.flush();
        }
        return owners * CONTAINERS_PER_OWNER * RebuildLog.RECORDS_PER_CONTAINER;
    }
}
