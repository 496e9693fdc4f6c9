package dcm.journey.support;

import dcm.contract.authentication.ReportSource;
import dcm.contract.identity.HostName;
import dcm.kafka.BrokerUserProvisioner;
import dcm.kafka.LogPrincipal;
import dcm.stack.engine.PrivateEngine;
import dcm.stack.installation.Installation;
import dcm.stack.service.WorkerTokenKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** A second worker process. */
public final class SecondWorker implements AutoCloseable {
    private static final int PORT = 18_099;

    private final Process process;
    private final Path log;

    /** A worker for the host that already has one. */
    public SecondWorker(RunningStack stack) {
        this(stack, Map.of());
    }

    /** A worker with different settings. */
    public SecondWorker(RunningStack stack, Map<String, String> overrides) {
        try {
            log = Files.createTempFile(stack.temporaryFiles(), "second-worker", ".log");
            Path home = stack.installation().home();
            ProcessBuilder builder = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java",
                            "-Xmx96m",
                            "-jar",
                            home.resolve("app/runtime-worker/quarkus-run.jar").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment()
                    .putAll(Map.of(
                            "DCM_HOST_TOKEN_KEY",
                                    new WorkerTokenKey(stack.installation())
                                            .publicKey()
                                            .toString(),
                            "QUARKUS_HTTP_PORT", Integer.toString(PORT),
                            "DCM_INSTALLATION", stack.installation().id(),
                            "DCM_HOST_NAME", stack.installation().hostName(),
                            "DCM_HOST_SSH_PORTS", stack.installation().sshPorts(),
                            "DCM_HOST_STATE", home.resolve("data/second-worker").toString(),
                            "DCM_HOST_STORAGE", home.resolve("data/storage").toString(),
                            "DCM_HOST_KEYS", home.resolve("data/keys").toString(),
                            "DOCKER_HOST", stack.engine().host()));
            builder.environment()
                    .putAll(stack.installation()
                            .kafka(stack.installation().worker())
                            .environment());
            builder.environment()
                    .put(
                            "DCM_HOST_REPORT_KEY",
                            stack.installation().workerReportKey().toString());
            builder.environment().putAll(overrides);
            if (overrides.containsKey("DCM_HOST_NAME")) {
                builder.environment()
                        .putAll(invited(stack.installation(), new HostName(overrides.get("DCM_HOST_NAME"))));
            }
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code ./dcm host invite} gives to the worker of a host. */
    private static Map<String, String> invited(Installation installation, HostName host) {
        LogPrincipal worker = LogPrincipal.worker(host);
        try (Admin admin = Admin.create(installation.kafka().properties())) {
            BrokerUserProvisioner.ensure(
                    admin, Map.of(worker, installation.secrets().kafka(worker.name())));
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
        Map<String, String> environment =
                new HashMap<>(installation.kafka(worker).environment());
        environment.put(
                "DCM_HOST_REPORT_KEY",
                installation.secrets().reportKeyFile(ReportSource.worker(host)).toString());
        return environment;
    }

    /** A worker for a host {@code t2}, with its own engine, which is started here. */
    public static SecondWorker ofHostT2(RunningStack stack, PrivateEngine engine, Path data) {
        engine.start();
        engine.load(RunningStack.BASE_IMAGE);
        return new SecondWorker(
                stack,
                Map.of(
                        "DCM_HOST_NAME",
                        "t2",
                        "DCM_HOST_URL",
                        "http://127.0.0.1:" + PORT,
                        "DCM_HOST_SSH_PORTS",
                        "32500-32599",
                        "DCM_HOST_ALIASES",
                        "127.0.0.1",
                        "DCM_HOST_NETWORKS",
                        "10.214.0.0/16",
                        "DCM_HOST_BASE_IMAGES",
                        RunningStack.BASE_IMAGE,
                        "DCM_HOST_STATE",
                        data + "/worker",
                        "DCM_HOST_STORAGE",
                        data + "/homes",
                        "DCM_HOST_KEYS",
                        data + "/keys",
                        "DOCKER_HOST",
                        engine.host()));
    }

    /** A worker of another installation that has the stack's broker password and engine. */
    public static SecondWorker ofAnotherInstallation(RunningStack stack, String id) {
        Path data = stack.temporaryFiles().resolve(id);
        return new SecondWorker(
                stack,
                Map.of(
                        "DCM_INSTALLATION",
                        id,
                        "DCM_HOST_NAME",
                        "t3",
                        "DCM_HOST_URL",
                        "http://127.0.0.1:" + PORT,
                        "DCM_HOST_SSH_PORTS",
                        "32600-32699",
                        "DCM_HOST_ALIASES",
                        "127.0.0.1",
                        "DCM_HOST_NETWORKS",
                        "10.215.0.0/16",
                        "DCM_HOST_STATE",
                        data + "/worker",
                        "DCM_HOST_STORAGE",
                        data + "/homes",
                        "DCM_HOST_KEYS",
                        data + "/keys"));
    }

    /** The other installation on the stack's engine. */
    public static Installation installation(RunningStack stack, String id) {
        return Installation.of(
                stack.installation().programs(),
                Map.of(
                        "DCM_HOME", stack.temporaryFiles().resolve(id).toString(),
                        "DCM_INSTALLATION", id,
                        "DOCKER_HOST", stack.engine().host()));
    }

    /** The answer of its readiness check; empty while it does not answer. */
    public String readiness() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + "/q/health/ready"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it, like a power cut. */
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
    }
}
