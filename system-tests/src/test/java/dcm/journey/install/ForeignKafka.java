package dcm.journey.install;

import dcm.journey.support.Eventually;
import dcm.journey.support.ServerProcess;
import dcm.journey.support.ShellRunner;
import dcm.stack.installation.ProgramFiles;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A Kafka cluster of one broker that DCM does not run: clients connect with TLS and SCRAM-SHA-512 or SCRAM-SHA-256. */
final class ForeignKafka implements AutoCloseable {
    static final String ADMINISTRATOR = "lab-admin";
    /** With characters that configurations quote. */
    static final String PASSWORD = "a \"quoted\\ secret";

    private static final int CLIENTS = 19_393;

    private final Process process;

    /**
     * Starts it, and waits until it listens.
     *
     * @param directory for its files
     * @param certificate a PEM file with the key and the certificate
     */
    ForeignKafka(ProgramFiles programs, Path directory, Path certificate) throws IOException {
        Path configuration = directory.resolve("server.properties");
        Files.writeString(
                configuration, """
                process.roles=broker,controller
                node.id=7
                controller.quorum.voters=7@127.0.0.1:19394
                listeners=CLIENTS://127.0.0.1:%d,CONTROLLER://127.0.0.1:19394,INTERNAL://127.0.0.1:19395
                advertised.listeners=CLIENTS://localhost:%d,INTERNAL://127.0.0.1:19395
                listener.security.protocol.map=CLIENTS:SASL_SSL,CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT
                inter.broker.listener.name=INTERNAL
                controller.listener.names=CONTROLLER
                sasl.enabled.mechanisms=SCRAM-SHA-256,SCRAM-SHA-512
                listener.name.clients.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
                listener.name.clients.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
                ssl.keystore.type=PEM
                ssl.keystore.location=%s
                authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                super.users=User:%s;User:ANONYMOUS
                auto.create.topics.enable=false
                offsets.topic.replication.factor=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                log.dirs=%s
                """.formatted(CLIENTS, CLIENTS, certificate, ADMINISTRATOR, directory.resolve("log")));
        List<String> format = java(programs, "kafka.tools.StorageTool", "format");
        format.addAll(List.of(
                "--cluster-id=" + UUID.randomUUID(),
                "--config=" + configuration,
                "--add-scram",
                "SCRAM-SHA-512=[name=%s,password=%s]".formatted(ADMINISTRATOR, PASSWORD)));
        ShellRunner.run(format.toArray(String[]::new));
        List<String> start = java(programs, "kafka.Kafka", configuration.toString());
        start.addAll(1, List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        this.process = new ProcessBuilder(start)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("kafka.log").toFile())
                .start();
        Eventually.that("the foreign Kafka listens", ForeignKafka::listens);
    }

    private static List<String> java(ProgramFiles programs, String... mainClassAndArguments) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Dlog4j2.configurationFile=" + programs.brokerLogging(),
                "-cp",
                programs.server("kafka") + "/*:" + programs.libraries() + "/*"));
        command.addAll(List.of(mainClassAndArguments));
        return command;
    }

    static String bootstrap() {
        return "localhost:" + CLIENTS;
    }

    private static boolean listens() {
        try (var socket = new Socket("127.0.0.1", CLIENTS)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        ServerProcess.end(process);
    }
}
