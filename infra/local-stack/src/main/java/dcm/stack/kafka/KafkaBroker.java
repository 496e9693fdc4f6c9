package dcm.stack.kafka;

import static java.util.stream.Collectors.toMap;

import dcm.join.PrivateFile;
import dcm.kafka.BrokerUserProvisioner;
import dcm.kafka.LogPrincipal;
import dcm.kafka.LogPrincipal.WorkerName;
import dcm.stack.installation.Installation;
import dcm.stack.installation.InvitedWorkers;
import dcm.stack.installation.ProgramFiles;
import dcm.stack.installation.Secrets;
import dcm.stack.installation.StackPort;
import dcm.stack.join.ClusterCertificates;
import dcm.stack.machine.PollDelay;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SymbolicLinks;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.Java;
import dcm.stack.part.Part;
import dcm.stack.part.PartProcess;
import dcm.stack.part.PartProcesses;
import dcm.stack.part.Probe;
import dcm.stack.part.ProcessOptions;
import dcm.stack.part.ServerPrograms;
import dcm.stack.part.Versions;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/** Apache Kafka: one node, broker and KRaft controller in one JVM. Other machines reach it over TLS, if there is a cluster address. */
public final class KafkaBroker implements Part {
    private static final String BROKER = "broker";
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";
    private static final int HEAP_MIB = 256;

    private final Installation installation;
    private final PartProcess process;

    public KafkaBroker(Installation installation) {
        this.installation = installation;
        this.process = PartProcesses.of(
                installation,
                ProcessOptions.of("kafka")
                        .withUser("dcm-kafka")
                        .withProbe(Probe.of(Probe.Kind.KAFKA, installation.port(StackPort.KAFKA)))
                        .withWritable(data())
                        .withReadable(ServerPrograms.of(installation).root()));
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public String version() {
        return Versions.of("kafka");
    }

    @Override
    public String url() {
        return installation.kafkaBootstrap();
    }

    @Override
    public Set<StackPort> ports() {
        return installation.clusterAddress().isPresent()
                ? Set.of(StackPort.KAFKA, StackPort.KAFKA_CONTROLLER, StackPort.KAFKA_TLS)
                : Set.of(StackPort.KAFKA, StackPort.KAFKA_CONTROLLER);
    }

    @Override
    public Set<String> needs() {
        return Set.of(ClusterCertificates.STEP);
    }

    @Override
    public PartProcess process() {
        return process;
    }

    @Override
    public void relaunch() {
        if (!isFormatted()) {
            throw new StackFailure(
                    "The event log in %s is missing. If it is on another disk, mount it.".formatted(data()));
        }
        launch();
    }

    private boolean isFormatted() {
        return Files.exists(data().resolve("meta.properties"));
    }

    @Override
    public void launch() {
        if (Files.exists(installation.foreignCluster())) {
            throw new StackFailure(
                    "The event log of this installation is in a Kafka cluster that others run. Set its addresses again: ./dcm config set DCM_KAFKA_BOOTSTRAP=...");
        }
        String configuration = writeConfiguration().toString();
        if (!isFormatted()) {
            requireNoTopics();
            SystemCommand.run(java(
                    "kafka.tools.StorageTool",
                    "format",
                    "--cluster-id=" + Uuid.randomUuid(),
                    "--config=" + configuration));
        }
        process.launchJvm(
                java("kafka.Kafka", process.readable(Path.of(configuration)).toString()),
                installation.programs().variables(version()));
    }

    /** A broker that begins with an empty log would forget what is there. */
    private void requireNoTopics() {
        try (DirectoryStream<Path> topics = Files.newDirectoryStream(data(), "dcm.*")) {
            if (topics.iterator().hasNext()) {
                throw new StackFailure(
                        "%s is missing, but %s has topics. Restore the file from a backup, or move the directory away to start with an empty log."
                                .formatted(data().resolve("meta.properties"), data()));
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(data(), e), e);
        }
    }

    /** Starts the broker, then creates missing users and sets the ACLs. */
    @Override
    public void start(Consumer<String> report) {
        Part.super.start(report);
        process.requireOwn(installation.port(StackPort.KAFKA));
        ensureUsers();
    }

    /** Creates missing users and sets the ACLs. The broker must run. */
    public void ensureUsers() {
        try (Admin admin = Admin.create(installation.kafka().properties())) {
            awaitRegistered(admin);
            Map<LogPrincipal, String> passwords = Stream.concat(LogPrincipal.SERVICES.stream(), workers())
                    .collect(toMap(
                            principal -> principal,
                            principal -> installation.secrets().kafka(principal.name())));
            BrokerUserProvisioner.ensure(admin, passwords);
        } catch (ExecutionException e) {
            throw new StackFailure("Cannot create the users in Kafka: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while creating Kafka's users.", e);
        }
    }

    /** This machine's worker, and those of the hosts that were invited and are not removed. */
    private Stream<LogPrincipal> workers() {
        return Stream.concat(
                        Stream.of(installation.worker()),
                        new InvitedWorkers(installation)
                                .among(installation.secrets().names(Secrets.KAFKA)).stream()
                                        .map(WorkerName::principal))
                .distinct();
    }

    /** Waits for the broker's registration: a broker that listens but is still fenced cannot create topics. */
    private void awaitRegistered(Admin admin) throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + timeout().toNanos();
        while (admin.describeCluster().nodes().get().isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new StackFailure("Kafka's broker has not registered with its controller after %d s."
                        .formatted(timeout().toSeconds()));
            }
            PollDelay.briefly();
        }
    }

    /** Whether the broker answers ApiVersions, the one request that needs no authentication. */
    @Override
    public boolean healthy() {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), installation.port(StackPort.KAFKA)), 1000);
            socket.setSoTimeout(2000);
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(10); // length
            out.writeShort(18); // api key: ApiVersions
            out.writeShort(0); // api version
            out.writeInt(1); // correlation id
            out.writeShort(-1); // no client id
            out.flush();
            var in = new DataInputStream(socket.getInputStream());
            in.readInt(); // length
            in.readInt(); // correlation id
            return in.readShort() == 0; // no error
        } catch (IOException e) {
            return false;
        }
    }

    private Path data() {
        return installation.data("kafka");
    }

    private List<String> java(String... mainClassAndArguments) {
        ProgramFiles programs = ServerPrograms.ensure(installation);
        var words = new ArrayList<>(List.of(
                "-Dlog4j2.configurationFile=" + programs.brokerLogging(),
                "-cp",
                programs.server("kafka") + "/*:" + programs.libraries() + "/*"));
        words.addAll(List.of(mainClassAndArguments));
        return Java.command(installation.size(), HEAP_MIB, words);
    }

    /** Writes the configuration of a broker that runs in a container: it sees the directory of this file and that of the data only. */
    public void writeContainerConfiguration() {
        Path directory = installation.home().resolve("kafka");
        Path keyStore = directory.resolve("server.pem");
        try {
            Files.createDirectories(directory);
            if (installation.clusterAddress().isPresent()) {
                PrivateFile.replace(
                        keyStore, Files.readString(installation.certificates().serverKeyStore()));
            }
            PrivateFile.replace(configurationFile(), configuration(false, keyStore));
            Files.copy(
                    installation.programs().brokerLogging(),
                    directory.resolve("log4j2.properties"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StackFailure("Cannot write Kafka's configuration to %s: %s".formatted(directory, e), e);
        }
    }

    private Path configurationFile() {
        return installation.home().resolve("kafka/server.properties");
    }

    private Path writeConfiguration() {
        Path file = configurationFile();
        try {
            Files.createDirectories(file.getParent());
            Files.createDirectories(data());
            if (!process.runsAsLauncher()) {
                SymbolicLinks.refuse(data());
            }
            // The log contains users' requests.
            Files.setPosixFilePermissions(data(), PosixFilePermissions.fromString("rwx------"));
            // The file contains passwords.
            boolean writtenThrough = WriteThrough.ensure(data());
            if (writtenThrough) {
                WriteThrough.exceptHeartbeats(data()); // of a new installation: from its second start on
            }
            PrivateFile.replace(file, configuration(writtenThrough));
            return file;
        } catch (IOException e) {
            throw new StackFailure("Cannot write Kafka's configuration to %s: %s".formatted(file, e), e);
        }
    }

    /** @param writtenThrough whether the broker's writes reach the disk without a flush */
    String configuration(boolean writtenThrough) {
        return configuration(writtenThrough, keyStore());
    }

    private String configuration(boolean writtenThrough, Path keyStore) {
        return """
                # Written at every start; changes belong into the launcher.
                process.roles=broker,controller
                node.id=1
                listeners=CLIENTS://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d%8$s
                %10$s
                listener.security.protocol.map=CLIENTS:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT,HOSTS:SASL_SSL
                inter.broker.listener.name=CLIENTS
                controller.listener.names=CONTROLLER
                controller.quorum.voters=1@127.0.0.1:%2$d
                log.dirs=%3$s

                # Every client authenticates, and may do what its ACLs say: see docs/decisions/0032. Services use SCRAM; their
                # credentials are in the broker's metadata. The broker itself and the launcher, which creates these, use PLAIN.
                listener.name.clients.sasl.enabled.mechanisms=SCRAM-SHA-256,PLAIN
                listener.name.clients.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
                listener.name.clients.plain.sasl.jaas.config=%5$s username="broker" password="%6$s" user_broker="%6$s" user_launcher="%7$s";
                # For the workers of other machines, if there is a cluster address: the same users, over TLS.
                listener.name.hosts.sasl.enabled.mechanisms=SCRAM-SHA-256
                listener.name.hosts.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
                listener.name.hosts.ssl.keystore.type=PEM
                listener.name.hosts.ssl.keystore.location=%9$s
                listener.name.hosts.ssl.enabled.protocols=TLSv1.3
                listener.name.controller.sasl.enabled.mechanisms=PLAIN
                listener.name.controller.plain.sasl.jaas.config=%5$s username="broker" password="%6$s" user_broker="%6$s";
                sasl.mechanism.inter.broker.protocol=PLAIN
                sasl.mechanism.controller.protocol=PLAIN
                authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                super.users=User:broker;User:launcher

                # What is acknowledged is on the disk: see docs/decisions/0007.
                %4$s

                # One node holds the only copy of everything, and topics are made on purpose.
                auto.create.topics.enable=false
                default.replication.factor=1
                min.insync.replicas=1
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=8
                # Positions are kept while nobody reads, however long (in minutes; the default is 7 days).
                offsets.retention.minutes=2147483647
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=8
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                share.coordinator.state.topic.num.partitions=8

                # A stuck transaction holds readers back no longer than its time-out and this sweep.
                transaction.abort.timed.out.transaction.cleanup.interval.ms=1000
                # A producer's next transaction waits until the last one is written out; look often (default: 20 ms).
                add.partitions.to.txn.retry.backoff.ms=1
                # A broker that was killed may register again only when its old session is over.
                broker.session.timeout.ms=2000
                broker.heartbeat.interval.ms=500
                group.initial.rebalance.delay.ms=0

                # The broker reserves as much memory as a client announces: before it has authenticated, and for a request.
                sasl.server.max.receive.size=16384
                socket.request.max.bytes=8388608
                # The defaults are for machines that do nothing else.
                num.network.threads=2
                num.io.threads=4
                log.cleaner.dedupe.buffer.size=8388608
                """.formatted(
                        installation.port(StackPort.KAFKA),
                        installation.port(StackPort.KAFKA_CONTROLLER),
                        data(),
                        writtenThrough
                                ? "# Its directory is written through (chattr +S), so nothing is left to flush."
                                : "log.flush.interval.messages=1",
                        PLAIN,
                        installation.secrets().kafka(BROKER),
                        installation.secrets().kafka(Installation.BROKER_ADMINISTRATOR),
                        installation
                                .clusterListenerKafka()
                                .map(address -> ",HOSTS://" + address)
                                .orElse(""),
                        keyStore,
                        advertised());
    }

    /** The addresses that the broker gives to its clients, if other hosts connect to another one than that on which it listens. */
    private String advertised() {
        return installation.clusterListen().isEmpty()
                        || installation.clusterAddress().isEmpty()
                ? "# Clients connect to these addresses."
                : "advertised.listeners=CLIENTS://127.0.0.1:%d,HOSTS://%s"
                        .formatted(
                                installation.port(StackPort.KAFKA),
                                installation.clusterKafka().orElseThrow());
    }

    private Path keyStore() {
        Path file = installation.certificates().serverKeyStore();
        return installation.clusterAddress().isPresent() ? process.readable(file) : file;
    }
}
