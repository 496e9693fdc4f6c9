package dcm.stack.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.installation.Installation;
import dcm.stack.kafka.KafkaBroker;
import dcm.stack.machine.PollDelay;
import dcm.stack.machine.SystemCommand;
import dcm.stack.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.VoidDeserializer;
import org.apache.kafka.common.serialization.VoidSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker and a database are copied while they are written to, and started again from the copy. */
class InstallationCopyIT {
    private static final String TOPIC = "numbers";
    private static final Path PROGRAMS = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    private final List<Installation> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(installation -> {
            new KafkaBroker(installation).stop();
            new PostgresServer(installation).stop();
        });
    }

    @Test
    void copyOfRunningServersHasEverythingUntilOneMoment() throws Exception {
        Installation running = start(directory.resolve("running"), 19_560);
        try (Admin admin = Admin.create(running.kafka().properties())) {
            // Small segments, so that there are closed ones.
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(2), Optional.of((short) 1))
                            .configs(Map.of("segment.bytes", Integer.toString(1 << 20)))))
                    .all()
                    .get();
        }
        Path archive = Files.createDirectories(running.logArchive().resolve("00000001"));
        Files.writeString(archive.resolve("index"), "dcm-log-archive 1");
        Path target = Files.createDirectory(directory.resolve("copy"));
        long before;
        Duration pause;
        try (Writer writer = new Writer(running)) {
            writer.awaitMoreThan(200);
            before = writer.written;
            pause = new InstallationCopy(running, target).make(new KafkaBroker(running)::pid, line -> {});
            writer.awaitMoreThan(writer.written + 200);
        }
        new KafkaBroker(running).stop();
        new PostgresServer(running).stop();

        Path home = directory.resolve("restored");
        SystemCommand.run("mv", target.resolve("home").toString(), home.toString());
        PostgresServer.own(home.resolve("data/postgres"));
        Installation restored = start(home, 19_600);

        assertEquals("dcm-log-archive 1", Files.readString(restored.logArchive().resolve("00000001/index")));
        List<List<Long>> log = committed(restored);
        assertTrue(
                log.getFirst().size() >= before,
                "%d of %d".formatted(log.getFirst().size(), before));
        assertEquals(numbers(log.getFirst().size()), log.getFirst());
        assertEquals(log.getFirst(), log.getLast(), "both partitions have the same transactions");
        List<Long> rows = rows(restored);
        assertEquals(numbers(rows.size()), rows);
        // A number is written to the database when its transaction is committed, before the next one.
        assertTrue(
                rows.size() == log.getFirst().size()
                        || rows.size() == log.getFirst().size() - 1,
                "%d rows, %d records".formatted(rows.size(), log.getFirst().size()));
        assertTrue(pause.compareTo(Duration.ofSeconds(15)) < 0, pause::toString);
        System.out.printf("paused for %d ms, %d records%n", pause.toMillis(), rows.size());
    }

    private Installation start(Path home, int portBase) {
        Installation installation = Installation.of(
                PROGRAMS, Map.of("DCM_HOME", home.toString(), "DCM_PORT_BASE", Integer.toString(portBase)));
        installation.store();
        started.add(installation);
        new PostgresServer(installation).start();
        new KafkaBroker(installation).start();
        return installation;
    }

    /** Writes numbers: each to both partitions in a transaction, then to the database. */
    private static final class Writer implements AutoCloseable {
        private final Installation installation;
        private final CompletableFuture<Void> run;
        private volatile long written;
        private volatile boolean closing;

        Writer(Installation installation) {
            this.installation = installation;
            this.run = CompletableFuture.runAsync(this::run);
        }

        private void run() {
            Map<String, Object> config = installation
                    .kafka()
                    .with(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "writer", ProducerConfig.ACKS_CONFIG, "all"));
            try (var producer = new KafkaProducer<Void, Long>(config, new VoidSerializer(), new LongSerializer());
                    Connection database = connect(installation);
                    Statement sql = database.createStatement()) {
                sql.execute("create table numbers (number bigint)");
                producer.initTransactions();
                while (!closing) {
                    producer.beginTransaction();
                    producer.send(new ProducerRecord<>(TOPIC, 0, null, written));
                    producer.send(new ProducerRecord<>(TOPIC, 1, null, written));
                    producer.commitTransaction();
                    sql.execute("insert into numbers values (" + written + ")");
                    written++;
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        void awaitMoreThan(long count) {
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (written <= count) {
                assertTrue(System.nanoTime() < deadline, "only %d were written".formatted(written));
                if (run.isDone()) {
                    run.join(); // fails with what has ended it
                }
                PollDelay.briefly();
            }
        }

        @Override
        public void close() {
            closing = true;
            run.join();
        }
    }

    private static Connection connect(Installation installation) throws SQLException {
        return DriverManager.getConnection(
                installation.jdbcUrl("dcm"), "dcm", installation.secrets().postgresDcm());
    }

    private static List<Long> rows(Installation installation) throws SQLException {
        List<Long> rows = new ArrayList<>();
        try (Connection database = connect(installation);
                Statement sql = database.createStatement();
                ResultSet result = sql.executeQuery("select number from numbers order by number")) {
            while (result.next()) {
                rows.add(result.getLong(1));
            }
        }
        return rows;
    }

    /** The committed numbers of each partition. */
    private static List<List<Long>> committed(Installation installation) throws IOException {
        List<List<Long>> numbers = List.of(new ArrayList<>(), new ArrayList<>());
        Map<String, Object> config =
                installation.kafka().with(Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"));
        try (var consumer = new KafkaConsumer<Void, Long>(config, new VoidDeserializer(), new LongDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<Void, Long> record : consumer.poll(Duration.ofSeconds(1))) {
                    numbers.get(record.partition()).add(record.value());
                }
            }
        }
        return numbers;
    }

    private static List<Long> numbers(int count) {
        return LongStream.range(0, count).boxed().toList();
    }
}
