package dcm.stack.kafka;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dcm.kafka.BrokerUserProvisioner;
import dcm.kafka.LogPrincipal;
import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.StartupStep;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.SecurityDisabledException;

/** Creates DCM's users and their ACLs on a Kafka cluster that others run. */
public final class ForeignCluster {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Installation installation;

    public ForeignCluster(Installation installation) {
        this.installation = installation;
    }

    /** The step has the name of the installation's own broker, on which other steps depend. */
    public StartupStep step() {
        return new StartupStep("kafka", Set.of(), this::ensure);
    }

    /** {@code reachable}, or why not. */
    public String state() {
        try (Admin admin = admin()) {
            admin.describeCluster().nodes().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            return "reachable";
        } catch (ExecutionException | TimeoutException e) {
            return "not reachable: "
                    + (e.getCause() == null ? "no answer" : e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "not reachable: interrupted";
        }
    }

    private void ensure() {
        Map<LogPrincipal, String> passwords = Stream.concat(
                        LogPrincipal.SERVICES.stream(), Stream.of(installation.worker()))
                .collect(toMap(
                        principal -> principal,
                        principal -> installation.secrets().kafka(principal.name())));
        try (Admin admin = admin()) {
            requireLocalWithoutTls(admin);
            requireSameCluster(admin, passwords.keySet());
            BrokerUserProvisioner.ensureOnSharedCluster(admin, passwords);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while creating the users in Kafka.", e);
        }
    }

    /** Clients connect to the addresses that the brokers tell them. */
    private void requireLocalWithoutTls(Admin admin) throws ExecutionException, InterruptedException {
        if (installation.foreignBroker().orElseThrow().tls()) {
            return;
        }
        for (Node node : admin.describeCluster().nodes().get()) {
            if (!isLoopback(node.host())) {
                throw new StackFailure(
                        "The brokers at %s tell clients to connect to %s, which is another machine, without TLS. Use a listener with TLS."
                                .formatted(installation.kafkaBootstrap(), node.host()));
            }
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** An installation stays at its cluster, because events name the offsets of their inputs. */
    private void requireSameCluster(Admin admin, Set<LogPrincipal> principals)
            throws ExecutionException, InterruptedException {
        String cluster = admin.describeCluster().clusterId().get();
        Path mark = installation.foreignCluster();
        try {
            if (Files.exists(mark)) {
                String known = Files.readString(mark).strip();
                if (!known.equals(cluster)) {
                    throw new StackFailure(
                            "The event log of this installation is in the Kafka cluster with the id %s, but the one at %s has the id %s. DCM cannot move a log."
                                    .formatted(known, installation.kafkaBootstrap(), cluster));
                }
                return;
            }
            if (Files.exists(installation.data("kafka"))) {
                throw new StackFailure(
                        "This installation has a log of its own, in %s. DCM cannot move it to another Kafka. To go on with it: ./dcm config unset %s"
                                .formatted(installation.data("kafka"), "DCM_KAFKA_BOOTSTRAP"));
            }
            requireUnused(admin, principals);
            Files.createDirectories(mark.getParent());
            Files.writeString(mark, cluster + "\n");
        } catch (IOException e) {
            throw new StackFailure("Cannot use %s: %s".formatted(mark, e), e);
        }
    }

    /** Another installation, or users of others with the same names, would lose their access. */
    private void requireUnused(Admin admin, Set<LogPrincipal> principals)
            throws ExecutionException, InterruptedException {
        List<String> taken = new ArrayList<>(admin.listTopics().names().get().stream()
                .filter(topic -> topic.startsWith("dcm."))
                .map(topic -> "topic " + topic)
                .sorted()
                .toList());
        Set<String> users = principals.stream().map(LogPrincipal::name).collect(toSet());
        admin.describeUserScramCredentials().users().get().stream()
                .filter(users::contains)
                .map(user -> "user " + user)
                .forEach(taken::add);
        admin.describeAcls(AclBindingFilter.ANY).values().get().stream()
                .map(acl -> acl.entry().principal())
                .filter(principal -> users.contains(principal.substring(principal.indexOf(':') + 1)))
                .distinct()
                .map(principal -> "ACLs of " + principal)
                .forEach(taken::add);
        if (!taken.isEmpty()) {
            throw new StackFailure(
                    "The Kafka cluster at %s has already what DCM would create: %s. Another installation uses it, or another application has users with these names. Use another cluster."
                            .formatted(installation.kafkaBootstrap(), String.join(", ", taken)));
        }
    }

    private StackFailure failure(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause instanceof SecurityDisabledException
                ? new StackFailure(
                        "The Kafka cluster at %s has no authorizer, so everybody could change the log. Set authorizer.class.name there."
                                .formatted(installation.kafkaBootstrap()),
                        e)
                : new StackFailure(
                        "Cannot create DCM's users in the Kafka cluster at %s: %s. './dcm config ls' shows its settings, which begin with DCM_KAFKA_."
                                .formatted(installation.kafkaBootstrap(), cause.getMessage()),
                        e);
    }

    private Admin admin() {
        return Admin.create(installation
                .kafka()
                .with(Map.of(
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MILLIS,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        3 * TIMEOUT_MILLIS)));
    }
}
